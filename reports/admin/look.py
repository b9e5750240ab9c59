"""How a forum's documents look."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from forums.adminbase import TranslatedAdmin
from forums.adminforms import DomainForm
from reports.models import Look
from speakers.photos import PhotoError, small_png

# Enough for six centimetres in print.
_BOX = (900, 360)


class LookForm(DomainForm):
    """What arrives as a logo may be anything: a new picture is made of its pixels."""

    def clean_logo(self):
        logo = self.cleaned_data["logo"]
        if not logo or "logo" not in self.changed_data:
            return logo
        try:
            logo.open()
            return ContentFile(small_png(logo, logo.size, box=_BOX), name="logo.png")
        except PhotoError as error:
            raise ValidationError(str(error).replace("photo", "logo")) from error


@admin.register(Look)
class LookAdmin(TranslatedAdmin):
    form = LookForm
    list_display = ["__str__", "accent", "second", "face"]
    search_fields = ["forum__name", "forum__slug"]
    autocomplete_fields = ["forum"]
    related = ["forum"]
    fieldsets = [
        ("Whose documents", {"fields": ["forum"]}),
        ("Colours and letters", {"fields": [("accent", "second"), "face"]}),
        ("The mark", {"fields": ["logo", "logo_alt"]}),
    ]
