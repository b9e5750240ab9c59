"""The kinds of field: what they refuse, in which words, and how codes go through a form and back."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.urls import reverse

from forums.models import Edition, Session
from forums.models.fields import PROSE_LIMIT, GoalsField, LanguagesField, LineField, ProseField
from tests.factories import SessionFactory, UserFactory

UNPRINTABLE = {
    "null": "\x00",
    "escape": "\x1b",
    "vertical-tab": "\x0b",
    "delete": "\x7f",
    "next-line": "\x85",
    "half-a-pair": "\ud83d",
    "last-of-plane-0": "\ufffe",
    "last-of-plane-16": "\U0010ffff",
    "non-character": "\ufdd0",
    "left-to-right-override": "\u202d",
    "right-to-left-override": "\u202e",
}

each_field = pytest.mark.parametrize("field", [LineField(), ProseField()], ids=["line", "prose"])


def refusal(field, value):
    with pytest.raises(ValidationError) as refused:
        field.clean(value, None)
    return refused.value.messages


@each_field
@pytest.mark.parametrize("character", UNPRINTABLE.values(), ids=UNPRINTABLE)
def test_text_refuses_what_no_page_can_show_and_says_where(field, character):
    message = f"Remove the invisible character U+{ord(character):04X} at position 3."
    assert refusal(field, f"ab{character}c") == [message]


@each_field
@pytest.mark.parametrize(
    "text",
    ["Tab\tbed", "薛澜 & Ó hÉigeartaigh", "مرحبا", "👩‍🔬 \u200bwide", "soft\u00adhyphen", "\ufffd"],
    ids=["tab", "scripts", "arabic", "emoji", "soft-hyphen", "replacement"],
)
def test_text_keeps_what_a_page_can_show(field, text):
    assert field.clean(text, None) == text


@pytest.mark.parametrize(
    "mark", ["\n", "\r", "\r\n", "\u2028", "\u2029"], ids=["newline", "return", "both", "line", "paragraph"]
)
def test_line_is_one_line(mark):
    assert refusal(LineField(), f"Opening{mark}ceremony") == ["Write this on one line."]
    assert ProseField().clean(f"Opening{mark}ceremony", None) == f"Opening{mark}ceremony"


def test_line_is_as_long_as_it_is_told():
    assert LineField().clean("x" * 300, None) == "x" * 300
    assert refusal(LineField(), "x" * 301) == ["Ensure this value has at most 300 characters (it has 301)."]
    assert refusal(LineField(max_length=5), "x" * 6) == ["Ensure this value has at most 5 characters (it has 6)."]


def test_prose_ends_at_its_limit():
    assert ProseField().clean("x" * PROSE_LIMIT, None) == "x" * PROSE_LIMIT
    assert refusal(ProseField(), "x" * (PROSE_LIMIT + 1)) == ["Shorten this to 20,000 characters; it has 20001."]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("title_zh_hans", "开幕\n式", "Write this on one line."),
        ("description_ar", "\u202e", "Remove the invisible character U+202E at position 1."),
        ("description_fr", "x" * (PROSE_LIMIT + 1), "Shorten this to 20,000 characters; it has 20001."),
    ],
    ids=["line", "printable", "limit"],
)
def test_translations_keep_the_rules_of_their_field(name, value, message):
    assert refusal(Session._meta.get_field(name), value) == [message]


def test_timezone_is_one_that_is_known():
    field = Edition._meta.get_field("timezone")
    assert field.clean("Asia/Shanghai", None) == "Asia/Shanghai"
    assert refusal(field, "Asia/Pekin") == ["“Asia/Pekin” is not a time zone; write one like Asia/Shanghai."]


LANGUAGES = "choose from en, zh-hans, fr, es, ru, ar."
GOALS = "choose from 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17."


@pytest.mark.parametrize(
    ("field", "codes"),
    [(LanguagesField(), []), (LanguagesField(), ["fr", "en"]), (GoalsField(), [1, 17])],
    ids=["none", "languages", "goals"],
)
def test_codes_are_several_of_a_closed_list(field, codes):
    assert field.clean(codes, None) == codes


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        (LanguagesField(), ["en", "tlh", "xx"], f"tlh, xx: {LANGUAGES}"),
        (LanguagesField(), "en", f"en: {LANGUAGES}"),
        (LanguagesField(), None, f"None: {LANGUAGES}"),
        (GoalsField(), [0, 4, 18], f"0, 18: {GOALS}"),
        (GoalsField(), ["4"], f"4: {GOALS}"),
        (GoalsField(), {"4": 4}, f"{{'4': 4}}: {GOALS}"),
    ],
    ids=["languages", "one-language", "nothing", "goals", "goal-in-words", "mapping"],
)
def test_codes_refuse_what_is_not_on_the_list(field, value, message):
    assert refusal(field, value) == [message]


@pytest.mark.django_db
def test_codes_go_through_the_office_s_form_and_back(client):
    client.force_login(UserFactory(superuser=True))
    session = SessionFactory()
    page = reverse("admin:forums_session_change", args=[session.pk])
    form = client.get(page).context["adminform"].form
    assert [form[name].value() for name in ("sdgs", "floor_languages")] == [[], []]

    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    rows = {f"{rows}-{count}": 0 for rows in ("credits", "parts") for count in ("TOTAL_FORMS", "INITIAL_FORMS")}
    data = typed | rows | {"sdgs": ["4", "13"], "floor_languages": ["en", "zh-hans"]}
    assert client.post(page, data).status_code == 302
    session.refresh_from_db()
    assert (session.sdgs, session.floor_languages) == ([4, 13], ["en", "zh-hans"])

    response = client.get(page)
    boxes = response.context["adminform"].form["sdgs"].subwidgets
    assert [box.data["label"] for box in boxes if box.data["selected"]] == [
        "4. Quality education",
        "13. Climate action",
    ]
    assert '<input type="checkbox" name="sdgs" value="13" id="id_sdgs_12" checked>' in response.content.decode()
    # The same again is no change.
    client.post(page, data)
    assert [entry.get_change_message() for entry in LogEntry.objects.order_by("id")] == [
        "Changed Floor languages and Sustainable Development Goals.",
        "No fields changed.",
    ]

    wrong = client.post(page, data | {"sdgs": ["18"]})
    assert wrong.context["adminform"].form.errors == {
        "sdgs": ["Select a valid choice. 18 is not one of the available choices."]
    }
    session.refresh_from_db()
    assert session.sdgs == [4, 13]


def test_boxes_keep_the_order_that_languages_had():
    field = Edition._meta.get_field("languages")
    edition = Edition(languages=["zh-hans", "fr", "en"])
    field.save_form_data(edition, ["en", "zh-hans", "ar"])
    assert edition.languages == ["zh-hans", "en", "ar"]
