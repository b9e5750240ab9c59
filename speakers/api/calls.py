"""The open call as JSON: what it is about, and what is sent in."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from rest_framework.exceptions import NotFound, Throttled
from rest_framework.request import Request
from rest_framework.response import Response

from forums.languages import text
from speakers.models import OpenCall
from speakers.pages.call_forms import ProposalForm
from speakers.pages.throttle import too_many_proposals
from speakers.pages.words import say
from speakers.proposals import NotOpenError, submit_proposal

from .base import TakingView, answer, body_of, check_types, refuse


class CallView(TakingView):
    """An edition's open call."""

    def get(self, request: Request, edition: str) -> Response:
        """What the call says, whatever its state."""
        language = self.asked_language(request) or self.accepted_language(request)
        call = _call(edition)
        zone = ZoneInfo(call.edition.timezone)
        told = {
            "edition": call.edition.slug,
            "title": text(call.edition, "title", language),
            "language": language,
            "state": call.state,
            "opens_at": call.opens_at.astimezone(zone).isoformat(),
            "closes_at": call.closes_at.astimezone(zone).isoformat(),
            "introduction": text(call, "introduction", language),
            "kinds": call.kinds,
            "how": say("call-how", language),
            "privacy": say("call-privacy", language),
            "page": f"{settings.SITE_URL}{reverse('call', args=[call.edition.slug])}",
        }
        return answer(told, language)

    def post(self, request: Request, edition: str) -> Response:
        """Take a proposal in; it counts once it is confirmed by mail."""
        language = self.asked_language(request) or self.accepted_language(request)
        call = _call(edition)
        if call.state != "open":
            raise NotOpenError(call.state)
        values = body_of(request)
        kind = values.pop("kind", None)
        if kind not in call.kinds:
            refuse({"kind": [f"Possible: {', '.join(call.kinds)}."]})
        with translation.override(language):
            form = ProposalForm(values, kind=kind, language=language)
            # Of a page alone: programs are not told from people by it here.
            del form.fields["website"]
            check_types(values, form.fields, whole=False)
            refuse(form.errors)
            if too_many_proposals(request._request):  # noqa: SLF001 -- what DRF wrapped, whose headers are counted by
                raise Throttled(wait=3600)
            try:
                submit_proposal(call, kind=kind, values=form.values, language=language)
            except ValidationError as error:
                refuse(error.message_dict)
        told = {"state": "unconfirmed", "what_next": say("call-sent-text", language), "language": language}
        return answer(told, language, status=202)


def _call(edition: str) -> OpenCall:
    calls = OpenCall.objects.exclude(edition__status="planned").select_related("edition__forum")
    call = calls.filter(edition__slug=edition).first()
    if call is None:
        raise NotFound(f"No edition “{edition}” has an open call.")
    return call
