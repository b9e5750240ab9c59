"""What those who are quoted type: a correction, or why they withdraw."""

from collections.abc import Mapping
from typing import Any

from django import forms

from forums.models.fields import PROSE_LIMIT
from reports.answers import wording_of
from reports.models import ClearanceItem
from reports.paper.text import clean
from speakers.pages.fields import Prose
from speakers.pages.forms import PageForm

from .words import say

REMARK_LIMIT = 2000


class CorrectionForm(PageForm):
    """The contribution as it should read, prefilled with how it prints; and a remark."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, item: ClearanceItem, language: str, written: str):
        self.item = item
        asked = item.answer == ClearanceItem.Answer.CORRECTED
        initial = {"correction": item.correction or wording_of(item), "remark": item.remark if asked else ""}
        super().__init__(data, language=language, name=f"correct-{item.pk}", initial=initial)
        self.fields["correction"] = Prose(
            rows=8,
            max_length=PROSE_LIMIT,
            required=False,
            label=say("clear-correction", language),
            help_text=say("clear-correction-help", language),
        )
        self.fields["correction"].widget.attrs["lang"] = written
        self.fields["remark"] = Prose(
            rows=2,
            max_length=REMARK_LIMIT,
            required=False,
            label=say("clear-remark", language),
            help_text=say("clear-remark-help", language),
        )

    def clean(self) -> dict[str, Any]:
        """Something is to be different, or a remark says what."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        same = clean(values.get("correction", "")).strip() in {"", clean(wording_of(self.item)).strip()}
        if same and not values.get("remark", "").strip() and not self.errors:
            raise forms.ValidationError(say("clear-say-how", self.language))
        return values


class WithdrawalForm(PageForm):
    """Why it is withdrawn, if they wish to say so."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, item: ClearanceItem, language: str):
        super().__init__(data, language=language, name=f"withdraw-{item.pk}")
        self.fields["remark"] = Prose(
            rows=2, max_length=REMARK_LIMIT, required=False, label=say("clear-reason", language)
        )
