"""The addresses of calls and registrations, and what is said about them to those who read the API's description."""

from forums.api.operations import Act, Place, bring

from .calls import CallView
from .registrations import AnswerView, RegistrationView, SectionView
from .shapes import shapes

JSON = "application/json"

_CALL_TAG, _REGISTRATION_TAG = "Open call", "Registration"
_ANSWERED = {409: "What was decided before, or a cancelled edition, stands in the way."}

_PROPOSAL = {
    "kind": "self",
    "family_name": "Example",
    "given_name": "Ada",
    "name_order": "given-first",
    "email": "ada@example.org",
    "organization": "Example Institute",
    "title": "director",
    "talk": "Rules that carry",
}

bring(
    tags={
        _CALL_TAG: "Proposing oneself, or nominating somebody, as a speaker. A proposal counts once it is confirmed by "
        "mail.",
        _REGISTRATION_TAG: "What an invited speaker does by their private link. The link's token is sent as "
        "`Authorization: Bearer …`, never in an address. `lang` is `en` or `zh-hans` here.",
    },
    places={
        "editions/{edition}/call": Place(
            tag=_CALL_TAG,
            view=CallView,
            names={"edition": ("The edition, by its slug.", "bridges-2022")},
            acts={
                "get": Act(
                    name="getCall",
                    summary="An edition's open call",
                    description="What it is about, what it takes and until when.",
                    answers={200: ("The call.", "Call")},
                    problems={404: "The edition has no call, or is not public."},
                ),
                "post": Act(
                    name="sendProposal",
                    summary="Send a proposal",
                    description="Whoever sent it gets a mail and confirms by its link; the answer is the same for "
                    "every address. Twenty in an hour are taken from one client.",
                    answers={202: ("It waits to be confirmed by mail.", "TakenProposal")},
                    problems={
                        404: "The edition has no call, or is not public.",
                        409: "The call is not open.",
                    },
                    bodies={JSON: "NewProposal"},
                    example=_PROPOSAL,
                ),
            },
        ),
        "registration": Place(
            tag=_REGISTRATION_TAG,
            view=RegistrationView,
            private=True,
            acts={
                "get": Act(
                    name="getRegistration",
                    summary="The invitation and every section",
                    description="What the private page shows: who is invited to what, and once that is accepted all "
                    "that can be filled in.",
                    answers={200: ("What the token opens.", "Registration")},
                )
            },
        ),
        "registration/answer": Place(
            tag=_REGISTRATION_TAG,
            view=AnswerView,
            private=True,
            acts={
                "post": Act(
                    name="answerInvitation",
                    summary="Accept or decline",
                    description="Declining may give a reason, and name a substitute or a delegate; the office decides "
                    "about them. It is possible after accepting, too. The same answer twice is one.",
                    answers={200: ("What the token opens now.", "Registration")},
                    problems=_ANSWERED,
                    bodies={JSON: "Answer"},
                    example={"answer": "accept", "programme": True},
                )
            },
        ),
        "registration/sections/{section}": Place(
            tag=_REGISTRATION_TAG,
            view=SectionView,
            private=True,
            names={"section": ("The section, by its key.", "name")},
            acts={
                "get": Act(
                    name="getSection",
                    summary="One section",
                    description="As it stands, with what was asked for.",
                    answers={200: ("The section.", "Section")},
                    problems={404: "There is no such section."} | _ANSWERED,
                ),
                "put": Act(
                    name="saveSection",
                    summary="Save a section",
                    description="Sent whole, with the stamp that was read. A photo is sent as a form. Where somebody "
                    "else has saved in between, nothing is changed and the answer has what stands now.",
                    answers={
                        200: ("It is saved, or stood so already.", "SavedSection"),
                        202: ("It is printed already: the office is asked.", "SavedSection"),
                    },
                    problems={
                        404: "There is no such section.",
                        409: "Somebody else has saved it, or it is over.",
                    },
                    conflict="Conflict",
                    bodies={JSON: "SectionToSave", "multipart/form-data": "PhotoToSave"},
                    example={"seen": "0123456789abcdef", "values": {"arrival": "CA 1234, Sunday 16:40", "needs": ""}},
                ),
            },
        ),
    },
    shapes=shapes(),
)
