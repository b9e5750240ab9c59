"""The rules that the database holds: each refuses its bad row, in words before and by force after."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from factory.django import DjangoModelFactory

from . import factories as make
from .factories import NOON

DAY, DAY_BEFORE, HOUR_BEFORE = NOON.date(), NOON.date().replace(day=11), NOON.replace(hour=11)


@dataclass
class Case:
    """A row made with ``good`` values that may not be given the ``bad`` ones.

    ``like`` names the fields that it would share with another row made the same way, ``own`` the link that would
    lead to itself, ``same`` the fields that would say what another of its fields does; ``told`` is the message where an
    earlier check speaks first.
    """

    factory: type[DjangoModelFactory]
    bad: dict[str, Any] = field(default_factory=dict)
    good: dict[str, Any] = field(default_factory=dict)
    like: tuple[str, ...] = ()
    own: str = ""
    same: dict[str, str] = field(default_factory=dict)
    told: str = ""

    def rows(self) -> tuple[models.Model, dict[str, Any]]:
        other = self.factory(**self.good) if self.like else None
        row = self.factory(**self.good)
        bad = self.bad | {name: getattr(other, name) for name in self.like}
        bad |= {name: getattr(row, like) for name, like in self.same.items()}
        return row, bad | ({self.own: row} if self.own else {})


CASES = {
    # forums
    "organization_is_not_part_of_itself": Case(make.OrganizationFactory, own="parent"),
    "edition_number_once_per_forum": Case(make.EditionFactory, like=("forum", "number")),
    "edition_ends_after_it_starts": Case(make.EditionFactory, {"starts_on": DAY, "ends_on": DAY_BEFORE}),
    "partnership_once_per_role": Case(make.PartnershipFactory, like=("edition", "organization", "role")),
    "announcement_ends_after_it_starts": Case(make.AnnouncementFactory, {"ends_on": DAY_BEFORE}),
    "announcement_preferred_once_per_edition": Case(
        make.AnnouncementFactory, good={"preferred": True}, like=("edition",)
    ),
    "figure_preferred_once_per_kind": Case(make.FigureFactory, good={"preferred": True}, like=("edition", "kind")),
    "figure_has_a_value_unless_several": Case(make.FigureFactory, {"value": None}),
    "figure_has_a_source": Case(make.FigureFactory, {"source": ""}, told="This field cannot be blank."),
    "room_key_once_per_edition": Case(make.RoomFactory, like=("edition", "slug")),
    "track_key_once_per_edition": Case(make.TrackFactory, like=("edition", "slug")),
    "session_code_once_per_edition": Case(make.SessionFactory, like=("edition", "code")),
    "session_number_once_per_kind": Case(make.SessionFactory, good={"number": 1}, like=("edition", "kind")),
    "session_part_number_once_per_kind": Case(
        make.SessionFactory, good={"part": True, "number": 1}, like=("edition", "parent")
    ),
    "session_ends_after_it_starts": Case(make.SessionFactory, {"starts_at": NOON, "ends_at": NOON}),
    "session_actually_ends_after_it_starts": Case(make.SessionFactory, {"actual_ends_at": NOON}),
    "session_has_one_room_or_all": Case(make.SessionFactory, {"all_rooms": True}, good={"in_room": True}),
    "session_livestream_closes_after_it_opens": Case(
        make.SessionFactory, {"livestream_opens_at": NOON, "livestream_closes_at": NOON}
    ),
    "session_is_not_part_of_itself": Case(
        make.SessionFactory, own="parent", told="Sessions nest three deep at most: plenary > panel > part."
    ),
    "card_address_once_per_edition": Case(make.SpeakerCardFactory, like=("edition", "slug")),
    "credit_is_a_speaker_or_a_seat": Case(make.CreditFactory, {"card": None}),
    "credit_standing_once_per_role": Case(make.CreditFactory, like=("session", "card", "role")),
    "credit_delegate_has_a_name": Case(make.CreditFactory, {"card": None}, good={"delegate": True}),
    "credit_does_not_replace_itself": Case(make.CreditFactory, own="replaces"),
    "credit_has_a_reader_if_read_on_behalf": Case(make.CreditFactory, {"reader_name": "Ms Li"}),
    "credit_has_one_reader": Case(make.CreditFactory, {"reader_name": "Ms Li"}, good={"read": True}),
    "credit_is_not_read_by_the_speaker": Case(make.CreditFactory, good={"read": True}, same={"card": "reader"}),
    "release_version_once_per_edition": Case(make.AgendaReleaseFactory, like=("edition", "version")),
    "release_is_withdrawn_with_a_reason": Case(make.AgendaReleaseFactory, {"withdrawn_at": NOON}),
    # speakers
    "person_is_not_merged_into_itself": Case(make.PersonFactory, own="merged_into"),
    "appointment_ends_after_it_starts": Case(make.AppointmentFactory, {"started_on": DAY, "ended_on": DAY_BEFORE}),
    "distinction_names_the_older_first": Case(make.DistinctionFactory, like=("other",)),
    "distinction_once": Case(make.DistinctionFactory, like=("one", "other")),
    "person_erased_holds_nothing": Case(
        make.PersonFactory, {"email": "a@example.org"}, good={"family_name": "Erased person 1", "erased_at": NOON}
    ),
    "access_once_a_day_for_each_row": Case(make.AccessEntryFactory, like=("user", "row")),
    "access_once_a_day_for_each_list": Case(make.AccessEntryFactory, good={"row": None}, like=("user",)),
    "invitation_live_once_per_role": Case(make.InvitationFactory, like=("edition", "person", "role")),
    "mail_template_once_per_edition": Case(make.MailTemplateFactory, like=("kind", "edition")),
    "mail_template_once_for_all": Case(make.MailTemplateFactory, good={"edition": None}, like=("kind",)),
    "registration_live_once_per_edition": Case(make.RegistrationFactory, like=("edition", "person")),
    "change_request_open_once_per_field": Case(make.ChangeRequestFactory, like=("registration", "field")),
    "change_request_open_once_per_talk": Case(
        make.ChangeRequestFactory, good={"talk": True}, like=("registration", "credit")
    ),
    "availability_ends_after_it_starts": Case(make.AvailabilityFactory, {"ends_at": NOON}),
    "consent_standing_once_per_edition": Case(make.ConsentFactory, like=("person", "edition", "purpose")),
    "consent_standing_once_for_all": Case(make.ConsentFactory, good={"edition": None}, like=("person", "purpose")),
    "consent_withdrawn_after_given": Case(make.ConsentFactory, {"withdrawn_at": HOUR_BEFORE}),
    "open_call_closes_after_it_opens": Case(make.OpenCallFactory, {"closes_at": NOON}),
    "open_call_is_for_somebody": Case(make.OpenCallFactory, {"self_registration": False, "nominations": False}),
    "proposal_once_per_call": Case(make.ProposalFactory, like=("call", "digest")),
    "proposal_names_who_nominates": Case(make.ProposalFactory, {"nominator_email": "focal@example.org"}),
    "proposal_is_received_once_confirmed": Case(make.ProposalFactory, {"confirmed_at": None}),
    "proposal_answered_has_its_time": Case(make.ProposalFactory, {"decided_at": NOON}),
    "proposal_is_declined_with_a_reason": Case(make.ProposalFactory, {"status": "declined"}, good={"accepted": True}),
    # reports
    "report_draft_is_not_submitted": Case(make.SessionReportFactory, {"submitted_at": NOON}),
    "report_unapproved_was_not_approved": Case(make.SessionReportFactory, {"approved_at": NOON}),
    "part_added_once": Case(make.PartRevisionFactory, good={"mark": "a1b2c3d4"}, like=("report", "mark")),
    "escalation_once_per_obligation": Case(make.EscalationFactory, like=("session", "owed")),
    "allowance_once_per_kind_and_edition": Case(make.AllowanceFactory, like=("edition", "kind")),
    "allowance_once_per_kind": Case(make.AllowanceFactory, good={"edition": None}, like=("kind",)),
    "intervention_key_once_per_report": Case(make.InterventionFactory, good={"panel": True}, like=("report", "key")),
    "intervention_is_a_speaker_or_collective": Case(make.InterventionFactory, {"collective": "panelists"}),
    "point_is_not_nested_in_itself": Case(
        make.OutcomePointFactory, own="parent", told="Points nest one level deep only."
    ),
    "evidence_refused_once": Case(make.EvidenceRefusalFactory, like=("point", "intervention")),
    "call_carried_over_once": Case(make.CallToActionFactory, good={"carried": True}, like=("carried_from",)),
    "call_is_not_carried_from_itself": Case(make.CallToActionFactory, own="carried_from"),
    "step_says_what_became_of_the_call": Case(make.CommitmentStepFactory, {"reply": ""}),
    "instrument_has_one_issuer": Case(make.InstrumentFactory, {"issuer_text": "Two cities"}, good={"issued": True}),
    "document_symbol_once_per_language": Case(
        make.DocumentFactory, good={"numbered": True}, like=("symbol", "language")
    ),
    "document_of_a_session_is_its_report": Case(
        make.DocumentFactory, {"kind": "programme"}, good={"of_a_session": True}
    ),
    "document_of_a_workstream_is_a_report": Case(
        make.DocumentFactory, {"kind": "programme"}, good={"of_a_workstream": True}
    ),
    "chapter_kind_once_per_document": Case(make.ChapterFactory, good={"from_records": True}, like=("document", "kind")),
    "chapter_of_own_text_has_text": Case(make.ChapterFactory, {"override": ""}),
    "document_is_no_translation_of_itself": Case(make.DocumentFactory, own="original"),
    "document_translated_once_per_language": Case(
        make.DocumentFactory, good={"translated": True}, like=("original", "language")
    ),
    "own_paragraph_once_per_place": Case(make.OwnParagraphFactory, like=("document", "anchor")),
    "version_symbol_once_per_document": Case(
        make.DocumentVersionFactory, good={"stage": "final", "symbol": "F/1"}, like=("document",)
    ),
    "version_published_is_final": Case(make.DocumentVersionFactory, {"published_at": NOON}),
    "version_unsettled_is_allowed": Case(make.DocumentVersionFactory, {"unsettled": "Not translated."}),
    "document_version_once": Case(make.DocumentVersionFactory, like=("document", "version")),
    "rendering_once_per_format": Case(make.RenderingFactory, like=("version", "format")),
    "rendering_done_has_a_file": Case(make.RenderingFactory, {"status": "done"}),
    "review_round_closes_after_it_opens": Case(make.ReviewRoundFactory, {"closes_on": DAY}),
    "reviewer_once_per_round": Case(make.ReviewerFactory, like=("round", "email")),
    "comment_sent_once": Case(make.CommentFactory, good={"sent": True}, like=("reviewer", "key")),
    "comment_not_taken_over_says_why": Case(make.CommentFactory, {"reason": ""}, good={"declined": True}),
    "comment_decided_at_some_time": Case(make.CommentFactory, {"decided_at": NOON}),
    "clearance_is_of_a_person_or_an_office": Case(make.ClearanceFactory, {"person": None}),
    "clearance_open_once_per_person": Case(make.ClearanceFactory, like=("edition", "person")),
    "clearance_open_once_per_office": Case(
        make.ClearanceFactory, good={"office": True}, like=("edition", "organization")
    ),
    "clearance_open_once_per_card": Case(make.ClearanceFactory, good={"carded": True}, like=("card",)),
    "clearance_sent_has_a_deadline": Case(make.ClearanceFactory, {"deadline": None}, good={"sent": True}),
    "clearance_item_asked_once_at_a_time": Case(make.ClearanceItemFactory, like=("clearance", "intervention")),
    "clearance_item_answered_at_some_time": Case(make.ClearanceItemFactory, {"answer": "approved"}),
    "workstream_is_not_part_of_itself": Case(make.WorkstreamFactory, own="parent"),
    "lead_once_per_workstream": Case(make.LeadFactory, like=("workstream", "person")),
}

CONSTRAINTS = {
    constraint.name: constraint
    for label in ("forums", "speakers", "reports")
    for model in apps.get_app_config(label).get_models()
    for constraint in model._meta.constraints
}

pytestmark = pytest.mark.django_db


def test_every_constraint_has_a_case():
    assert CASES.keys() == CONSTRAINTS.keys()


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_bad_row_is_refused_in_words(name):
    row, bad = CASES[name].rows()
    for attribute, value in bad.items():
        setattr(row, attribute, value)
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    told = CASES[name].told or CONSTRAINTS[name].violation_error_message
    assert told in refusal.value.messages
    assert CONSTRAINTS[name].violation_error_message != models.BaseConstraint.default_violation_error_message


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_bad_row_is_refused_by_the_database(name):
    row, bad = CASES[name].rows()
    # Past the rows' own manager, which may refuse before the database is asked.
    rows = models.QuerySet(type(row)).filter(pk=row.pk)
    before = rows.values().get()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**bad)
    assert rows.values().get() == before


@pytest.mark.parametrize("factory", DjangoModelFactory.__subclasses__(), ids=lambda it: it.__name__)
def test_the_smallest_row_is_valid(factory):
    if factory is not make.UserFactory:
        factory().full_clean()
