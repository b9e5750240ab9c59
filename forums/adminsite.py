"""The office: one site for staff, its tables in the order of the work."""

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView


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
        """Apps and tables as they were registered, which is the order of the work, not of the alphabet."""
        return list(self._build_app_dict(request, app_label).values())

    def autocomplete_view(self, request):
        return LabelledResults.as_view(admin_site=self)(request)
