"""The delivery log, and the page on which several deliveries of a version are noted at once."""

from django import forms
from django.contrib import admin
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from forums.adminbase import TranslatedAdmin
from forums.admincolumns import EditionFilter
from forums.adminforms import AutocompleteMultiple
from forums.exceptions import DomainError
from forums.models import Organization
from reports.deliveries import record_deliveries
from reports.models import Delivery

from .document import DocumentVersionAdmin
from .publishing import PublishingPages

PERMISSION = "reports.add_delivery"

DocumentVersionAdmin.pages = [*DocumentVersionAdmin.pages, ("Note deliveries", "admin:reports_deliver", PERMISSION)]


class DeliveryForm(forms.Form):
    """What is noted of a delivery; several recipients make an entry each."""

    channel = forms.ChoiceField(choices=Delivery.Channel, label="How")
    recipients = forms.ModelMultipleChoiceField(
        Organization.objects.all(), required=False, help_text="Every ministry and organization that it was given to."
    )
    occasion = forms.CharField(
        required=False, max_length=255, help_text="As printed: “the G20 Summit in 2021”. Needed for a release."
    )
    on = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        recipients = self.fields["recipients"]
        widget = AutocompleteMultiple(Delivery._meta.get_field("recipient"), site)
        widget.choices = recipients.choices
        recipients.widget = widget


class RecipientFilter(admin.RelatedFieldListFilter):
    """Those who were given something, not every organization on file."""

    def field_choices(self, field, request, model_admin):
        given = Organization.objects.filter(deliveries__isnull=False).distinct()
        return [(it.pk, str(it)) for it in given]


@admin.register(Delivery)
class DeliveryAdmin(PublishingPages, TranslatedAdmin):
    list_display = ["__str__", "recipient", "channel", "occasion", "on", "version"]
    list_filter = [("document__edition", EditionFilter), "channel", ("recipient", RecipientFilter)]
    search_fields = ["document__key", "document__title", "recipient__name", "occasion"]
    date_hierarchy = "on"
    autocomplete_fields = ["document", "version", "recipient"]
    related = ["document__edition__forum", "version__document__edition__forum", "recipient"]
    deferred = ["version__content"]
    fieldsets = [
        ("What was handed over", {"fields": ["document", "version"]}),
        ("To whom, and when", {"fields": ["channel", "recipient", "occasion", "on", "position"]}),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(self.deliver_view)
        return [path("versions/<int:pk>/deliver/", view, name="reports_deliver"), *super().get_urls()]

    @method_decorator(csrf_protect)
    def deliver_view(self, request, pk):
        """To whom a version was given, several at once."""
        version = self.version(request, pk, PERMISSION)
        form = DeliveryForm(request.POST or None, site=self.admin_site)
        if request.method == "POST" and form.is_valid():
            try:
                rows = record_deliveries(version, **form.cleaned_data)
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                count = f"{len(rows)} {'delivery' if len(rows) == 1 else 'deliveries'}"
                whom = ", ".join(str(it.recipient or it.occasion) for it in rows)
                return self.done(request, version, f"{count} noted: {whom}.")
        noted = version.deliveries.select_related("recipient", "document__edition__forum")
        explained = [
            "To whom this version was given, or at which occasion it was released.",
            "The next document of the forum tells of it where it tells of this edition.",
        ]
        if noted:
            explained.append(f"Noted already: {', '.join(map(_told, noted))}.")
        return self.ask(request, version, "admin/act.html", "Note deliveries", form=form, explained=explained)


def _told(delivery):
    day = f" ({delivery.on:%-d %B %Y})" if delivery.on else ""
    return f"{delivery.get_channel_display()} {delivery.recipient or delivery.occasion}{day}"
