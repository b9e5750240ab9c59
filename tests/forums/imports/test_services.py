"""Applying a file: whole or not at all, once, and only what was looked at."""

from contextlib import suppress
from datetime import date

import pytest
from django.core.files.base import ContentFile

from forums.agenda.compile import compile_agenda
from forums.agenda.content import from_json
from forums.agenda.frab import schedule_json, schedule_xml
from forums.agenda.reading import walk
from forums.agenda.release import UnchangedError, publish_agenda
from forums.agenda.tables import agenda_csv, agenda_xlsx
from forums.exceptions import DomainError
from forums.imports.planner import Options
from forums.imports.services import apply_import, plan_import
from forums.languages import CODES
from forums.models import AgendaImport, Credit, Room, Session, SpeakerCard, Track
from tests import factories as make
from tests.bench.editions import SMALL, make_edition
from tests.concurrency import at_once, only_postgres
from tests.factories import NOON

pytestmark = pytest.mark.django_db
KNOWN = frozenset(CODES)
EXPORTS = {
    "csv": lambda tree, language: agenda_csv(tree, language=language, site="https://x.test", known=KNOWN),
    "xlsx": lambda tree, language: agenda_xlsx(
        tree, times={1: NOON}, language=language, site="https://x.test", known=KNOWN
    ),
    "xml": lambda tree, language: schedule_xml(
        tree, times={1: NOON}, language=language, site="https://x.test", known=KNOWN
    ),
    "json": lambda tree, language: schedule_json(
        tree, times={1: NOON}, language=language, site="https://x.test", known=KNOWN
    ),
}
TABLE = b"""code,title,part of,day,start,end,kind,number,room,track,speakers,description
whole,Whole,,2022-12-12,9:00,12:00,plenary,1,Hall,AI,"Ada Lovelace, Poet
Grace Hopper",Text
part,Part,whole,,9:00,10:00,,,,,Ada Lovelace,
lunch,Lunch,,,12:00,13:00,break,,All rooms,,,
"""


@pytest.fixture
def edition():
    return make.EditionFactory(starts_on=date(2022, 12, 12), ends_on=date(2022, 12, 13), status="announced")


def upload(edition, data=TABLE, **values):
    """The file as it was looked at."""
    row = AgendaImport(edition=edition, filename="agenda.csv", **values)
    row.report = plan_import(edition, data, Options(row.language, row.names_speakers)).report()
    row.file.save("agenda.csv", ContentFile(data))
    return row


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Room, Track, SpeakerCard, Session, Credit)]


def test_a_file_becomes_rows(edition):
    user = make.UserFactory()
    row = upload(edition)
    apply_import(row, by=user)
    whole, part, lunch = Session.objects.in_order().order_by("starts_at", "pk")
    assert (whole.code, whole.kind, whole.number, whole.room.name, whole.track.name) == (
        "whole",
        "plenary",
        1,
        "Hall",
        "AI",
    )
    assert (part.parent, part.kind, part.room) == (whole, "part", None)
    assert (lunch.all_rooms, lunch.kind) == (True, "break")
    assert [(it.card.name, it.role, it.position) for it in whole.credits.all()] == [
        ("Ada Lovelace", "speech", 1),
        ("Grace Hopper", "speech", 2),
    ]
    assert [card.titles for card in edition.cards.all()] == ["Poet", ""]
    row.refresh_from_db()
    assert (row.applied_by, bool(row.applied_at)) == (user, True)


def test_what_was_made_is_valid(edition):
    nasty = "title,day,start,end,theme,room,speakers\n" + "\n".join(
        f'{name},1,{hour}:00,{hour + 1}:00,"{name}","Room {name}","{name} {name}, {name}"'
        for hour, name in enumerate(["=1+1", "<b>x</b>", "a\u202eb", "🤖", "Ü" * 90, "الجلسة", "\x07bell"], 9)
    )
    apply_import(upload(edition, nasty.encode()))
    for model in (Room, SpeakerCard, Session, Credit):
        for row in model.objects.all():
            row.full_clean()
    assert Session.objects.count() == 7


def test_the_same_file_twice_changes_nothing(edition):
    apply_import(upload(edition))
    before = rows()
    again = upload(edition)
    assert again.report["counts"] == {"refused": 0, "changed": 0, "new": 0, "same": 3, "absent": 0}
    apply_import(again)
    assert rows() == before


def test_changes_are_written(edition):
    apply_import(upload(edition))
    changed = TABLE.replace(b"Whole,,2022-12-12,9:00", b"The whole,,2022-12-12,8:30").replace(
        b"plenary,1", b"opening,2"
    )
    apply_import(upload(edition, changed))
    whole = Session.objects.get(code="whole")
    assert (whole.title, whole.kind, whole.number, f"{whole.starts_at:%H:%M}") == ("The whole", "opening", 2, "08:30")
    assert (whole.description, whole.credits.count()) == ("Text", 2)


def test_numbers_are_exchanged(edition):
    first = make.SessionFactory(edition=edition, code="a", number=1)
    second = make.SessionFactory(edition=edition, code="b", number=2)
    apply_import(upload(edition, f"code,title,number\na,{first.title},2\nb,{second.title},1\n".encode()))
    assert list(Session.objects.order_by("code").values_list("number", flat=True)) == [2, 1]


def test_what_an_import_cannot_say_stays(edition):
    make.SessionFactory(
        edition=edition, code="lunch", title="Old", internal=True, note="Ours", attribution="chatham-house"
    )
    apply_import(upload(edition))
    lunch = Session.objects.get(code="lunch")
    assert (lunch.title, lunch.visibility, lunch.note, lunch.attribution) == (
        "Lunch",
        "internal",
        "Ours",
        "chatham-house",
    )


def test_nothing_is_done_while_entries_are_refused(edition):
    row = upload(edition, TABLE + b"bad,,,,,,,,,,,\n")
    with pytest.raises(DomainError, match="1 of its entries are refused"):
        apply_import(row)
    assert rows() == [[], [], [], [], []]
    apply_import(row, without_refused=True)
    assert Session.objects.count() == 3


def test_an_import_is_applied_once(edition):
    row = upload(edition)
    apply_import(row)
    with pytest.raises(DomainError, match="was applied before"):
        apply_import(row)


def test_what_was_not_looked_at_is_not_done(edition):
    row = upload(edition)
    make.SessionFactory(edition=edition, code="whole", title="Somebody was faster")
    with pytest.raises(DomainError, match="has changed since this file was compared"):
        apply_import(row)
    assert Session.objects.get().title == "Somebody was faster"
    row.refresh_from_db()
    assert row.report["counts"] == {"refused": 0, "changed": 1, "new": 2, "same": 0, "absent": 0}
    apply_import(row)
    assert Session.objects.count() == 3


@pytest.mark.parametrize("rows", [1, 3])
def test_applying_costs_the_same_for_any_number_of_rows(edition, django_assert_num_queries, rows):
    for number in range(rows):
        make.SessionFactory(edition=edition, code=f"s-{number}", number=number)
    text = "code,title,number,room,track,speakers\n"
    text += "".join(f"s-{it},T {it},{it + 5},R {it},T {it},P {it}\nn-{it},N {it},,,,\n" for it in range(rows))
    row = upload(edition, text.encode())
    # 2 the transaction, edition, import; 9 the plan; rooms, tracks, cards, numbers, new, changed, credits; the import
    with django_assert_num_queries(2 + 2 + 9 + 7 + 1):
        apply_import(row)


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_a_release_has_all_of_an_import_or_nothing_of_it(edition):
    make.SessionFactory(edition=edition, code="opening", title="Opening", timed=True)
    row = upload(edition)

    def act(number):
        with suppress(UnchangedError):
            return apply_import(row) if number == 3 else publish_agenda(edition)

    ended = at_once(act)
    with suppress(UnchangedError):
        publish_agenda(edition)
    assert [it for it in ended if isinstance(it, Exception)] == []
    assert {len(list(walk(from_json(it.content)["sessions"]))) for it in edition.releases.all()} <= {1, 4}
    assert Session.objects.count() == 4


@only_postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_who_apply_at_once_one_does(edition):
    row = upload(edition)
    ended = at_once(lambda _: apply_import(row))
    assert [type(it) for it in ended if isinstance(it, Exception)] == [DomainError] * 11
    assert Session.objects.count() == 3


def programme(edition, language):
    """What an agenda says, whatever its rows are called."""
    agenda = compile_agenda(edition)
    names = {place.slug: place.name for place in [*agenda.rooms, *agenda.tracks]}

    def told(texts):
        return texts.get(language) or next(iter(texts.values()), "")

    return [
        (
            told(it.title), it.kind, it.starts_at, it.ends_at, told(names.get(it.room, {})),
            told(names.get(it.track, {})), sorted(credit.name for credit in it.credits),
        )
        for it in agenda.walk()
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", EXPORTS)
def test_an_export_comes_back_as_it_went(kind, language):
    edition = make_edition("small", SMALL)
    # What is kept of it differs from what a reader is shown of it: a part without a room, a break in all of them.
    whole = edition.sessions.first()
    make.SessionFactory(
        edition=edition, parent=whole, kind="part", starts_at=whole.starts_at, ends_at=whole.ends_at, title="Part"
    )
    make.SessionFactory(
        edition=edition, kind="break", all_rooms=True, starts_at=whole.ends_at, ends_at=whole.ends_at.replace(hour=23)
    )
    data = EXPORTS[kind](compile_agenda(edition).tree, language)
    back = plan_import(edition, data, Options(language))
    assert back.counts == {"refused": 0, "changed": 0, "new": 0, "same": 16, "absent": 0}
    days = {"starts_on": edition.starts_on, "ends_on": edition.ends_on, "timezone": edition.timezone}
    other = make.EditionFactory(status="announced", year=2025, **days)
    apply_import(upload(other, data, language=language))
    assert programme(other, language) == programme(edition, language)
    assert [
        (it.all_rooms, it.parent and it.parent.code) for it in other.sessions.filter(kind__in=["part", "break"])
    ] == [
        (False, whole.code),
        (True, None),
    ]


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("kind", EXPORTS)
def test_an_export_in_any_language_changes_nothing(kind, language):
    edition = make.EditionFactory(languages=["zh-hans", "fr"])
    text = {"title": "Talk", "title_zh_hans": "演讲", "theme": "", "theme_fr": "Thème", "edition": edition}
    session = make.SessionFactory(timed=True, kind="opening", floor_languages=["fr", "en"], **text)
    make.SessionFactory(timed=True, kind="break", all_rooms=True, **text)
    make.CreditFactory(session=session, card__published=True, role=Credit.Role.RAPPORTEUR)
    make.CreditFactory(session=session, seat=True, role=Credit.Role.DISCUSSANT)
    data = EXPORTS[kind](compile_agenda(edition).tree, language)
    assert plan_import(edition, data, Options(language)).counts["same"] == 2
