"""How records are typed in: the form of every record and its ways to choose a row or a file."""

from django import forms
from django.contrib.admin.widgets import AdminFileWidget, AutocompleteSelect, AutocompleteSelectMultiple
from django.urls import reverse


class KnownChoices:
    """Prints the options that were loaded with the row, instead of asking for each one again."""

    known = ()

    def optgroups(self, name, value, attr=None):
        labels = {str(obj.pk): self.choices.field.label_from_instance(obj) for obj in self.known}
        wanted = [pk for pk in value if pk]
        if not labels.keys() >= set(wanted):
            return super().optgroups(name, value, attr)
        empty = [] if self.is_required or self.allow_multiple_selected else [("", "", False)]
        choices = [*empty, *((pk, labels[pk], True) for pk in wanted)]
        return [(None, [self.create_option(name, *choice, index) for index, choice in enumerate(choices)], 0)]


class Autocomplete(KnownChoices, AutocompleteSelect):
    """One row of a large table, found by typing."""


class AutocompleteMultiple(KnownChoices, AutocompleteSelectMultiple):
    """Several rows of a large table, found by typing."""


class PrivateFileInput(AdminFileWidget):
    """A file field that links to the admin's own address of the file: it has no public one."""

    template_name = "admin/private_file_input.html"

    def is_initial(self, value):
        return bool(value)

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if file := context["widget"]["value"]:
            opts = file.instance._meta
            url = f"admin:{opts.app_label}_{opts.model_name}_file"
            context["widget"]["href"] = reverse(url, args=[file.instance.pk, file.field.name])
        return context


class DomainForm(forms.ModelForm):
    """The form of every record."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        loaded = getattr(self.instance, "_prefetched_objects_cache", {})
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if not isinstance(widget, KnownChoices) or not self.instance.pk:
                continue
            relation = self.instance._meta.get_field(name)
            if relation.many_to_many:
                widget.known = loaded.get(name, ())
            elif relation.is_cached(self.instance) and getattr(self.instance, name):
                widget.known = [getattr(self.instance, name)]

    def _get_validation_exclusions(self):
        # A constraint is skipped when one of its fields is not in the form: without its key, a row that names
        # itself as its own parent would meet only the database's refusal.
        return super()._get_validation_exclusions() - {self.instance._meta.pk.name}


class NoteForm(forms.Form):
    note = forms.CharField(
        required=False, max_length=255, help_text="Public: what this release is about, like “Rooms of the second day”."
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(max_length=255, help_text="For the record; the public does not read it.")
