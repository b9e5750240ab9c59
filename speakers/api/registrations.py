"""The page behind an invitation's link, as JSON: the same services, the same checks, the same errors.

The token stands in the Authorization header: addresses are written into logs, that header is not.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import translation
from rest_framework.exceptions import NotAuthenticated, NotFound, Throttled
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from forums.agenda import words
from forums.api import problems
from forums.api.parsers import TooLarge
from forums.exceptions import DomainError
from forums.languages import text
from speakers.changes import Saved, StaleError, save_section
from speakers.consents import Purpose
from speakers.invitations import accept_invitation, decline_invitation, note_opened
from speakers.links import LinkError
from speakers.models import Invitation, Registration
from speakers.pages.access import UNANSWERED, Access, speaker_access
from speakers.pages.forms import DeclineForm
from speakers.pages.shown import ShownSection, find_section, landing, read_sections
from speakers.pages.throttle import too_many_bad_links
from speakers.pages.words import say
from speakers.registrations import record_consents
from speakers.sections import drop_photo

from .base import TakingView, answer, body_of, check_types, pick, refuse
from .sections import as_data, form_of

NO_LINK = "The token opens nothing, or no longer. Ask the secretariat for a new link."


class PrivateView(TakingView):
    """For whoever holds the token of an invitation's link."""

    def get_authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="registration"'

    def access(self, request: Request) -> Access:
        """What the token opens; raises NotAuthenticated, alike for whatever opens nothing."""
        chosen = self.asked_language(request)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        try:
            if scheme.lower() != "bearer":
                raise LinkError
            return speaker_access(token.strip(), chosen)
        except LinkError as error:
            if too_many_bad_links(request._request):  # noqa: SLF001 -- what DRF wrapped, whose headers are counted by
                raise Throttled(wait=600) from error
            raise NotAuthenticated(NO_LINK) from error


class RegistrationView(PrivateView):
    """The invitation and, once it is accepted, every section."""

    def get(self, request: Request) -> Response:
        access = self.access(request)
        invitation = access.invitation
        if invitation and invitation.status in UNANSWERED and request.method == "GET":
            note_opened(invitation)
            invitation.refresh_from_db(fields=["status"])
        return _told(access)


class AnswerView(PrivateView):
    """The answer to an invitation: yes, or no with a reason and whoever is named instead."""

    def post(self, request: Request) -> Response:
        access = self.access(request)
        values = pick(
            body_of(request), ["answer", "programme", "reason", "instead", "family_name", "given_name", "email"]
        )
        said = values.pop("answer", None)
        if said not in ["accept", "decline"]:  # It may be anything, and so not to be looked up in a set.
            refuse({"answer": ["Possible: accept, decline."]})
        with translation.override(access.language):
            (_accept if said == "accept" else _decline)(access, values)
        # What hangs on the old state is read anew.
        return _told(self.access(request))


def _accept(access: Access, values: dict[str, Any]) -> None:
    pick(values, ["programme"])
    agrees = values.get("programme", False)
    if not isinstance(agrees, bool):
        refuse({"programme": ["Send true or false."]})
    registration = accept_invitation(_invitation(access))
    if agrees:
        record_consents(registration, {Purpose.PROGRAMME: True}, language=access.language, channel=access.channel)


def _decline(access: Access, values: dict[str, Any]) -> None:
    invitation = _invitation(access)
    if invitation.status == Invitation.Status.DECLINED:
        return
    values.setdefault("instead", "nobody")
    form = DeclineForm(values, language=access.language)
    check_types(values, form.fields, whole=False)
    refuse(form.errors)
    delegate = values["instead"] == "delegate"
    decline_invitation(invitation, form.cleaned_data["reason"], form.substitute, delegate=delegate)


def _invitation(access: Access) -> Invitation:
    if access.invitation is None:
        raise NotFound("There is no invitation to answer.")
    return access.invitation


class SectionView(PrivateView):
    """One section: as it stands, and to be saved. A photo is sent as a form with a file."""

    parser_classes = [*PrivateView.parser_classes, MultiPartParser]

    def get(self, request: Request, section: str) -> Response:
        access = self.access(request)
        with translation.override(access.language):
            return answer(as_data(_section(access, section)), access.language)

    def put(self, request: Request, section: str) -> Response:
        """Save the section if it is still as it was seen; what is printed already is asked for instead."""
        access = self.access(request)
        with translation.override(access.language):
            found = _section(access, section)
            form, seen = self._form(request, found)
            refuse(form.errors)
            try:
                saved = save_section(found.sheet, found.name, form.values, seen=seen)
            except StaleError as error:
                _drop(form.values)
                return self._conflict(request, section, str(error))
            except ValidationError as error:
                _drop(form.values)
                refuse(error.message_dict)
            except DomainError:
                _drop(form.values)
                raise
            if saved == Saved.UNCHANGED:
                _drop(form.values)
            told = {"outcome": saved.value, "section": as_data(_section(self.access(request), section))}
        return answer(told, access.language, status=202 if saved == Saved.ASKED else 200)

    def _form(self, request: Request, section: ShownSection) -> tuple[Any, str]:
        """The section's form as it was sent, and the stamp that was seen."""
        sent: Any = request.data
        if getattr(request._request, "too_large", ""):  # noqa: SLF001 -- said by our upload handler on what DRF wrapped
            raise TooLarge
        if section.name == "photo":
            if not hasattr(sent, "getlist"):
                refuse({"file": ["Send a form with the file (multipart/form-data): file, crop, remove, seen."]})
            return form_of(section, sent, request.FILES), str(sent.get("seen", ""))
        if hasattr(sent, "getlist"):
            refuse({"body": ["Only a photo is sent as a form; send this as JSON."]})
        body = pick(sent, ["seen", "values"])
        values: Any = body.get("values")
        seen = body.get("seen")
        if not isinstance(values, dict):
            refuse({"values": ["Send an object with the section's fields."]})
        if not isinstance(seen, str):
            refuse({"seen": ["Send the stamp of the section as you read it."]})
        form = form_of(section, values)
        check_types(values, form.fields, whole=True)
        return form, str(seen)

    def _conflict(self, request: Request, section: str, detail: str) -> Response:
        """What stands now, so that nothing of either is lost."""
        told = problems.body(409, detail) | {"section": as_data(_section(self.access(request), section))}
        response = Response(told, status=409, headers=problems.HEADERS)
        response.content_type = problems.MEDIA_TYPE
        return response


def _section(access: Access, key: str) -> ShownSection:
    registration = access.registration
    if registration is None or registration.status not in Registration.COMING:
        raise DomainError("There is nothing to fill in: the invitation is not accepted, or the registration withdrawn.")
    found = find_section(access, key)
    if found is None:
        raise NotFound(f"There is no section “{key}”.")
    return found


def _drop(values: dict[str, Any]) -> None:
    """Delete the file of a photo that was not taken over."""
    if photo := values.get("photo"):
        drop_photo(photo)


def _told(access: Access) -> Response:
    """Everything that the page shows."""
    with translation.override(access.language):
        about = landing(access)
        registration = access.registration
        coming = registration is not None and registration.status in Registration.COMING
        edition, invitation = access.edition, access.invitation
        told = {
            "language": access.language,
            "name": about["name"],
            "printed": {"name": about["printed_name"], "titles": about["titles"]},
            "edition": {
                "slug": edition.slug,
                "title": text(edition, "title", access.language),
                "status": edition.status,
                "starts_on": edition.starts_on and edition.starts_on.isoformat(),
                "ends_on": edition.ends_on and edition.ends_on.isoformat(),
                "timezone": edition.timezone,
                "where": about["where"],
                "contact": edition.forum.contact,
            },
            "invitation": {
                "status": _standing(invitation),
                "role": invitation.role if invitation else "",
                "role_name": words.role(invitation.role, access.language) if invitation else "",
                "answer_by": about["answer_by"] and about["answer_by"].isoformat(),
                "consent": about["consent"].text,
            },
            "registration": registration.status if registration else None,
            "sections": [as_data(section) for section in read_sections(access)] if coming else [],
            "what_next": _what_next(access, coming=coming),
        }
    return answer(told, access.language)


def _standing(invitation: Invitation | None) -> str:
    """How the invitation stands for who was invited: whether its mail bounced is the office's."""
    if invitation is None or invitation.status in UNANSWERED:
        return "open"
    return invitation.status


def _what_next(access: Access, *, coming: bool) -> str:
    edition = text(access.edition, "title", access.language)
    if access.edition.status == "cancelled":
        return say("cancelled", access.language, edition=edition)
    if coming:
        return say("page-text", access.language)
    if access.invitation and access.invitation.status == Invitation.Status.DECLINED:
        return say("declined-text", access.language)
    if access.invitation and access.invitation.status == Invitation.Status.ACCEPTED:
        return say("withdrawn-text", access.language, edition=edition)
    return say("invited-text", access.language, name=access.name, edition=edition)
