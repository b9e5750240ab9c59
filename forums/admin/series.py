"""Forums and organizations: what outlives an edition."""

from django.contrib import admin
from django_countries.filters import CountryFilter

from forums.adminbase import TranslatedAdmin
from forums.admincolumns import CountLink
from forums.models import Forum, Organization


@admin.register(Forum)
class ForumAdmin(TranslatedAdmin):
    list_display = ["__str__", "name", "cadence", "founded_in", CountLink("editions")]
    search_fields = ["slug", "name", "short_name"]
    prepopulated_fields = {"slug": ["short_name"]}
    fieldsets = [
        ("The forum", {"fields": ["name", "short_name", "slug", "purpose"]}),
        ("In practice", {"fields": [("founded_in", "cadence"), "website", "contact"]}),
    ]


@admin.register(Organization)
class OrganizationAdmin(TranslatedAdmin):
    list_display = ["__str__", "acronym", "kind", "country", "parent", CountLink("cards", "speakers")]
    list_filter = ["kind", ("country", CountryFilter)]
    search_fields = ["name", "acronym", "aliases", "slug"]
    autocomplete_fields = ["parent"]
    related = ["parent"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        ("As printed", {"fields": ["name", "takes_article", "acronym"]}),
        ("About it", {"fields": ["kind", "country", "parent", "website"]}),
        ("To find it by", {"fields": ["slug", "aliases"]}),
    ]
