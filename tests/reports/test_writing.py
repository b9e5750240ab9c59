"""A report's parts: saved, added, taken out, put back, moved; what two writers see, and what is kept."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from forums.exceptions import DomainError
from reports.models import CallToAction, Intervention, PartRevision, QuotedFigure, SessionReport, Takeaway
from reports.parts import Kind, Part, Sheet, stamp
from reports.writing import (
    ClosedError,
    GoneError,
    StaleError,
    Writer,
    move_part,
    remove_part,
    restore_part,
    save_part,
)
from tests.factories import (
    CreditFactory,
    InstrumentFactory,
    InterventionFactory,
    OutcomePointFactory,
    SessionReportFactory,
    TakeawayFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LINK = Writer(None, "link of Rapporteur")
MARK = "a1b2c3d4e5f6a7b8"


@pytest.fixture
def report():
    return SessionReportFactory(session__edition__languages=["en", "zh-hans"])


def save(report, name, *, language="en", by=LINK, seen=None, decided=False, **values):
    """Save a part as somebody who has just read it, with these values changed."""
    part = Sheet(report, language).find(name) or Part(Kind(name.split("-")[1]), name, language)
    seen = part.stamp if seen is None else seen
    return save_part(report, name, part.values | values, seen=seen, by=by, language=language, decided=decided)


def names(report, name):
    return [part.name for part in Sheet(report).lists[name]]


def test_a_summary_is_written_for_whoever_is_credited(report):
    InstrumentFactory(key="ethics")
    credit = CreditFactory(session=report.session, card__slug="xue-lan")
    outcome, part = save(report, f"credit-{credit.pk}", text="{speaker} **agreed**.", instruments=["ethics"])
    row = Intervention.objects.get()
    assert (outcome, part.name) == ("added", f"credit-{credit.pk}")
    assert (row.credit, row.key, row.text_en, row.kind) == (credit, "xue-lan", "{speaker} **agreed**.", "contribution")
    assert [it.key for it in row.instruments.all()] == ["ethics"]
    # Sent again, it is the same.
    assert save(report, part.name, text="{speaker} **agreed**.")[0] == "unchanged"
    outcome, part = save(report, part.name, language="zh-hans", text="{speaker}同意。")
    row.refresh_from_db()
    assert (outcome, row.text_en, row.text_zh_hans) == ("saved", "{speaker} **agreed**.", "{speaker}同意。")


@pytest.mark.parametrize(
    ("kind", "values", "model", "expected"),
    [
        ("collective", {"text": "All.", "collective": "panelists"}, Intervention, {"key": "panel"}),
        ("question", {"text": "Why?", "collective": "a participant"}, Intervention, {"key": "question"}),
        ("answer", {"text": "So.", "collective": "panelists"}, Intervention, {"key": "answer", "kind": "answer"}),
        ("takeaway", {"text": "Share."}, Takeaway, {"text_en": "Share.", "position": 1}),
        ("call", {"text": "Share.", "addressee": "governments"}, CallToAction, {"addressee": "governments"}),
        ("figure", {"subject": "states", "value": "193", "source": "UNESCO"}, QuotedFigure, {"source": "UNESCO"}),
    ],
)  # fmt: skip
def test_each_kind_is_added_once_however_often_it_is_sent(report, kind, values, model, expected):
    name = f"new-{kind}-{MARK}"
    outcome, part = save(report, name, **values)
    assert outcome == "added"
    row = model.objects.get()
    assert {field: getattr(row, field) for field in expected} == expected
    # The answer was lost, and they have gone on typing.
    text = "subject" if kind == "figure" else "text"
    again = save(report, name, **values | {text: "More."})
    assert (again[0], again[1].name) == ("saved", part.name)
    assert model.objects.count() == 1


def test_two_who_write_are_shown_both_and_the_later_decides(report):
    TakeawayFactory(report=report, text="First.")
    (name,) = names(report, "takeaways")
    seen = Sheet(report).find(name).stamp
    office = Writer(UserFactory(), "office")
    save(report, name, text="The office’s.", by=office)
    with pytest.raises(StaleError) as stale:
        save(report, name, text="Mine.", seen=seen)
    assert stale.value.standing == {"text": "The office’s."}
    save(report, name, text="Mine.", seen=stamp(stale.value.standing), decided=True)
    assert Takeaway.objects.get().text == "Mine."
    kept = PartRevision.objects.order_by("id").values_list("values__text_en", "by", "channel")
    assert list(kept) == [("First.", office.user.pk, "office"), ("The office’s.", None, LINK.channel)]


def test_two_who_write_in_different_languages_do_not_meet(report):
    TakeawayFactory(report=report, text="First.")
    (name,) = names(report, "takeaways")
    seen = Sheet(report, "zh-hans").find(name).stamp
    save(report, name, text="Second.")
    assert save(report, name, language="zh-hans", text="第一。", seen=seen)[0] == "saved"


def test_while_one_types_what_stood_before_is_kept_once(report):
    TakeawayFactory(report=report, text="First.")
    (name,) = names(report, "takeaways")
    for text in ("Sec", "Second", "Second."):
        save(report, name, text=text)
    PartRevision.objects.update(at=dt.datetime(2022, 1, 1, tzinfo=dt.UTC))
    save(report, name, text="Third.")
    # By the same link, but over what somebody else has just saved.
    save(report, name, text="Fourth.", decided=True)
    kept = PartRevision.objects.order_by("id").values_list("values__text_en", flat=True)
    assert list(kept) == ["First.", "Second.", "Third."]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"text": ""}, {"text": ["This field cannot be blank."]}),
        ({"text": "x" * 20_001}, {"text": ["Shorten this to 20,000 characters; it has 20001."]}),
        ({"text": "a\u202eb"}, {"text": ["Remove the invisible character U+202E at position 2."]}),
        ({"text": "{speaker} {speaker}"}, {"text": ["Write {speaker} once only."]}),
        ({"heading": "y" * 301}, {"heading": ["Ensure this value has at most 300 characters (it has 301)."]}),
    ],
)  # fmt: skip
def test_what_no_row_can_hold_is_refused_and_what_stood_stays(report, values, told):
    row = InterventionFactory(report=report, text="{speaker} agreed.")
    with pytest.raises(ValidationError) as refused:
        save(report, f"credit-{row.credit_id}", **values)
    assert refused.value.message_dict == told
    assert Intervention.objects.get().text == "{speaker} agreed."


def test_a_name_is_refused_where_nobody_is_named():
    report = SessionReportFactory(session__attribution="collective")
    CreditFactory(session=report.session, card__name="Kate Sutton", card__sort_name="Sutton, Kate")
    assert names(report, "said") == []
    with pytest.raises(ValidationError, match="“Kate Sutton” may not be named here"):
        save(report, f"new-collective-{MARK}", text="As Kate Sutton said.", collective="panelists")
    assert not Intervention.objects.exists()


def test_what_was_taken_out_is_put_back_as_it_was(report):
    InstrumentFactory(key="ethics")
    save(report, f"new-question-{MARK}", text="Why?", collective="a participant", instruments=["ethics"])
    (name,) = names(report, "exchange")
    save(report, name, language="zh-hans", text="为何？")
    remove_part(report, name, seen=Sheet(report).find(name).stamp, by=LINK)
    assert names(report, "exchange") == []
    kept = PartRevision.objects.get(act="removed")
    with pytest.raises(GoneError) as gone:
        save_part(report, name, {"text": "Why not?"}, seen="", by=LINK)
    assert gone.value.kind == Kind.QUESTION
    restored = restore_part(report, kept.pk)
    row = Intervention.objects.get()
    assert (row.text_en, row.text_zh_hans, row.kind, row.collective) == ("Why?", "为何？", "question", "a participant")
    assert restored.values["instruments"] == ["ethics"]
    with pytest.raises(DomainError, match="put back already"):
        restore_part(report, kept.pk)


def test_what_an_outcome_rests_on_is_not_taken_out(report):
    row = InterventionFactory(report=report)
    OutcomePointFactory(outcome__edition=report.session.edition).evidence.add(row)
    name = f"credit-{row.credit_id}"
    with pytest.raises(DomainError, match="An outcome of the forum rests on this"):
        remove_part(report, name, seen=Sheet(report).find(name).stamp, by=LINK)
    with pytest.raises(StaleError):
        remove_part(report, name, seen="older", by=LINK)


def test_parts_are_moved_within_their_list(report):
    for text in ("One.", "Two.", "Three."):
        TakeawayFactory(report=report, text=text)
    first, second, third = names(report, "takeaways")
    move_part(report, third, up=True)
    move_part(report, first, up=True)
    assert names(report, "takeaways") == [first, third, second]
    move_part(report, first, up=False)
    assert names(report, "takeaways") == [third, first, second]
    with pytest.raises(GoneError):
        move_part(report, "takeaway-0", up=True)


def test_speakers_stand_in_the_order_of_the_programme_and_rapporteurs_are_silent(report):
    make = {
        role: CreditFactory(session=report.session, role=role)
        for role in ("panelist", "rapporteur", "chair", "keynote")
    }
    CreditFactory(session=report.session, status="cancelled")
    order = [f"credit-{make[role].pk}" for role in ("chair", "keynote", "panelist")]
    assert names(report, "said") == order
    save(report, order[2], text="{speaker} spoke.")
    save(report, f"new-collective-{MARK}", text="All agreed.", collective="panelists")
    save(report, order[0], text="{speaker} opened.")
    assert list(Intervention.objects.order_by("position").values_list("key", flat=True))[::2] == [
        make["chair"].card.slug,
        "panel",
    ]
    assert names(report, "said")[:3] == order


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"status": "submitted"}, "This report has been submitted. Ask the office to open it again"),
        ({"approved": True}, "This report has been approved. Ask the office to open it again"),
        ({"session__cancelled": True}, "This session was cancelled; it owes no report."),
    ],
)
def test_only_a_draft_that_is_owed_is_written(values, told):
    report = SessionReportFactory(**values)
    with pytest.raises(ClosedError, match=told):
        save(report, f"new-takeaway-{MARK}", text="Share.")
    assert (SessionReport.objects.count(), Takeaway.objects.count()) == (1, 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_report_is_read_in_a_constant_number_of_queries(report, django_assert_num_queries, rows):
    for _ in range(rows):
        InterventionFactory(report=report).instruments.add(InstrumentFactory())
        TakeawayFactory(report=report)
    report = SessionReport.objects.select_related("session__parent").get()
    # interventions with their speakers, instruments; who is credited; takeaways; calls; figures
    with django_assert_num_queries(6):
        assert len(Sheet(report).parts) == 2 * rows
