"""Pages about what an edition's texts cite: mentions without a citation, and figures that contradict each other."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.text import capfirst

from forums.exceptions import DomainError
from forums.models import Edition
from reports.conflicts import conflicts_about_instruments, conflicts_of_edition
from reports.models import Instrument, OwnParagraph
from reports.suggestions import add_alias, insert_citation, suggest_citations

PERMISSION = "reports.view_instrument"
# So much of a text is shown on either side of a mention.
AROUND = 90


class AliasForm(forms.Form):
    instrument = forms.ModelChoiceField(Instrument.objects.order_by("title_en", "key"))
    alias = forms.CharField(max_length=300, label="Other name", help_text="As texts call it; found from then on.")


class CitingPages:
    """Pages of the list of instruments, one for each edition."""

    def get_urls(self):
        views = [
            ("mentions", self.mentions_view),
            ("mentions/cite", self.cite_view),
            ("mentions/alias", self.alias_view),
            ("conflicts", self.conflicts_view),
        ]
        own = [
            path(
                f"{address}/<int:pk>/",
                self.admin_site.admin_view(view),
                name=f"reports_instrument_{address.rpartition('/')[2]}",
            )
            for address, view in views
        ]
        return [*own, *super().get_urls()]

    def mentions_view(self, request, pk, alias_form=None):
        """Every instrument that is named without being cited, text by text."""
        edition = self._edition(request, pk)
        found = [_shown(request, suggestion) for suggestion in suggest_citations(edition)]
        context = {
            "title": f"Mentions without a citation, {edition}",
            "edition": edition,
            "suggestions": found,
            "instruments": Instrument.objects.exists(),
            "alias_form": (alias_form or AliasForm()) if self.has_change_permission(request) else None,
        }
        return self._render(request, "mentions", context)

    def cite_view(self, request, pk):
        """Insert one citation; whoever may change the text may cite in it."""
        edition = self._edition(request, pk)
        page = reverse("admin:reports_instrument_mentions", args=[edition.pk])
        typed = request.POST
        label, column = typed.get("label", ""), typed.get("column", "")
        app, _, model = label.lower().partition(".")
        if request.method != "POST" or not request.user.has_perm(f"{app}.change_{model}"):
            raise PermissionDenied
        try:
            row, start = int(typed.get("row", "")), int(typed.get("start", ""))
        except ValueError:
            raise PermissionDenied from None
        words, key = typed.get("words", "").replace("\r\n", "\n"), typed.get("key", "")
        try:
            changed = insert_citation(label, row, column, start=start, words=words, key=key)
        except DomainError as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            self.log_change(request, changed, f"Cited [@{key}] after “{' '.join(words.split())}”.")
            self.message_user(request, f"[@{key}] is cited in {changed}.", messages.SUCCESS)
        return HttpResponseRedirect(page)

    def alias_view(self, request, pk):
        """Add another name to an instrument, to be found in all texts."""
        edition = self._edition(request, pk)
        if not self.has_change_permission(request):
            raise PermissionDenied
        form = AliasForm(request.POST)
        if not form.is_valid():
            return self.mentions_view(request, pk, form)
        instrument, alias = form.cleaned_data["instrument"], form.cleaned_data["alias"]
        try:
            add_alias(instrument, alias)
        except (DomainError, ValidationError) as error:
            form.add_error("alias", error.messages if isinstance(error, ValidationError) else str(error))
            return self.mentions_view(request, pk, form)
        self.log_change(request, instrument, f"Added the name “{alias}”.")
        self.message_user(request, f"“{alias}” is a name of “{instrument}” now.", messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:reports_instrument_mentions", args=[edition.pk]))

    def conflicts_view(self, request, pk):
        """Figures that cannot all be right: about an instrument, and about the edition itself."""
        edition = self._edition(request, pk)
        groups = [
            ("About instruments and what was quoted", conflicts_about_instruments(edition)),
            ("About the edition", conflicts_of_edition(edition)),
        ]
        shown = [(title, [_conflict(it) for it in found]) for title, found in groups if found]
        context = {"title": f"Conflicting figures, {edition}", "edition": edition, "groups": shown}
        return self._render(request, "conflicts", context)

    def _edition(self, request, pk):
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return get_object_or_404(Edition.objects.select_related("forum"), pk=pk)

    def _render(self, request, name, context):
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, f"admin/reports/{name}.html", shared | context)


def _shown(request, suggestion):
    place, mention = suggestion.place, suggestion.mention
    start, end = max(0, mention.start - AROUND), mention.end + AROUND
    may = request.user.has_perm(f"{place.record._meta.app_label}.change_{place.record._meta.model_name}")
    return {
        "place": capfirst(place.place),
        "language": place.language,
        "page": _page(place.record),
        "before": ("…" if start else "") + place.text[start : mention.start],
        "words": mention.words,
        "after": place.text[mention.end : end] + ("…" if end < len(place.text) else ""),
        "keys": mention.keys,
        "label": place.record._meta.label,
        "row": place.record.pk,
        "column": place.column,
        "start": mention.start,
        "may": may,
    }


def _conflict(conflict):
    rows = [(it.place, _page(it.record), it.words, it.context) for it in conflict.statements]
    return conflict.subject, rows


def _page(record):
    """Where the record is mended; a paragraph of own text on the page of its document."""
    record = record.document if isinstance(record, OwnParagraph) else record
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
