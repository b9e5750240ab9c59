"""Pages with private data: that they were opened is kept (``speakers.audit``)."""

from functools import reduce

from speakers.audit import How, note_access


class Audited:
    """An admin whose pages, lists and files are noted. ``whose`` leads from a row to its person's key, if to one."""

    whose = "person_id"

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        if request.method == "GET" and response.status_code == 200:
            note_access(request.user, How.LISTED, self.model)
        return response

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        response = super().changeform_view(request, object_id, *args, **kwargs)
        seen = getattr(response, "context_data", None) or {}
        if request.method == "GET" and response.status_code == 200 and seen.get("original"):
            self.note(request, How.VIEWED, seen["original"])
        return response

    def file_view(self, request, object_id, field):
        response = super().file_view(request, object_id, field)
        self.note(request, How.DOWNLOADED, self.get_object(request, object_id))
        return response

    def note(self, request, how, row):
        """Keep that somebody saw this row."""
        person = reduce(lambda at, name: at and getattr(at, name), self.whose.split("."), row) if self.whose else None
        note_access(request.user, how, self.model, row.pk, person=person)
