"""Content as data: one canonical form, and every text in the language asked for."""

import hashlib
import json

import pytest

from forums.agenda.body import agenda_body
from forums.agenda.content import SCHEMA, digest, from_json, in_language, to_json

from .entries import agenda, session

KNOWN = frozenset({"ar", "en", "fr", "zh-hans"})


def test_equal_agendas_are_equal_bytes():
    one = agenda(session("opening", title={"en": "Opening", "zh-hans": "开幕式"}), title={"fr": "Forum", "en": "Forum"})
    two = agenda(session("opening", title={"zh-hans": "开幕式", "en": "Opening"}), title={"en": "Forum", "fr": "Forum"})
    assert one.to_json() == two.to_json()
    assert one.to_json() != agenda(session("closing")).to_json()


def test_the_canonical_form_is_sorted_tight_and_in_its_own_script():
    content = agenda(session("opening", title={"zh-hans": "开幕式"}, room="hall")).to_json()
    assert content == json.dumps(json.loads(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert '"title":{"zh-hans":"开幕式"}' in content
    assert content.startswith('{"edition":{"city":{},')


def test_the_digest_is_the_sha_256_of_the_utf_8():
    assert digest("开幕式") == hashlib.sha256("开幕式".encode()).hexdigest()


@pytest.mark.parametrize(
    ("languages", "text"),
    [
        (["fr"], "Ouverture"),
        (["es", "fr", "en"], "Ouverture"),
        (["en"], "Opening"),
        (["es"], "Ouverture"),
        ([], "Ouverture"),
    ],
    ids=["its-own", "next-best", "other", "any-there-is", "none-asked"],
)
def test_a_text_is_given_in_the_first_language_it_has(languages, text):
    tree = {"title": {"fr": "Ouverture", "en": "Opening"}}
    assert in_language(tree, languages, KNOWN) == {"title": text}


def test_texts_are_found_at_every_depth_and_all_else_is_kept():
    tree = {
        "code": "opening",
        "number": None,
        "theme": {},
        "titles": {"en": ["chair", "dean"], "fr": ["présidente"]},
        "parts": [{"title": {"en": "Part"}, "sdgs": [4, 13]}],
        "organization": {"name": {"fr": "Nations Unies"}, "acronym": "ONU"},
    }
    assert in_language(tree, ["en"], KNOWN) == {
        "code": "opening",
        "number": None,
        "theme": "",
        "titles": ["chair", "dean"],
        "parts": [{"title": "Part", "sdgs": [4, 13]}],
        "organization": {"name": "Nations Unies", "acronym": "ONU"},
    }


def test_the_body_falls_back_to_the_edition_s_first_language():
    tree = json.loads(
        agenda(
            session("opening", title={"en": "Opening", "zh-hans": "开幕式", "fr": "Ouverture"}),
            session("closing", title={"en": "Closing", "zh-hans": "闭幕式"}),
            session("lunch", title={"en": "Lunch"}),
            languages=["zh-hans", "en"],
        ).to_json()
    )
    body = agenda_body(tree, release={"version": 3}, language="fr", known=KNOWN)
    answer = json.loads(body)
    assert [part["title"] for part in answer["sessions"]] == ["Ouverture", "闭幕式", "Lunch"]
    assert list(answer)[:2] == ["release", "language"]
    assert (answer["release"], answer["language"]) == ({"version": 3}, "fr")
    assert answer.keys() == tree.keys() | {"release", "language"}


def test_the_body_falls_back_to_english_where_the_edition_names_no_language():
    tree = json.loads(agenda(session("lunch", title={"ar": "غداء", "en": "Lunch"})).to_json())
    answer = json.loads(agenda_body(tree, release={}, language="fr", known=KNOWN))
    assert [part["title"] for part in answer["sessions"]] == ["Lunch"]


def test_a_release_of_schema_2_is_read_without_abstracts_and_readers():
    credit = {"speaker": "ada", "name": "Ada", "seat_of": None, "role": "speech", "talk": {}, "mode": "onsite"}
    part = {"credits": [credit], "parts": []}
    tree = from_json(to_json({"schema": 2, "sessions": [{"credits": [credit], "parts": [part]}], "withdrawn": []}))
    session = tree["sessions"][0]
    today = credit | {"abstract": {}, "read_by": ""}
    assert (tree["schema"], session["credits"], session["parts"][0]["credits"]) == (SCHEMA, [today], [today])
