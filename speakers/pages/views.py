"""The speaker's page behind a private link: no account, no script needed, nothing kept by the browser."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import translation

from forums.exceptions import DomainError
from speakers.assistants import find_assistant_link, note_link_opened
from speakers.billing import name_of
from speakers.changes import StaleError, save_section
from speakers.consents import Purpose
from speakers.dossier import file_name, write_dossier
from speakers.invitations import accept_invitation, decline_invitation, note_opened
from speakers.mails import contact_of
from speakers.models import Invitation, Registration
from speakers.registrations import record_consents
from speakers.sections import drop_photo

from .access import UNANSWERED, Access, assistant_access, speaker_access
from .forms import DeclineForm
from .frame import chosen_language, language_of_reader, render_page
from .private import private
from .shown import ShownSection, find_section, landing, read_sections
from .words import say


@private
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """The invitation until it is answered, then the speaker's own page."""
    return _home(request, speaker_access(token, chosen_language(request)))


@private
def invitation_step(request: HttpRequest, token: str, step: str) -> HttpResponseBase:
    return _step(request, speaker_access(token, chosen_language(request)), step)


@private
def assistant(request: HttpRequest, token: str) -> HttpResponseBase:
    """The speakers whose pages an assistant's link opens."""
    link = find_assistant_link(token)
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if request.method == "GET":
        note_link_opened(link)
    language = language_of_reader(request)
    persons = [
        (person, name_of(person).plain, reverse("assisted", args=[token, person.pk])) for person in link.persons.all()
    ]
    context = {"link": link, "edition": link.edition, "persons": persons}
    return render_page(request, "speakers/assistant.html", context, language=language, root=request.path)


@private
def assisted(request: HttpRequest, token: str, person: int) -> HttpResponseBase:
    """The page of one of the speakers."""
    return _home(request, assistant_access(token, person, chosen_language(request)))


@private
def assisted_step(request: HttpRequest, token: str, person: int, step: str) -> HttpResponseBase:
    return _step(request, assistant_access(token, person, chosen_language(request)), step)


def _home(request: HttpRequest, access: Access) -> HttpResponseBase:
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    waits = access.invitation is not None and access.invitation.status in UNANSWERED
    if access.invitation and waits:
        # Programs that look before a person does ask with HEAD.
        unseen = access.invitation.status != Invitation.Status.OPENED
        if unseen and request.method == "GET" and access.assistant is None:
            note_opened(access.invitation)
        return _show(request, access, "speakers/invitation.html", landing(access))
    if access.invitation and access.invitation.status == Invitation.Status.DECLINED:
        return _notice(request, access, "declined")
    if access.registration is None or access.registration.status not in Registration.COMING:
        return _notice(request, access, "withdrawn" if access.invitation else "not-invited")
    return _page(request, access, read_sections(access), saved=request.GET.get("saved", ""))


def _step(request: HttpRequest, access: Access, step: str) -> HttpResponseBase:
    with translation.override(access.language):
        if step == "accept":
            return _accept(request, access)
        if step == "decline":
            return _decline(request, access)
        if step == "picture":
            return _picture(access)
        if step == "held":
            return _held(request, access)
        return _section(request, access, step)


def _accept(request: HttpRequest, access: Access) -> HttpResponseBase:
    if request.method != "POST":
        return HttpResponseRedirect(_address(access))
    if access.invitation is None:
        raise Http404("There is nothing to accept.")
    try:
        registration = accept_invitation(access.invitation)
    except DomainError as error:
        return _notice(request, access, "answered-error", text=str(error), status=409)
    if request.POST.get(Purpose.PROGRAMME):
        record_consents(registration, {Purpose.PROGRAMME: True}, language=access.language, channel=access.channel)
    return HttpResponseRedirect(_address(access))


def _decline(request: HttpRequest, access: Access) -> HttpResponseBase:
    if access.invitation is None:
        raise Http404("There is nothing to decline.")
    if access.invitation.status == Invitation.Status.DECLINED:
        return HttpResponseRedirect(_address(access))
    form = DeclineForm(request.POST if request.method == "POST" else None, language=access.language)
    if form.is_bound and form.is_valid():
        answer = form.cleaned_data
        decline_invitation(
            access.invitation, answer["reason"], form.substitute, delegate=answer["instead"] == "delegate"
        )
        return HttpResponseRedirect(_address(access))
    accepted = access.invitation.status == Invitation.Status.ACCEPTED
    context = {"form": form, "accepted": accepted}
    return _show(request, access, "speakers/decline.html", context, status=400 if form.is_bound else 200)


def _picture(access: Access) -> HttpResponseBase:
    """Their photo as it is now, or as they asked for it."""
    section = find_section(access, "photo")
    file = access.sheet().registration.photo
    file.name = section.current["photo"] if section else ""
    kinds = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
    kind = kinds.get(file.name.rpartition(".")[2].lower()) if file.name else None
    if kind is None or not file.storage.exists(file.name):
        raise Http404("There is no photo.")
    response = FileResponse(file.storage.open(file.name), content_type=kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _held(request: HttpRequest, access: Access) -> HttpResponseBase:
    """What is held about them, in words, and as a file: for themselves alone, not for whoever assists them."""
    if access.assistant is not None:
        raise Http404("The data of a speaker are the speaker's own.")
    if request.method != "POST":
        return _show(request, access, "speakers/held.html", {"contact": contact_of(access.edition)})
    return FileResponse(write_dossier(access.person), as_attachment=True, filename=file_name(access.person))


def _section(request: HttpRequest, access: Access, step: str) -> HttpResponseBase:
    """Save one section, or show what stands against it."""
    if request.method != "POST":
        return HttpResponseRedirect(f"{_address(access)}#{step}")
    # Posted from a page that was open while the registration was withdrawn.
    if access.registration is None or access.registration.status not in Registration.COMING:
        return _notice(request, access, "withdrawn", status=409)
    section = find_section(access, step)
    if section is None:
        raise Http404("The page has no such section.")
    form = section.bind(request.POST, request.FILES)
    status = 200 if form.is_valid() else 400
    if "preview" in request.POST:
        section.preview = status == 200
    elif status == 200:
        try:
            outcome = save_section(section.sheet, section.name, form.values, seen=request.POST.get("seen", ""))
            return HttpResponseRedirect(f"{_address(access, saved=f'{step}.{outcome}')}#{step}")
        except StaleError as error:
            section.clash(error.standing)
            status = 409
        except (DomainError, ValidationError) as error:
            form.add_error(None, str(error) if isinstance(error, DomainError) else error.messages)
            status = 400
        if photo := form.values.get("photo"):
            drop_photo(photo)
    return _page(request, access, read_sections(access, section), status=status)


def _page(
    request: HttpRequest, access: Access, sections: list[ShownSection], *, saved: str = "", status: int = 200
) -> HttpResponse:
    key, _, outcome = saved.partition(".")
    for section in sections:
        if section.key == key and outcome in {"saved", "asked", "unchanged"}:
            section.outcome = outcome
    done = sum(section.is_done for section in sections)
    can_decline = access.invitation is not None and access.invitation.status == Invitation.Status.ACCEPTED
    context = {"sections": sections, "done": done, "can_decline": can_decline}
    return _show(request, access, "speakers/page.html", context, status=status)


def _notice(request: HttpRequest, access: Access, key: str, *, text: str = "", status: int = 200) -> HttpResponse:
    title = say(key, access.language)
    told = text or say(f"{key}-text", access.language, edition=_title(access), name=access.name)
    return _show(request, access, "speakers/notice.html", {"title": title, "text": told}, status=status)


def _title(access: Access) -> str:
    with translation.override(access.language):
        return str(access.edition.title)


def _address(access: Access, **query: str) -> str:
    if access.chosen:
        query["language"] = access.chosen
    return f"{access.root}?{urlencode(query)}" if query else access.root


def _show(
    request: HttpRequest, access: Access, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of this speaker, in its language."""
    about = {
        "access": access,
        "edition": access.edition,
        "query": f"?language={access.chosen}" if access.chosen else "",
        "list_address": reverse("assistant", args=[access.root.split("/")[2]]) if access.assistant else "",
    }
    return render_page(request, template, about | context, language=access.language, root=access.root, status=status)
