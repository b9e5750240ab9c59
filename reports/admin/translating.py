"""Translations of a document: begun, and linked with their original."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect

from forums.exceptions import DomainError
from reports.models import Document
from reports.translations import create_translation, languages_to_come

ADD, VIEW = "reports.add_document", "reports.view_document"
LANGUAGE_NAMES = dict(settings.LANGUAGES)


class TranslateForm(forms.Form):
    language = forms.ChoiceField()
    title = forms.CharField(
        max_length=300,
        required=False,
        help_text="In that language; empty: as the original's page has it there, or the title of the edition.",
    )

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages


class TranslationPages:
    """What a document's page offers about its translations."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.translate_view)
        return [path("<int:pk>/translate/", view, name="reports_document_translate"), *super().get_urls()]

    def get_inlines(self, request, obj):
        # A translation has its original's chapters.
        return [] if obj and obj.original_id else super().get_inlines(request, obj)

    def buttons_of(self, obj):
        buttons = super().buttons_of(obj)
        return [it for it in buttons if it != "usual_chapters"] if obj and obj.original_id else buttons

    def tools(self, request, obj):
        tools = super().tools(request, obj)
        if obj.original_id:
            return [*tools, ("Original", self.page_of(obj.original_id))]
        translations = [
            (LANGUAGE_NAMES[it.language], self.page_of(it.pk)) for it in obj.translations.order_by("language")
        ]
        if request.user.has_perm(ADD):
            tools.append(("Translate", reverse("admin:reports_document_translate", args=[obj.pk])))
        return [*tools, *translations]

    @method_decorator(csrf_protect)
    def translate_view(self, request, pk):
        """Choose a language, and begin the document in it."""
        if not request.user.has_perms([VIEW, ADD]):
            raise PermissionDenied
        document = get_object_or_404(Document.objects.select_related("edition__forum", "original"), pk=pk)
        languages = languages_to_come(document) if not document.original_id else []
        form = TranslateForm(request.POST or None, languages=languages)
        if request.method == "POST" and form.is_valid():
            try:
                made = create_translation(document, form.cleaned_data["language"], title=form.cleaned_data["title"])
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                told = f"Translated into {made.get_language_display()}."
                self.log_change(request, document, told)
                self.log_addition(request, made, f"Translation of {document}.")
                self.message_user(
                    request, "The translation is begun. What the records have is in it.", messages.SUCCESS
                )
                return HttpResponseRedirect(reverse("admin:reports_document_paragraphs", args=[made.pk]))
        explained = [
            "A document of its own in another language, with the chapters of this one in their order and its symbol.",
            "What the records have in that language is in it at once; the rest is translated paragraph by paragraph.",
            "Once this document is final, the translation says what its final version says, whatever the records do.",
        ]
        if not languages:
            explained = ["There is no further language that this document could be translated into."]
        context = {
            **self.admin_site.each_context(request),
            "title": "Translate",
            "opts": self.opts,
            "original": document,
            "explained": explained,
            "form": form if languages else None,
        }
        return render(request, "admin/reports/translate.html", context)
