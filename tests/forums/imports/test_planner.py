"""What a file would do to an edition: every entry new, changed, the same or refused, and nothing touched unsaid."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from forums.imports.planner import Options
from forums.imports.services import plan_import
from forums.models import Credit, Session, SpeakerCard
from tests import factories as make
from tests.factories import NOON

from .readings import event, schedule_xml

pytestmark = pytest.mark.django_db
GUID = "29aecfd7-2e44-4f49-ab86-29b5e0877325"


@pytest.fixture
def edition():
    return make.EditionFactory(starts_on=date(2022, 12, 12), ends_on=date(2022, 12, 13), year=2022)


def plan(edition, text, **options):
    return plan_import(edition, text.encode(), Options(**options))


def outcomes(plan):
    return [(line.outcome, line.title) for line in plan.lines]


def changes(plan):
    return [(change.field, change.before, change.after) for line in plan.lines for change in line.changes]


def reasons(plan):
    return [line.reason for line in plan.lines if line.outcome == "refused"]


def test_each_entry_has_its_outcome(edition):
    make.SessionFactory(edition=edition, code="a", title="Same")
    make.SessionFactory(edition=edition, code="b", title="Old title")
    make.SessionFactory(edition=edition, code="z", title="Elsewhere")
    found = plan(edition, "code,title,day,start,end\na,Same,,,\nb,New title,,,\nc,More,1,9:00,10:00\nd,,,,\n")
    assert outcomes(found) == [
        ("refused", ""),
        ("same", "Same"),
        ("changed", "New title"),
        ("new", "More"),
        ("absent", "Elsewhere"),
    ]
    assert changes(found) == [("title", "Old title", "New title")]
    assert found.counts == {"refused": 1, "changed": 1, "new": 1, "same": 1, "absent": 1}


def test_a_change_says_from_what_to_what(edition):
    hall = make.RoomFactory(edition=edition, name="Hall")
    make.SessionFactory(edition=edition, code="a", title="A", timed=True, room=hall, number=1, floor_languages=["en"])
    text = (
        "code,title,day,start,end,room,number,languages,kind,track\na,A,2022-12-12,13:00,14:00,Annex,2,zh,Keynote,AI\n"
    )
    assert changes(plan(edition, text)) == [
        ("kind", "panel", "keynote"),
        ("number", "1", "2"),
        ("start", "2022-12-12 12:00", "2022-12-12 13:00"),
        ("end", "2022-12-12 13:00", "2022-12-12 14:00"),
        ("room", "Hall", "Annex"),
        ("track", "", "AI"),
        ("floor languages", "en", "zh-hans"),
    ]


def test_what_a_file_does_not_say_stays(edition):
    make.SessionFactory(edition=edition, code="a", title="A", theme="Theme", timed=True, number=3, internal=True)
    assert outcomes(plan(edition, "code,title,theme,day,start,end,number\na,A,,,,,\n")) == [("same", "A")]
    assert changes(plan(edition, "code,title,theme,start\na,A,-,-\n")) == [
        ("theme", "Theme", ""),
        ("start", "2022-12-12 12:00", ""),
        ("end", "2022-12-12 13:00", ""),
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (schedule_xml(event("Renamed", guid=GUID, start="", duration="")), "Renamed"),
        ("code,title\nA-1,Renamed\n", "Renamed"),
        ("title,day,start,end\nTalk,2022-12-12,12:00,13:00\n", "Talk"),
        ("title,day,start,end\nTalk,2022-12-12,15:00,16:00\n", "Talk"),
    ],
    ids=["guid", "code", "title and start", "title alone"],
)
def test_a_session_is_found_again(edition, text, title):
    make.SessionFactory(edition=edition, code="a-1", guid=UUID(GUID), title="Talk", timed=True)
    [line] = plan(edition, text).lines
    assert (line.title, line.code) == (title, "a-1")
    assert line.outcome in {"same", "changed"}


def test_namesakes_are_told_apart_by_time_and_place(edition):
    rooms = [make.RoomFactory(edition=edition, name=name) for name in ("A", "B")]
    for number, room in enumerate(rooms):
        make.SessionFactory(edition=edition, code=f"break-{number}", title="Break", timed=True, room=room)
    later = {"starts_at": NOON + timedelta(hours=3), "ends_at": NOON + timedelta(hours=4)}
    make.SessionFactory(edition=edition, code="break-2", title="Break", room=rooms[0], **later)
    text = "title,day,start,end,room\nBreak,1,15:00,16:00,A\nBreak,1,12:00,13:00,B\nBreak,1,12:00,13:00,A\n"
    found = plan(edition, text)
    assert [(line.outcome, line.code) for line in found.lines] == [
        ("same", "break-2"),
        ("same", "break-1"),
        ("same", "break-0"),
    ]


def test_a_guid_that_another_edition_has_is_made_anew_and_found_again(edition):
    make.SessionFactory(guid=UUID(GUID))
    text = schedule_xml(event(guid=GUID), day='date="2022-12-12"', room="")
    [[session], _, _] = plan(edition, text).writes.new
    assert session.guid != UUID(GUID)
    session.save()
    assert outcomes(plan(edition, text)) == [("same", "Talk")]


def test_one_event_in_several_rooms_is_one_session(edition):
    text = schedule_xml(event(guid=GUID), event(guid=GUID), day='date="2022-12-12"')
    found = plan(edition, text)
    assert outcomes(found) == [("new", "Talk")]
    assert found.lines[0].remarks == ["Listed again; taken once."]


def test_two_events_with_one_id_are_two_sessions(edition):
    text = schedule_xml(event("A", number="1"), event("B", number="1"), day='date="2022-12-12"')
    found = plan(edition, text)
    assert outcomes(found) == [("new", "A"), ("new", "B")]
    assert found.lines[1].remarks == [
        "event 1 has the same code or GUID, so this one is told apart by its title and time."
    ]


def test_parts_follow_their_session_by_code_or_title(edition):
    text = "code,title,part of\npart,Part,whole\nwhole,Whole,\nother,Other,Part\n"
    found = plan(edition, text)
    assert [[session.code for session in level] for level in found.writes.new] == [["whole"], ["part"], ["other"]]
    assert [session.kind for level in found.writes.new for session in level] == ["seminar", "part", "part"]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("a,A,nowhere", ["It is part of “nowhere”, which is neither here nor in the file; correct its code."]),
        ("a,A,a", ["It cannot be part of “a”: sessions nest 3 deep at most, never in a circle."]),
        (
            "a,A,b\nb,B,a",
            [
                "It is part of “B”, which is refused; mend that first.",
                "It cannot be part of “a”: sessions nest 3 deep at most, never in a circle.",
            ],
        ),
        ("a,A,\nb,B,a\nc,C,b\nd,D,c", ["It cannot be part of “c”: sessions nest 3 deep at most, never in a circle."]),
    ],
)
def test_an_impossible_tree_is_refused(edition, rows, told):
    assert reasons(plan(edition, f"code,title,parent\n{rows}\n"))[: len(told)] == told


def test_parts_of_what_is_refused_are_refused(edition):
    found = plan(edition, "code,title,parent\na,A,nowhere\nb,B,a\nc,C,b\nd,D,\n")
    assert outcomes(found) == [("refused", "A"), ("refused", "B"), ("refused", "C"), ("new", "D")]
    assert reasons(found)[1:] == [f"It is part of “{it}”, which is refused; mend that first." for it in "AB"]


def test_a_number_that_is_taken_is_left_out(edition):
    make.SessionFactory(edition=edition, number=1, title="First")
    found = plan(edition, "title,kind,number\nMore,panel,1\nAgain,panel,2\nOnce more,panel,2\n")
    assert [session.number for session in found.writes.new[0]] == [None, 2, None]
    assert found.lines[0].remarks == ["Number 1 is left out: another panel discussion has it already."]


def test_numbers_may_be_exchanged(edition):
    for number in (1, 2):
        make.SessionFactory(edition=edition, number=number, code=f"p{number}", title=f"P{number}")
    found = plan(edition, "code,title,number\np1,P1,2\np2,P2,1\n")
    assert changes(found) == [("number", "1", "2"), ("number", "2", "1")]


def test_rooms_and_tracks_are_found_in_any_language(edition):
    make.RoomFactory(edition=edition, name="Hall", name_zh_hans="大会堂", slug="hall")
    make.TrackFactory(edition=edition, name="AI", slug="ai")
    found = plan(edition, "title,room,track\nA,大会堂,ai\nB,HALL,New track\n")
    assert [room.name for room in found.writes.rooms] == []
    assert [(track.name, track.slug) for track in found.writes.tracks] == [("New track", "new-track")]


def test_a_text_goes_to_the_language_of_the_file(edition):
    make.SessionFactory(edition=edition, code="a", title="Talk")
    found = plan(edition, "code,标题,会场\na,演讲,大会堂\n", language="zh-hans")
    assert changes(found) == [("title", "", "演讲"), ("room", "", "大会堂")]
    [session] = found.writes.changed
    assert (session.title_en, session.title_zh_hans) == ("Talk", "演讲")


def test_a_card_on_file_is_used_and_never_changed(edition):
    card = make.SpeakerCardFactory(edition=edition, name="Ada Lovelace", titles="Countess")
    found = plan(edition, 'title,speakers\nTalk,"Ada Lovelace, Poet"\n')
    assert found.writes.cards == []
    assert [credit.card for credit in found.writes.credits] == [card]
    assert found.notes == ["Speakers who are on file already, and stay as they are there: 1."]


@pytest.mark.parametrize("named", [True, False])
def test_new_speakers_are_named_only_as_the_organizer_says(edition, named):
    make.OrganizationFactory(name="World Federation", acronym="WF")
    text = 'title,speakers\nTalk,"Ada Lovelace, Poet at the court\nGrace Hopper, WF"\n'
    found = plan(edition, text, names_speakers=named)
    assert [(card.name, card.titles, card.published) for card in found.writes.cards] == [
        ("Ada Lovelace", "Poet at the court", named),
        ("Grace Hopper", "", named),
    ]
    assert [card.organization and card.organization.acronym for card in found.writes.cards] == [None, "WF"]


def test_persons_of_one_name_are_told_apart_by_their_guids(edition):
    persons = f'<persons><person guid="{GUID}">Li Wei</person><person guid="b">Li Wei</person></persons>'
    text = schedule_xml(event().replace("</event>", f"{persons}</event>"), day='date="2022-12-12"')
    found = plan(edition, text)
    assert [card.slug for card in found.writes.cards] == ["li-wei", "li-wei-2"]
    SpeakerCard.objects.bulk_create(found.writes.cards)
    assert plan(edition, text).writes.cards == []


def test_credits_are_added_and_never_taken_away(edition):
    session = make.SessionFactory(edition=edition, code="a", title="A")
    ada, grace = (make.SpeakerCardFactory(edition=edition, name=name, public=True) for name in ("Ada L", "Grace H"))
    make.CreditFactory(session=session, card=ada, role=Credit.Role.SPEECH)
    make.CreditFactory(session=session, card=grace, role=Credit.Role.CHAIR)
    found = plan(edition, "code,title,chairs,speakers\na,A,,Ada L\n")
    assert outcomes(found) == [("same", "A")]
    found = plan(edition, "code,title,chairs,speakers\na,A,Ada L,\n")
    assert changes(found) == [("speakers", "", "Ada L (chair)")]
    assert found.lines[0].remarks == ["On file and not in the file, so kept: Grace H."]


def test_a_seat_needs_an_organization(edition):
    organization = make.OrganizationFactory(name="Ruritania")
    found = plan(edition, 'title,speakers\nTalk,"Delegate of Ruritania\nDelegate of Nowhere"\n')
    assert [credit.seat_of_id for credit in found.writes.credits] == [organization.pk]
    assert found.lines[0].remarks == ["“Nowhere” is not among the organizations; the seat is left out until it is."]


def test_a_remark_on_many_rows_is_told_once(edition):
    found = plan(edition, "title,kind\n" + "".join(f"Talk {number},sauna\n" for number in range(6))).report()
    assert found["notes"] == ["“sauna” is not a kind of session known here. (6 sessions)"]
    assert {tuple(line["remarks"]) for line in found["lines"]} == {()}


@pytest.mark.parametrize("rows", [1, 3])
def test_a_plan_costs_the_same_for_any_number_of_rows(edition, django_assert_num_queries, rows):
    for number in range(rows):
        session = make.SessionFactory(edition=edition, in_room=True, timed=True, code=f"s-{number}")
        make.CreditFactory(session=session)
    text = "code,title,room,track,speakers\n" + "".join(f"s-{it},T {it},R {it},T {it},P {it}\n" for it in range(rows))
    # names; rooms, tracks, sessions, cards, cards elsewhere, organizations, credits, sessions elsewhere
    with django_assert_num_queries(9):
        plan(edition, text)


def test_nothing_is_written(edition):
    plan(edition, "title,room,track,speakers\nTalk,Hall,AI,Ada L\n")
    assert not Session.objects.exists()
    assert not edition.rooms.exists()
    assert not edition.cards.exists()
