"""The office: one site for staff, its tables in the order of the work."""

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.urls import reverse

OFFICE = ("forums", "speakers", "reports")


class LabelledResults(AutocompleteJsonView):
    """Search results named so that rows of the same name are told apart."""

    def serialize_result(self, obj, to_field_name):
        label = getattr(self.model_admin, "label", str)
        return super().serialize_result(obj, to_field_name) | {"text": label(obj)}


class PlenaryAdminSite(admin.AdminSite):
    site_title = site_header = "Plenary"
    index_title = "From the programme to the document"
    site_url = "/"

    def get_app_list(self, request, app_label=None):
        """Apps and tables as they were registered, which is the order of the work, not of the alphabet.

        Tables that are edited on another page stand together at the end.
        """
        listed = list(self._build_app_dict(request, app_label).values())
        if app_label:
            return listed
        details = {
            "name": "Details of the above",
            "app_label": "details",
            "app_url": reverse("admin:index") + "#details",
            "has_module_perms": True,
            "models": [it for app in listed for it in app["models"] if self._is_part(it)],
        }
        for app in listed:
            app["models"] = [it for it in app["models"] if not self._is_part(it)]
        office = [app for app in listed if app["app_label"] in OFFICE]
        others = [app for app in listed if app["app_label"] not in OFFICE]
        return [app for app in [*office, details, *others] if app["models"]]

    def _is_part(self, listed):
        return getattr(self.get_model_admin(listed["model"]), "part", False)

    def autocomplete_view(self, request):
        return LabelledResults.as_view(admin_site=self)(request)
