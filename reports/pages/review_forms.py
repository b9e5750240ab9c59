"""What reviewers type: a comment, and how the paragraph should read."""

import secrets
from collections.abc import Mapping
from typing import Any

from django import forms

from forums.models.fields import PROSE_LIMIT
from reports.models import Comment
from speakers.pages.fields import Prose
from speakers.pages.forms import PageForm

from .words import say


class CommentForm(PageForm):
    """A comment with a proposed wording. ``key`` tells a form that is sent twice from two comments."""

    key = forms.RegexField(r"^[\w-]{1,32}$", widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        language: str,
        written: str,
        whole: bool,
        comment: Comment | None = None,
    ):
        initial = {"key": secrets.token_urlsafe(16)}
        if comment is not None:
            initial |= {"text": comment.text, "proposed": comment.proposed}
        name = f"comment-{comment.pk}" if comment else "comment"
        super().__init__(data, language=language, name=name, initial=initial)
        self.fields["text"] = Prose(
            rows=6,
            max_length=PROSE_LIMIT,
            label=say("review-text", language),
            help_text=say("review-text-help", language),
        )
        if not whole:
            self.fields["proposed"] = Prose(
                rows=6,
                max_length=PROSE_LIMIT,
                required=False,
                label=say("review-proposed", language),
                help_text=say("review-proposed-help", language),
            )
            self.fields["proposed"].widget.attrs["lang"] = written
