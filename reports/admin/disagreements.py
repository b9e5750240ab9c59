"""The page that shows where files, programme, agenda and documents disagree about a person."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from forums.admin.edition import EditionAdmin
from forums.models import Edition
from reports.agreement import statements_of_documents
from speakers.admin.person import PersonAdmin
from speakers.agreement import find_disagreements, registrations_like
from speakers.models import Person, Registration

PERMISSION = "speakers.view_registration"
LANGUAGES = dict(settings.LANGUAGES)

PersonAdmin.list_pages = [*PersonAdmin.list_pages, ("Disagreements", "admin:reports_disagreements", PERMISSION)]
EditionAdmin.pages = [*EditionAdmin.pages, ("Disagreements", "admin:reports_disagreements_edition", PERMISSION)]


class DisagreementPages:
    """Pages of the list of documents: the latest edition that has speakers, or the one asked for."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.disagreements_view)
        return [
            path("disagreements/", view, name="reports_disagreements"),
            path("disagreements/<int:pk>/", view, name="reports_disagreements_edition"),
            *super().get_urls(),
        ]

    def disagreements_view(self, request, pk=None):
        """Everybody who is named or titled in more than one way as of the edition's first day."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        billed = Registration.objects.live().filter(edition=OuterRef("pk"), card__isnull=False)
        known = Edition.objects.exclude(starts_on=None).filter(Exists(billed)).select_related("forum")
        editions = list(known.order_by("-starts_on", "pk"))
        if pk is None:
            edition = editions[0] if editions else None
        else:
            edition = next((it for it in editions if it.pk == pk), None) or get_object_or_404(Edition, pk=pk)
        registrations = registrations_like(edition) if edition and edition.starts_on else []
        found = find_disagreements(registrations, statements_of_documents(registrations))
        context = {
            **self.admin_site.each_context(request),
            "title": "Disagreements",
            "opts": Person._meta,
            "editions": editions,
            "edition": edition if registrations else None,
            "persons": len({row.person_id for row in registrations}),
            "differing": len({it.person.pk for it in found}),
            "disagreements": [_shown(it) for it in found],
        }
        return render(request, "admin/reports/disagreements.html", context)


def _shown(disagreement):
    language = LANGUAGES[disagreement.language] if disagreement.language != settings.LANGUAGE_CODE else ""
    return {
        "person": disagreement.person,
        "person_page": _page(disagreement.person),
        "day": disagreement.day,
        "language": language,
        "statements": [(it.source, _page(it.mend), it.text) for it in disagreement.statements],
    }


def _page(row):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
