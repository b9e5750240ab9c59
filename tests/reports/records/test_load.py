"""A folder of records: loaded whole, loaded again, or refused with every mistake."""

import datetime as dt
import json

import pytest
from django.core.management import CommandError, call_command

from forums.exceptions import DomainError
from forums.models import Credit, Edition, Figure, Forum, Organization, Partnership, Session, SpeakerCard
from reports.models import (
    CallToAction,
    Delivery,
    Document,
    Instrument,
    Intervention,
    Lead,
    Milestone,
    Outcome,
    OutcomePoint,
    SessionReport,
    Takeaway,
    Workstream,
)
from reports.records.load import load_records
from reports.records.rows import MistakesError
from speakers.models import Appointment, Person, Registration

pytestmark = pytest.mark.django_db

FORUM = "key: talks\nname: Talks\n"
EDITION = """\
key: talks-2022
number: 1
year: 2022
title: Talks 2022
starts: 2022-12-09
ends: 2022-12-10
timezone: Asia/Shanghai
status: held
"""
FOLDER = {
    "organizations.yaml": """\
- {key: institute, name: Institute, parent: university}
- {key: university, name: {en: University, fr: Université}, article: true, aliases: [Uni, U]}
""",
    "people.yaml": """\
- key: li-meng
  family: Li
  given: Meng
  order: family-first
  appointments:
    - {title: professor, organization: university, from: 2020, to: 2022}
    - {title: dean, link: at, organization: institute, from: 2023-01}
- {key: ann-smith, family: Smith, given: Ann, invented: [given]}
""",
    "instruments.yaml": "- {key: charter, title: Charter, kind: act, issuer: university, adopted: 2021-11-23}\n",
    "workstreams.yaml": """\
- {key: committee, kind: committee, title: Committee}
- key: programme
  kind: programme
  title: Programme
  parent: committee
  forum: talks
  released_at: talks-2022
  leads: [{person: li-meng}]
  milestones: [{kind: seminar, title: Seminar, session: talks-2022/opening, edition: talks-2022}]
""",
    "talks/forum.yaml": FORUM,
    "talks/talks-2022.yaml": EDITION
    + """\
rooms: [{key: hall, name: Hall, capacity: 300, invented: [capacity]}]
tracks: [{key: main, name: Main}]
partners: [{organization: university, role: host}]
figures: [{kind: participants, value: 70, source: Report}]
announcements: [{starts: 2022-12-09, ends: 2022-12-10, source: Report, preferred: true}]
featured: [ann-smith]
documents:
  - key: report-2022
    kind: report
    chapters: [about, summaries]
    deliveries: [{to: university, on: 2023, occasion: Assembly, channel: sent}]
""",
    "talks/talks-2022/02-opening.yaml": """\
key: opening
kind: opening
title: Opening
room: hall
track: main
starts: 2022-12-09 09:00
ends: 2022-12-09 10:00
organizers: [institute]
policy_questions: ["Who?", "When?"]
sdgs: [8, 9]
interventions:
  - {person: li-meng, role: speech, text: "{speaker} began."}
  - {key: panel, collective: panelists, text: They agreed.}
  - {person: li-meng, role: speech, text: "{speaker} went on."}
  - {seat: institute, role: rapporteur}
takeaways: [All agreed.]
calls_to_action: [{text: Meet again., addressee: Everyone}]
sessions:
  - {key: panel, kind: panel, title: Panel, invented: [title]}
""",
    "talks/talks-2022/outcomes.yaml": """\
- heading: Agreed
  points:
    - text: To meet
      rests_on: [opening/li-meng, opening/li-meng/2, opening/panel]
      points: [{text: Soon, rests_on: []}]
""",
}


@pytest.fixture
def load(tmp_path):
    """A function that writes files over those of a small folder and loads it; None leaves a file out."""
    folder = tmp_path / "records"

    def load(changes=None, /):
        for name, text in (FOLDER | (changes or {})).items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            if text is not None:
                path.write_text(text)
        return load_records(folder)

    return load


@pytest.fixture
def mistakes(load):
    """A function that loads what must be refused, and returns the mistakes."""

    def mistakes(changes):
        with pytest.raises(MistakesError) as refusal:
            load(changes)
        assert not Organization.objects.exists()
        return [str(mistake) for mistake in refusal.value.mistakes]

    return mistakes


def changed(name, old, new):
    """The file with something else in it."""
    assert old in FOLDER[name]
    return {name: FOLDER[name].replace(old, new)}


def test_a_folder_becomes_records(load):
    loaded = load()
    assert (loaded.changed, loaded.same) == ({}, {})
    assert loaded.new == {
        "announcement": 1,
        "appointment": 2,
        "call to action": 1,
        "chapter": 2,
        "credit": 2,
        "delivery": 1,
        "document": 1,
        "edition": 1,
        "figure": 1,
        "forum": 1,
        "instrument": 1,
        "intervention": 3,
        "lead": 1,
        "milestone": 1,
        "organization": 2,
        "outcome": 1,
        "outcome point": 2,
        "partnership": 1,
        "person": 2,
        "room": 1,
        "session": 2,
        "session report": 1,
        "takeaway": 1,
        "track": 1,
        "workstream": 2,
    }


def test_loading_again_changes_nothing(load):
    first, again = load(), load()
    assert (again.new, again.changed) == ({}, {})
    # Who speaks twice in one role has one credit for it, read once.
    assert again.same == first.new


def test_loading_again_changes_what_the_folder_changed(load):
    first = load()
    again = load(changed("talks/talks-2022/02-opening.yaml", "title: Opening", "title: Opening Remarks"))
    assert (again.new, again.changed) == ({}, {"session": 1})
    assert again.same + again.changed == first.new
    assert Session.objects.get(code="opening").title == "Opening Remarks"


def test_rows_that_the_folder_does_not_name_are_left_alone(load):
    load()
    again = load({"workstreams.yaml": None, "talks/talks-2022/outcomes.yaml": "[]\n"})
    assert (again.new, again.changed) == ({}, {})
    assert (Workstream.objects.count(), Outcome.objects.count()) == (2, 1)


def test_people_and_organizations_are_as_their_rows_say(load):
    load()
    university, institute = Organization.objects.order_by("name")[::-1]
    assert (university.name_fr, university.takes_article, university.aliases) == ("Université", True, "Uni\nU")
    assert institute.parent == university
    li = Person.objects.get(family_name="Li")
    assert (str(li), li.note) == ("Li Meng", "")
    assert Person.objects.get(family_name="Smith").note == "Invented for the sample: given."
    assert [(str(it), it.started_on, it.ended_on) for it in Appointment.objects.filter(person=li)] == [
        ("professor of University", dt.date(2020, 1, 1), dt.date(2022, 12, 31)),
        ("dean at Institute", dt.date(2023, 1, 1), None),
    ]


def test_how_a_title_is_printed_is_loaded(load):
    people = """\
- key: liu-bai
  family: Liu
  given: Bai
  appointments:
    - {title: head of research, short_title: {en: head}, before_name: true, organization: institute, rank: director}
    - {title: dean, organization: university}
"""
    changed = FOLDER["people.yaml"] + people
    load({"people.yaml": changed})
    rows = Appointment.objects.filter(person__family_name="Liu")
    assert list(rows.values_list("title_en", "short_title_en", "before_name", "rank")) == [
        ("head of research", "head", True, 4), ("dean", "", False, 5),
    ]  # fmt: skip


def test_speakers_are_registered_and_billed_as_of_the_first_day(load):
    load()
    assert list(SpeakerCard.objects.values_list("name", "titles", "featured_position", "published")) == [
        ("Li Meng", "professor of the University", None, True),
        ("Ann Smith", "", 1, True),
    ]
    assert set(Registration.objects.values_list("status", flat=True)) == {"attended"}


def test_the_programme_is_as_its_files_say(load):
    load()
    opening, panel = Session.objects.order_by("id")
    assert (opening.starts_at, opening.ends_at) == (
        dt.datetime(2022, 12, 9, 1, tzinfo=dt.UTC),
        dt.datetime(2022, 12, 9, 2, tzinfo=dt.UTC),
    )
    assert (opening.position, opening.status, opening.room.name, opening.track.name) == (2, "held", "Hall", "Main")
    assert (opening.policy_questions, opening.sdgs) == ("Who?\nWhen?", [8, 9])
    assert [it.slug for it in opening.organizers.all()] == ["institute"]
    assert (panel.parent, panel.note) == (opening, "Invented for the sample: title.")
    assert [(str(it), it.position, it.status) for it in Credit.objects.order_by("position")] == [
        ("Li Meng, speech", 1, "delivered"),
        ("Delegate of Institute, rapporteur", 4, "delivered"),
    ]


def test_what_was_said_is_as_its_files_say(load):
    load()
    report = SessionReport.objects.get()
    assert (report.session.code, report.status) == ("opening", "approved")
    # Computed whenever it is read.
    assert (report.takeaways_due_at, report.due_at, report.rapporteur) == (None, None, None)
    assert [(it.key, str(it.credit or it.collective), it.text) for it in Intervention.objects.all()] == [
        ("li-meng", "Li Meng, speech", "{speaker} began."),
        ("panel", "panelists", "They agreed."),
        ("li-meng-2", "Li Meng, speech", "{speaker} went on."),
    ]
    assert (Takeaway.objects.get().text, CallToAction.objects.get().addressee) == ("All agreed.", "Everyone")


def test_outcomes_rest_on_what_was_said(load):
    load()
    point, nested = OutcomePoint.objects.order_by("id")
    assert (nested.parent, nested.outcome, nested.text) == (point, Outcome.objects.get(), "Soon")
    assert [it.key for it in point.evidence.order_by("position")] == ["li-meng", "panel", "li-meng-2"]
    assert list(OutcomePoint.objects.unsupported()) == [nested]


def test_documents_and_workstreams_are_as_their_rows_say(load):
    load()
    delivery = Delivery.objects.get()
    assert str(delivery) == "Report, Talks 2022 sent to University"
    assert (delivery.on, delivery.occasion) == (dt.date(2023, 1, 1), "Assembly")
    assert [str(it) for it in delivery.document.chapters.all()] == ["About the forum", "Summaries"]
    assert Instrument.objects.get().adopted_on == dt.date(2021, 11, 23)
    programme = Workstream.objects.get(key="programme")
    assert (programme.parent.key, programme.forum.slug, programme.released_at.slug) == (
        "committee",
        "talks",
        "talks-2022",
    )
    assert str(Lead.objects.get(workstream=programme)) == "Li Meng, co-lead"
    milestone = Milestone.objects.get(workstream=programme)
    assert (milestone.session.code, milestone.edition.slug) == ("opening", "talks-2022")


def test_a_document_says_what_one_above_it_says_in_its_language(load):
    translation = "  - {key: report-zh, kind: report, language: zh-hans, original: report-2022}\n"
    load({"talks/talks-2022.yaml": FOLDER["talks/talks-2022.yaml"] + translation})
    document = Document.objects.get(key="report-zh")
    assert (document.original.key, document.language) == ("report-2022", "zh-hans")


def test_the_programme_of_an_edition_to_come_is_planned(load):
    load(
        {
            "talks/talks-2022.yaml": EDITION.replace("held", "announced") + "format: online\n",
            "talks/talks-2022/02-opening.yaml": "{key: opening, kind: opening, title: Opening,"
            " interventions: [{person: li-meng, role: speech}]}",
            "talks/talks-2022/outcomes.yaml": None,
        }
    )
    assert Session.objects.get().status == "planned"
    credit = Credit.objects.get()
    assert (credit.status, credit.mode) == ("planned", "video-link")
    assert Registration.objects.get().status == "confirmed"
    assert not SessionReport.objects.exists()


def test_every_mistake_of_a_folder_is_reported_and_nothing_stored(mistakes):
    found = mistakes(
        {
            "organizations.yaml": FOLDER["organizations.yaml"] + "- {key: club, name: Club, cuntry: CN}\n",
            "people.yaml": FOLDER["people.yaml"] + "- {key: nobody}\n",
            "instruments.yaml": "- [\n",
            "talks/forum.yaml": "key: walks\nname: Talks\n",
            "talks/talks-2022.yaml": EDITION + "figures:\n  - {kind: guests, value: many, source: Report}\n",
            "workstreams.yaml": "- key: programme\n  kind: club\n  title: Programme\n",
        }
    )
    assert found == [
        "instruments.yaml:2: not YAML: expected the node content, but found '<stream end>'",
        "organizations.yaml:3: “cuntry” is not known here; see the list of keys in the README",
        "people.yaml:9: “family” is missing",
        "people.yaml:9: family_name: This field cannot be blank.",
        "talks/forum.yaml:1: “key”: the folder is called talks",
        "talks/talks-2022.yaml:1: the folder talks needs a forum.yaml with “key: talks”",
        "workstreams.yaml:1: kind: This field cannot be blank.",
        "workstreams.yaml:2: “kind”: club is not one of committee, programme",
    ]


OPENING = "talks/talks-2022/02-opening.yaml"
SAID = "{person: li-meng, role: speech, text: x}"


def opening(**more):
    rows = "".join(f"{key}: {value}\n" for key, value in more.items())
    title = "" if "title" in more else "title: Opening\n"
    session = f"key: opening\nkind: opening\n{title}{rows}"
    return {OPENING: session, "talks/talks-2022/outcomes.yaml": None, "workstreams.yaml": None}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            changed("organizations.yaml", "parent: university", "parent: college"),
            ["organizations.yaml:1: “parent”: there is no organization “college”"],
            id="unknown-parent",
        ),
        pytest.param(
            {"organizations.yaml": FOLDER["organizations.yaml"] + "- {key: university, name: College}\n"},
            ["organizations.yaml:3: this organization stands in organizations.yaml:2 already"],
            id="organization-twice",
        ),
        pytest.param(
            {"people.yaml": FOLDER["people.yaml"] + "- {key: li-meng, family: Lee}\n"},
            ["people.yaml:9: this person stands in people.yaml:1 already"],
            id="person-twice",
        ),
        pytest.param(
            changed("talks/talks-2022.yaml", "[about, summaries]", "[about, about]"),
            ["talks/talks-2022.yaml:16: this chapter stands in talks/talks-2022.yaml:16 already"],
            id="chapter-twice",
        ),
        pytest.param(
            changed("people.yaml", "link: at", "link: near"),
            ["people.yaml:7: “link”: near is not one of of, at, in, for, from, ,"],
            id="unknown-link",
        ),
        pytest.param(
            changed(
                "people.yaml", "{title: professor, organization: university, from: 2020, to: 2022}", "{from: 2020}"
            ),
            ["people.yaml:6: Give a title, an organization, or both."],
            id="appointment-to-nothing",
        ),
        pytest.param(
            {"talks/talks-2022.yaml": EDITION.replace("number: 1\n", "number: one\n")} | opening(),
            [
                "talks/talks-2022.yaml:1: number: This field cannot be null.",
                "talks/talks-2022.yaml:2: “number”: one is not a whole number",
            ],
            id="number-in-words",
        ),
        pytest.param(
            {"talks/talks-2022.yaml": EDITION.replace("Asia/Shanghai", "Beijing")} | opening(),
            [
                "talks/talks-2022.yaml:1: timezone: “Beijing” is not a time zone; write one like Asia/Shanghai.",
            ],
            id="unknown-time-zone",
        ),
        pytest.param(
            {
                "talks/talks-2022.yaml": EDITION.replace("starts: 2022-12-09\nends: 2022-12-10\n", "when: winter\n")
                + "featured: [ann-smith]\n"
            }
            | opening(interventions=f"[{SAID}]"),
            [
                "talks/talks-2022.yaml:8: featured guests are billed as of the first day: give “starts”",
                f"{OPENING}:4: speakers are billed as of the edition's first day: give it “starts”",
            ],
            id="no-days-to-bill-for",
        ),
        pytest.param(
            opening(room="attic"),
            [f"{OPENING}:4: “room”: there is no room “attic”"],
            id="unknown-room",
        ),
        pytest.param(
            opening(starts="2022-12-09 09:00", ends="2022-12-09 08:00"),
            [f"{OPENING}:1: Give both times, the end after the start, or neither."],
            id="ends-before-it-starts",
        ),
        pytest.param(
            opening(sdgs="[18]"),
            [f"{OPENING}:1: sdgs: 18: choose from {', '.join(map(str, range(1, 18)))}."],
            id="eighteenth-goal",
        ),
        pytest.param(
            opening(interventions="[{text: x}]"),
            [
                f"{OPENING}:4: an intervention has one of “person”, “seat” and “collective”",
                f"{OPENING}:4: “role” is missing",
            ],
            id="nobody-spoke",
        ),
        pytest.param(
            opening(interventions="[{person: li-meng, seat: institute, role: speech}]"),
            [f"{OPENING}:4: an intervention has one of “person”, “seat” and “collective”"],
            id="two-spoke-as-one",
        ),
        pytest.param(
            opening(interventions="[{person: li-ming, role: speech, text: x}]"),
            [f"{OPENING}:4: “person”: there is no person “li-ming”"],
            id="stranger",
        ),
        pytest.param(
            opening(attribution="chatham-house", interventions=f"[{SAID}]"),
            [f"{OPENING}:5: credit: Nobody may be named here: Chatham House rule."],
            id="named-under-chatham-house",
        ),
        pytest.param(
            opening(takeaways="[x]") | {"talks/talks-2022.yaml": EDITION.replace("held", "open")},
            [f"{OPENING}:1: what was said is loaded once the edition's “status” is held or documented"],
            id="takeaways-before-it-was-held",
        ),
        pytest.param(
            opening(interventions=f"[{SAID}]") | {"talks/talks-2022.yaml": EDITION.replace("held", "open")},
            [f"{OPENING}:1: what was said is loaded once the edition's “status” is held or documented"],
            id="said-before-it-was-held",
        ),
        pytest.param(
            opening(
                sessions="[{key: b, kind: part, title: B, sessions: [{key: c, kind: part, title: C,"
                " sessions: [{key: d, kind: part, title: D}]}]}]"
            ),
            [f"{OPENING}:4: parent: Sessions nest three deep at most: plenary > panel > part."],
            id="four-deep",
        ),
        pytest.param(
            changed("talks/talks-2022/outcomes.yaml", "opening/li-meng/2", "opening/li-meng/3"),
            ["talks/talks-2022/outcomes.yaml:4: “rests_on”: there is no intervention “opening/li-meng/3”"],
            id="third-time-that-was-not",
        ),
        pytest.param(
            changed("talks/talks-2022/outcomes.yaml", ", rests_on: []", ""),
            ["talks/talks-2022/outcomes.yaml:5: say what the point rests on; “rests_on: []” if on nothing"],
            id="point-on-nothing-unsaid",
        ),
        pytest.param(
            changed(
                "talks/talks-2022/outcomes.yaml", "rests_on: []", "rests_on: [], points: [{text: x, rests_on: []}]"
            ),
            ["talks/talks-2022/outcomes.yaml:5: parent: Points nest one level deep only."],
            id="points-three-deep",
        ),
        pytest.param(
            changed("workstreams.yaml", "parent: committee", "parent: board"),
            ["workstreams.yaml:5: “parent”: there is no workstream above this one “board”"],
            id="unknown-workstream",
        ),
    ],
)
def test_a_mistake_is_told_by_file_and_line(mistakes, changes, expected):
    assert mistakes(changes) == expected


def test_a_folder_without_a_forum_is_told(mistakes):
    found = mistakes({"talks/forum.yaml": None, "workstreams.yaml": None})
    assert found == ["talks/talks-2022.yaml:1: the folder talks needs a forum.yaml with “key: talks”"]


def test_organizations_are_not_part_of_each_other(mistakes):
    rings = "- {key: a, name: A, parent: b}\n- {key: b, name: B, parent: a}\n- {key: c, name: C, parent: c}\n"
    found = mistakes(dict.fromkeys(FOLDER) | {"organizations.yaml": rings})
    assert [it for it in found if "already" in it] == [
        "organizations.yaml:2: “parent”: a is part of b already",
        "organizations.yaml:3: “parent”: c is part of c already",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '#import "x": *',
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "[[[((({{{*_`",
        "{{ settings.SECRET_KEY }} {x.__class__} ${y} %s",
        "Robert'); DROP TABLE forums_session;--",
        "=cmd|' /C calc'!A0",
        "🎉 👩‍🔬",
        "محمد بن عبد الله",
        "王小明",
        "x" * 300,
    ],
)
def test_what_looks_dangerous_is_stored_as_text(load, text):
    name = text[:100]
    people = f"{FOLDER['people.yaml']}- {{key: x, family: {json.dumps(name, ensure_ascii=False)}}}\n"
    load({"people.yaml": people} | opening(title=json.dumps(text, ensure_ascii=False)))
    assert Person.objects.order_by("id").last().family_name == name
    assert Session.objects.get(code="opening").title == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x" * 10_000, "title_en: Ensure this value has at most 300 characters (it has 10000)."),
        ("a\nb", "title_en: Write this on one line."),
        ("a\x00b", "“title”: Remove the invisible character U+0000 at position 2."),
        ("a\x1b[2Jb", "“title”: Remove the invisible character U+001B at position 2."),
        ("\u202egpj.exe", "“title”: Remove the invisible character U+202E at position 1."),
        ("\ud83d", "“title”: Remove the invisible character U+D83D at position 1."),
    ],
    ids=["endless", "line-break", "null", "escape", "reversed", "half-a-character"],
)
def test_what_cannot_be_printed_is_refused(mistakes, text, message):
    found = [it.split(": ", 1)[1] for it in mistakes(opening(title=json.dumps(text)))]
    assert [it for it in found if it != "title: This field cannot be blank."] == [message]


@pytest.mark.parametrize("key", ["../../etc/passwd", "a b", "<b>", "é", "x" * 81])
def test_a_key_is_a_plain_word(mistakes, key):
    value = json.dumps(key)
    rule = "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."
    if len(key) > 80:
        rule = "Ensure this value has at most 80 characters (it has 81)."
    found = mistakes(
        {"organizations.yaml": f"{FOLDER['organizations.yaml']}- {{key: {value}, name: X}}\n"}
        | {OPENING: FOLDER[OPENING].replace("key: panel, kind", f"key: {value}, kind")}
    )
    assert found == [f"organizations.yaml:3: slug: {rule}", f"{OPENING}:19: code: {rule}"]


@pytest.mark.parametrize("code", ["0000", "0007", "D83D"])
def test_a_key_with_an_invisible_character_never_reaches_the_database(mistakes, code):
    found = mistakes({"instruments.yaml": f'- {{key: "a\\u{code}", title: A, kind: act}}\n'})
    assert found == [
        f"instruments.yaml:1: “key”: Remove the invisible character U+{code} at position 2.",
        "instruments.yaml:1: key: This field cannot be blank.",
    ]


def test_a_folder_that_does_not_exist_is_told(tmp_path):
    with pytest.raises(DomainError, match=r"^There is no folder .*/nowhere\.$"):
        load_records(tmp_path / "nowhere")


def test_the_command_says_what_it_did(load, tmp_path, capsys):
    load()
    call_command("load_records", tmp_path / "records")
    lines = capsys.readouterr().out.splitlines()
    assert [lines[0], lines[-1]] == [
        "announcement: 0 new, 0 changed, 1 the same",
        "workstream: 0 new, 0 changed, 2 the same",
    ]
    assert len(lines) == 25


def test_the_command_ends_with_one_clear_error(tmp_path):
    (tmp_path / "people.yaml").write_bytes(b"\xff\xfe")
    (tmp_path / "organizations.yaml").write_text("- {key: a}\n")
    with pytest.raises(CommandError) as refusal:
        call_command("load_records", tmp_path)
    assert str(refusal.value).splitlines() == [
        "Nothing was stored. Mend 3 mistake(s) and load again:",
        "organizations.yaml:1: “name” is missing",
        "organizations.yaml:1: name: This field cannot be blank.",
        "people.yaml:1: cannot be read: 'utf-8' codec can't decode byte 0xff in position 0: invalid start byte",
    ]
    with pytest.raises(CommandError, match=r"^There is no folder "):
        call_command("load_records", tmp_path / "nowhere")
    models = [Edition, Figure, Forum, Organization, Partnership, Person]
    assert [model.objects.count() for model in models] == [0] * len(models)
