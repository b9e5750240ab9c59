"""Publishing a version: at once, at a time to come, or taking it back."""

from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from forums.admincolumns import in_zone
from forums.exceptions import DomainError
from reports.library import address_of, publish_version, unpublish_version
from reports.models import DocumentVersion

from .document import DocumentVersionAdmin

PERMISSION = "reports.issue_documentversion"

DocumentVersionAdmin.pages = [*DocumentVersionAdmin.pages, ("Publication", "admin:reports_publication", PERMISSION)]


class PublishForm(forms.Form):
    """From when a version is public."""

    at = forms.SplitDateTimeField(
        label="Public from",
        required=False,
        widget=forms.SplitDateTimeWidget(date_attrs={"type": "date"}, time_attrs={"type": "time"}),
        help_text="A time to come, on the edition’s clocks. Empty: at once.",
    )


class VersionPages:
    """Pages about a version, at addresses of whatever admin they are mixed into."""

    def version(self, request, pk, permission):
        """The version, for whoever may do this."""
        if not request.user.has_perm(permission):
            raise PermissionDenied
        rows = DocumentVersion.objects.select_related("document__edition__forum").defer("content")
        return get_object_or_404(rows, pk=pk)

    def done(self, request, version, told):
        """Log and tell what was done, and go back to the version."""
        LogEntry.objects.log_actions(request.user.pk, [version], CHANGE, change_message=told, single_object=True)
        self.message_user(request, told, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:reports_documentversion_change", args=[version.pk]))

    def ask(self, request, version, template, title, **context):
        """A page about the version that asks for something."""
        frame = self.admin_site.each_context(request)
        about = {"title": title, "opts": DocumentVersion._meta, "original": version}
        return render(request, template, frame | about | context)


class PublishingPages(VersionPages):
    """The page on which a version is published and taken back."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.publication_view)
        return [path("versions/<int:pk>/publication/", view, name="reports_publication"), *super().get_urls()]

    @method_decorator(csrf_protect)
    def publication_view(self, request, pk):
        """How the version stands with the public, and what can be done about it."""
        version = self.version(request, pk, PERMISSION)
        zone = ZoneInfo(version.document.edition.timezone)
        act = request.POST.get("act", "")
        with timezone.override(zone):
            form = PublishForm(request.POST if act == "publish" else None)
            problem = ""
            try:
                if act == "publish" and form.is_valid():
                    row = publish_version(version, by=request.user, at=form.cleaned_data["at"])
                    return self.done(request, version, f"Public from {in_zone(row.published_at, zone.key)} on.")
                if act == "unpublish":
                    unpublish_version(version)
                    return self.done(request, version, "Taken out of the library.")
            except DomainError as error:
                problem = str(error)
            now = timezone.now()
            return self.ask(
                request,
                version,
                "admin/reports/publication.html",
                "Publication",
                form=form,
                problem=problem,
                zone=zone.key,
                is_draft=version.stage in DocumentVersion.UNFINISHED,
                is_public=bool(version.published_at and version.published_at <= now),
                waits=bool(version.published_at and version.published_at > now),
                when=version.published_at and in_zone(version.published_at, zone.key),
                address=reverse("document", args=[address_of(version)]) + f"?lang={version.document.language}",
            )
