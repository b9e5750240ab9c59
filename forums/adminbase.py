"""What every admin page of the house shares: short forms, constant queries, rules told as messages."""

from contextlib import suppress
from pathlib import PurePosixPath

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin, csrf_protect_m
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import ProtectedError
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, strip_tags
from django.utils.text import capfirst
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline, TranslationTabularInline
from modeltranslation.translator import NotRegistered, translator
from modeltranslation.utils import build_localized_fieldname

from .admincolumns import CountLink
from .adminforms import Autocomplete, AutocompleteMultiple, DomainForm, PrivateFileInput
from .exceptions import DomainError
from .languages import CODES, DEFAULT
from .uploads import refuse_too_large

LANGUAGE_NAMES = dict(settings.LANGUAGES)


class Domain(BaseModelAdmin):
    """Shared by pages and inlines.

    ``related`` is what a row's name and columns are made of, joined in every query; ``deferred`` what is too
    big to load for a page.
    """

    form = DomainForm
    formfield_overrides = {
        models.FileField: {"widget": PrivateFileInput},
        models.ImageField: {"widget": PrivateFileInput},
        models.URLField: {"assume_scheme": "https"},
    }
    related = ()
    deferred = ()

    def joined(self, queryset):
        # select_related without names would join every table there is.
        return (queryset.select_related(*self.related) if self.related else queryset).defer(*self.deferred)

    def get_queryset(self, request):
        return self.joined(super().get_queryset(request))

    def get_field_queryset(self, db, db_field, request):
        queryset = super().get_field_queryset(db, db_field, request)
        if queryset is None:
            queryset = db_field.remote_field.model._default_manager.all()
        remote = self.admin_site.get_model_admin(db_field.remote_field.model)
        return remote.joined(queryset) if isinstance(remote, Domain) else queryset

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            # What a row is linked to is deleted on its own page, where it is said what else would go.
            field.widget.can_delete_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request) and "widget" not in kwargs:
            kwargs["widget"] = Autocomplete(db_field, self.admin_site, using=kwargs.get("using"))
        return self._labelled(db_field, super().formfield_for_foreignkey(db_field, request, **kwargs))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request) and "widget" not in kwargs:
            kwargs["widget"] = AutocompleteMultiple(db_field, self.admin_site, using=kwargs.get("using"))
        return self._labelled(db_field, super().formfield_for_manytomany(db_field, request, **kwargs))

    def _labelled(self, db_field, field):
        """The form field, its options named as the other model's admin names them."""
        remote = self.admin_site.get_model_admin(db_field.remote_field.model)
        if field is not None and isinstance(remote, DomainAdmin):
            field.label_from_instance = remote.label
        return field


class DomainAdmin(Domain, admin.ModelAdmin):
    """An admin page that shows a broken rule as a message instead of a server error.

    ``zone`` is the lookup of the time zone in which the record's times are read and written, ``buttons`` the
    actions that the record's own page offers too; a ``part`` is mostly edited on the page of the whole. ``pages``
    are further pages about a record and ``list_pages`` about all of them, each a label, the name of the address and
    the permission it takes; apps further up add theirs to those of the apps below. ``tells`` are functions that tell,
    after saving, what of the typed forms wants another look.
    """

    list_per_page = 50
    show_full_result_count = False
    zone = ""
    buttons = ()
    part = False
    pages = ()
    list_pages = ()
    tells = ()

    def label(self, obj):
        """How a row is told apart from others in a list to choose from."""
        return str(obj)

    def get_queryset(self, request):
        counts = [column for column in self.list_display if isinstance(column, CountLink)]
        totals = {column.annotation: column.total(self.model) for column in counts}
        return super().get_queryset(request).annotate(**totals)

    def get_search_fields(self, request):
        lookups = super().get_search_fields(request)
        return [column for lookup in lookups for column in _columns(self.model, lookup)]

    @csrf_protect_m
    def changelist_view(self, request, extra_context=None):
        tools = [(label, reverse(name)) for label, name in self._allowed(request, self.list_pages)]
        return self._explained(request, super().changelist_view, (extra_context or {}) | {"tools": tools})

    @csrf_protect_m
    def changeform_view(self, request, object_id=None, *args, **kwargs):
        request.zone = self.get_zone(request, object_id)
        with timezone.override(request.zone):
            response = self._explained(request, super().changeform_view, object_id, *args, **kwargs)
            # Rendered here, or the times would be printed after the zone is gone.
            return response.render() if hasattr(response, "render") else response

    @csrf_protect_m
    def delete_view(self, request, *args, **kwargs):
        return self._explained(request, super().delete_view, *args, **kwargs)

    def _explained(self, request, view, *args, **kwargs):
        """What the view answers, or the page it was asked from with the reason why it could not be done."""
        try:
            if request.method == "POST":
                refuse_too_large(request)
            return view(request, *args, **kwargs)
        except DomainError as error:
            reason = self.told(error)
        except ProtectedError as error:
            users = [f"\n- {obj._meta.verbose_name}: {obj}" for obj in list(error.protected_objects)[:10]]
            reason = "Others need it, so it stays. Change or delete these first:" + "".join(users)
        self.message_user(request, reason, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def get_zone(self, request, object_id):
        """The time zone of the record, or of the record that a new one is being added to."""
        name, _, rest = self.zone.partition("__")
        model, key, lookup = self.model, object_id and unquote(object_id), self.zone
        if name and key is None:
            field = self.opts.get_field(name)
            model, key, lookup = field.related_model, (request.POST or request.GET).get(name), rest
        if not lookup or not key:
            return None
        with suppress(ValueError):
            return model._default_manager.filter(pk=key).values_list(lookup, flat=True).first()
        return None

    def each(self, request, queryset, step, done):
        """Run ``step`` on each object, telling the user and the log what happened.

        ``done`` is the sentence to tell, or a function that makes it from what the step returned.
        """
        for obj in queryset:
            try:
                with transaction.atomic():
                    result = step(obj)
            except DomainError as error:
                self.message_user(request, format_html("{}: {}", obj, self.told(error)), messages.ERROR)
            else:
                told = done(result) if callable(done) else done
                self.log_change(request, obj, strip_tags(told))
                self.message_user(request, format_html("{}: {}", obj, told), messages.SUCCESS)

    def told(self, error):
        """What a broken rule says, with a link to the record that is to be mended."""
        if error.about is None:
            return str(error)
        meta = error.about._meta
        page = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[error.about.pk])
        return format_html('{} <a href="{}">Mend: {}</a>', error, page, error.about)

    def buttons_of(self, obj):
        """The actions to offer on the page of this record."""
        return self.buttons

    def tools(self, request, obj):
        """Further pages about the record, for buttons beside “History”: labels with addresses."""
        return [(label, reverse(name, args=[obj.pk])) for label, name in self._allowed(request, self.pages)]

    def _allowed(self, request, pages):
        return [(label, name) for label, name, permission in pages if request.user.has_perm(permission)]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        forms = [form, *(row for formset in formsets for row in formset.forms)]
        for tell in self.tells:
            tell(self, request, forms)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["tools"] = self.tools(request, obj) if obj else []
        actions = self.get_actions(request) if obj else {}
        context["buttons"] = [(name, actions[name][2]) for name in self.buttons_of(obj) if name in actions]
        if self.zone:
            context["clocks"] = request.zone or "the edition’s place"
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_action(self, request, queryset):
        response = super().response_action(request, queryset)
        if isinstance(response, HttpResponseRedirect) and "_page" in request.POST:
            return HttpResponseRedirect(self.page_of(request.POST[admin.helpers.ACTION_CHECKBOX_NAME]))
        return response

    def page_of(self, pk):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[pk])

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_file"
        if not any(isinstance(field, models.FileField) and field.editable for field in self.opts.fields):
            return super().get_urls()
        view = self.admin_site.admin_view(self.file_view)
        return [path("<path:object_id>/<slug:field>/file/", view, name=name), *super().get_urls()]

    def file_view(self, request, object_id, field):
        """One file of a record, for those who may see the record."""
        obj = self.get_object(request, unquote(object_id))
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        names = {it.name for it in self.opts.fields if isinstance(it, models.FileField) and it.editable}
        file = field in names and getattr(obj, field, None)
        if not file:
            raise Http404
        return send_file(file)


def _never(_admin, *_args, **_kwargs):
    return False


class FrozenAdmin(DomainAdmin):
    """Rows that never change: to be read only."""

    has_add_permission = has_change_permission = has_delete_permission = _never


class TranslatedFields:
    """The default language stands where the field does; its label needs no language then."""

    def localized(self, fieldsets):
        """The fieldsets with each translated field in the default language."""
        return [
            (heading, options | {"fields": [self._in_default(name) for name in options["fields"]]})
            for heading, options in fieldsets
        ]

    def _in_default(self, name):
        if isinstance(name, list | tuple):
            return [self._in_default(part) for part in name]
        return build_localized_fieldname(name, DEFAULT) if name in self.trans_opts.all_fields else name

    def get_fieldsets(self, request, obj=None):
        return self.localized(self.fieldsets or [(None, {"fields": self.get_fields(request, obj)})])

    def _patch_prepopulated_fields(self):
        # Not in the language of whoever opens the page first, whose columns may not be in the form.
        sources = self.prepopulated_fields.items()
        self.prepopulated_fields = {name: tuple(map(self._in_default, names)) for name, names in sources}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and hasattr(db_field, "translated_field"):
            label = capfirst(db_field.translated_field.verbose_name)
            other = db_field.language != DEFAULT
            field.label = f"{label}, {LANGUAGE_NAMES[db_field.language]}" if other else label
            field.help_text = "" if other else field.help_text
        return field


class TranslatedAdmin(TranslatedFields, DomainAdmin, TranslationAdmin):
    """A page whose translations wait in one closed fieldset, so that the form stays short."""

    def get_fieldsets(self, request, obj=None):
        shown = super().get_fieldsets(request, obj)
        originals = {build_localized_fieldname(name, DEFAULT): name for name in self.trans_opts.all_fields}
        names = [originals[field] for field in flatten_fieldsets(shown) if field in originals]
        translated = [build_localized_fieldname(name, code) for name in names for code in CODES if code != DEFAULT]
        return [*shown, ("Other languages", {"fields": translated, "classes": ["collapse"]})]


class Inline(Domain):
    """Rows edited on the page of the whole; what the row does not show is on its own page."""

    extra = 0
    show_change_link = True

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_view_related = False
        return field


class TabularInline(Inline, admin.TabularInline):
    pass


class StackedInline(Inline, admin.StackedInline):
    pass


class TranslatedTabularInline(TranslatedFields, Inline, TranslationTabularInline):
    pass


class TranslatedStackedInline(TranslatedFields, Inline, TranslationStackedInline):
    pass


class ReadOnlyInline(TabularInline):
    """Rows to look at and to go to: ``page`` is the row's name, linked to its page."""

    show_change_link = False
    classes = ["links-only"]
    has_add_permission = has_change_permission = has_delete_permission = _never

    @admin.display(description="")
    def page(self, obj):
        url = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[obj.pk])
        return format_html('<a href="{}">{}</a>', url, obj)


def send_file(file):
    """The stored file as a download: never shown by the browser as a page of ours."""
    try:
        stream = file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = PurePosixPath(file.name).name
    return FileResponse(stream, as_attachment=True, filename=name, headers={"X-Content-Type-Options": "nosniff"})


def _columns(model, lookup):
    """The columns that a lookup of a text searches: one a language where the text is translated."""
    *relations, name = lookup.split("__")
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    with suppress(NotRegistered):
        if name in translator.get_options_for_model(model).all_fields:
            return ["__".join([*relations, build_localized_fieldname(name, code)]) for code in CODES]
    return [lookup]
