"""Review rounds with their reviewers and comments."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.text import Truncator

from forums.adminbase import DomainAdmin, ReadOnlyInline
from forums.admincolumns import Badge, CountLink, EditionFilter, Moment
from forums.adminforms import DomainForm
from reports.comments import places_of
from reports.models import Comment, Reviewer, ReviewRound
from reports.reviews import answer_reviewers, cut_off, invite_reviewers, revoke_reviewer
from speakers.admin.audited import Audited

from .review_board import ReviewPages

ZONE = "version__document__edition__timezone"


class ReviewerInline(ReadOnlyInline):
    model = Reviewer
    verbose_name_plural = "reviewers"
    fields = ["page", "email", "organization", "language", Badge("state"), "invited_at", "opened_at", "finished_at"]
    readonly_fields = fields
    related = ["organization"]


@admin.register(ReviewRound)
class ReviewRoundAdmin(ReviewPages, DomainAdmin):
    comments, reviewers = CountLink("comments"), CountLink("reviewers")
    list_display = ["__str__", "version", "opens_on", "closes_on", reviewers, comments]
    list_filter = [("version__document__edition", EditionFilter)]
    search_fields = ["title", "version__document__key", "version__document__title"]
    date_hierarchy = "opens_on"
    autocomplete_fields = ["version"]
    related = ["version__document__edition__forum"]
    deferred = ["version__content"]
    zone = ZONE
    inlines = [ReviewerInline]
    actions = ["invite", "answer"]
    readonly_fields = [Moment("answered_at", ZONE, "reviewers told")]
    fields = ["version", "title", ("opens_on", "closes_on"), "note", *readonly_fields]
    pages = [
        ("Comments", "admin:reports_review_board", "reports.view_comment"),
        ("Add reviewers", "admin:reports_review_add", "reports.add_reviewer"),
    ]

    def buttons_of(self, obj):
        if obj is None:
            return []
        if obj.is_over:
            return [] if obj.answered_at else ["answer"]
        return ["invite"]

    def has_invite_permission(self, request):
        return request.user.has_perm("reports.change_reviewer")

    def has_answer_permission(self, request):
        return request.user.has_perm("reports.change_comment")

    @admin.action(description="Invite reviewers", permissions=["invite"])
    def invite(self, request, queryset):
        def told(number):
            return f"{number} invited." if number else "everybody in it was invited before."

        self.each(request, queryset, invite_reviewers, told)

    @admin.action(description="Tell reviewers what became of it", permissions=["answer"])
    def answer(self, request, queryset):
        self.each(request, queryset, answer_reviewers, lambda number: f"{number} told what became of their comments.")


@admin.register(Reviewer)
class ReviewerAdmin(Audited, DomainAdmin):
    # No person on file: a name and an address.
    whose = ""
    part = True
    moments = [Moment(f"{name}_at", f"round__{ZONE}") for name in ("invited", "opened", "finished", "revoked")]
    list_display = ["__str__", "organization", "round", Badge("state"), *moments[:3]]
    list_filter = [("round__version__document__edition", EditionFilter)]
    search_fields = ["name", "email", "organization__name", "round__title"]
    autocomplete_fields = ["round", "organization"]
    related = ["round__version__document__edition__forum", "organization"]
    deferred = ["round__version__content"]
    zone = f"round__{ZONE}"
    actions = ["invite", "revoke"]
    readonly_fields = [Badge("state"), *moments]
    fieldsets = [
        ("The reviewer", {"fields": ["round", "name", "email", "organization", "language"]}),
        ("How it stands", {"fields": readonly_fields}),
    ]

    def get_fieldsets(self, request, obj=None):
        # Nothing stands yet of one who is being added.
        return self.fieldsets if obj else self.fieldsets[:1]

    def buttons_of(self, obj):
        return ["invite"] if obj is None or obj.revoked_at else ["invite", "revoke"]

    def has_invite_permission(self, request):
        return request.user.has_perm("reports.change_reviewer")

    has_revoke_permission = has_invite_permission

    @admin.action(description="Send the link (again)", permissions=["invite"])
    def invite(self, request, queryset):
        def send(reviewer):
            return invite_reviewers(reviewer.round, only=[reviewer.pk])

        self.each(request, queryset, send, lambda number: "a new link is on its way." if number else "sent just now.")

    @admin.action(description="Take back", permissions=["revoke"])
    def revoke(self, request, queryset):
        self.each(request, queryset, revoke_reviewer, "is taken back; their links open nothing any more.")

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            # What was sent to the old address opens nothing any more, and waits to be sent anew.
            cut_off(obj)
            Reviewer.objects.filter(pk=obj.pk).update(invited_at=None, opened_at=None)


class CommentForm(DomainForm):
    """A comment on a paragraph that the version has: chosen where it is known which version."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = str(self.data.get("round") or self.initial.get("round") or "")
        if self.instance.pk is None and asked.isdecimal() and len(asked) < 18:
            round_ = ReviewRound.objects.select_related("version").filter(pk=asked).first()
            if round_:
                self.fields["anchor"] = _choice_of_places(round_)

    def clean(self):
        cleaned = super().clean()
        anchor, round_ = cleaned.get("anchor"), cleaned.get("round", self.instance.round_id and self.instance.round)
        is_new = bool({"anchor", "round"} & {*self.changed_data})
        if anchor and round_ and is_new and anchor not in {place.id for place in places_of(round_)}:
            self.add_error("anchor", ValidationError("The version has no such paragraph."))
        return cleaned


def _choice_of_places(round_):
    """Every heading and paragraph of the version, as it begins."""
    places = [(it.id, Truncator(f"{it.id}: {it.text}").chars(110)) for it in places_of(round_)]
    return forms.ChoiceField(choices=[("", "The document as a whole"), *places], required=False, label="Paragraph")


@admin.register(Comment)
class CommentAdmin(DomainAdmin):
    form = CommentForm
    part = True
    list_display = ["__str__", "organization", "round", Badge("disposition"), "written_at"]
    list_filter = ["disposition", ("round__version__document__edition", EditionFilter)]
    search_fields = ["author", "text", "anchor", "organization__name", "round__title"]
    autocomplete_fields = ["round", "organization"]
    related = ["round__version__document__edition__forum", "organization", "decided_by", "reviewer"]
    deferred = ["round__version__content"]
    readonly_fields = ["reviewer", "written_at", "changed_at", "disposition", "reason", "decided_by", "decided_at"]
    fieldsets = [
        ("The comment", {"fields": ["round", "anchor", "author", "organization", "text", "proposed"]}),
        ("Where it came from", {"fields": ["reviewer", ("written_at", "changed_at")]}),
        ("What was done with it", {"fields": ["disposition", "reason", "decided_by", "decided_at"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        # Nothing stands yet of one that is being written down.
        return self.fieldsets if obj else self.fieldsets[:1]

    def get_readonly_fields(self, request, obj=None):
        # What a reviewer wrote stays as they wrote it; what was said in a meeting is written down here.
        own = ["round", "anchor", "author", "organization", "text", "proposed"] if obj and obj.reviewer_id else []
        return [*self.readonly_fields, *own]

    def tools(self, request, obj):
        if not request.user.has_perm("reports.view_comment"):
            return super().tools(request, obj)
        board = f"{reverse('admin:reports_review_board', args=[obj.round_id])}#comment-{obj.pk}"
        return [("On the board", board), *super().tools(request, obj)]
