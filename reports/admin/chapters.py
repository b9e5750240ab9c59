"""The chapters of a document on its page: the usual ones in one click, ordered by number."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet
from django.utils.text import get_text_list

from forums.adminbase import StackedInline
from forums.exceptions import DomainError
from reports.assembly.kinds import refusal_of
from reports.chapters import add_usual_chapters
from reports.models import Chapter

PERMISSION = "reports.add_chapter"


class ChapterFormSet(BaseInlineFormSet):
    """The chapters of one document, as its kind can have them."""

    def clean(self):
        super().clean()
        for form in self.forms:
            values = getattr(form, "cleaned_data", {})
            refusal = refusal_of(self.instance.kind, values.get("kind", ""))
            if refusal and not values.get("DELETE"):
                form.add_error("kind", ValidationError(refusal))

    def save_new(self, form, commit=True):
        """A chapter without a place of its own comes last."""
        if not form.instance.position:
            form.instance.position = 1 + max((row.instance.position for row in self.forms), default=0)
        return super().save_new(form, commit=commit)


class ChapterInline(StackedInline):
    model = Chapter
    formset = ChapterFormSet
    fields = [("kind", "title", "position"), "override"]
    show_change_link = False

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "position":
            field.help_text = "Chapters print in the order of these numbers. 0: at the end."
        return field


class ChapterPages:
    """What the page of a document does with its chapters as a whole."""

    def has_chapters_permission(self, request):
        return request.user.has_perm(PERMISSION)

    @admin.action(description="Add the usual chapters", permissions=["chapters"])
    def usual_chapters(self, request, queryset):
        self.each(request, queryset, add_usual_chapters, _added)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        document = form.instance
        if change or document.original_id or not request.user.has_perm(PERMISSION) or document.chapters.exists():
            return
        try:
            told = _added(add_usual_chapters(document))
        except DomainError as error:
            self.message_user(request, str(error), messages.WARNING)
        else:
            self.message_user(request, f"{document}: {told} Order, change or remove them below.", messages.SUCCESS)

    def response_add(self, request, obj, post_url_continue=None):
        # On to the chapters, which are there by now.
        if "_addanother" not in request.POST and "_popup" not in request.POST:
            request.POST = request.POST.copy()
            request.POST["_continue"] = "1"
        return super().response_add(request, obj, post_url_continue)


def _added(chapters):
    names = get_text_list([f"“{chapter}”" for chapter in chapters], "and")
    return f"the usual chapters are set in: {names}."
