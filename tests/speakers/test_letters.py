"""What mails say: every text can be filled, and nothing else can be reached from one."""

import re

import pytest

from speakers import letters
from speakers.letters import Letter
from speakers.models import Mail

KINDS = Mail.Kind.values


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_shipped_with_what_it_may_fill(kind, language):
    letter = letters.shipped(kind, language)
    assert letters.find_mistake(kind, "subject", letter.subject) == ""
    assert letters.find_mistake(kind, "body", letter.body) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_say_the_same(kind):
    english, chinese = (letters.shipped(kind, language).body for language in ("en", "zh-hans"))
    assert set(re.findall(r"{\w+}", english)) == set(re.findall(r"{\w+}", chinese))


@pytest.mark.parametrize("kind", KINDS)
def test_every_placeholder_is_explained(kind):
    assert set(letters.allowed(kind, "body")) <= letters.PLACEHOLDERS.keys()


@pytest.mark.parametrize(
    "text",
    [
        "{unknown}",
        "{name.__init__.__globals__}",
        "{name!r}",
        "{name:>10}",
        "{0}",
        "{}",
        "{{name}}",
        "{{ settings.SECRET_KEY }}",
        "{% include 'x' %}",
        "${name}_{",
        "a } alone",
        "{missing}",
    ],
)
def test_a_text_with_anything_else_in_braces_is_refused(text):
    told = letters.find_mistake("invitation", "body", text)
    assert told.endswith(
        "not possible here. Use braces only for {name}, {forum}, {edition}, {dates}, {place}, {contact}, {role}, "
        "{answer_by}, {link}."
    )


def test_long_texts_are_not_for_subjects():
    assert letters.find_mistake("invitation", "subject", "{link}").startswith("{link}: not possible here.")


@pytest.mark.parametrize("name", ["{link}", "{contact}", "{{name}}", "<img src=x>", "%s", "$name", "{name.__class__}"])
def test_what_a_person_typed_is_put_in_and_never_read(name):
    filled = letters.fill(Letter("To {name}", "Dear {name}: {link}"), {"name": name, "contact": "secret"})
    assert filled == Letter(
        f"To {name}".replace("{link}", "{ link }"), f"Dear {name}".replace("{link}", "{ link }") + ": {link}"
    )


def test_a_subject_is_one_line_of_a_length_that_fits():
    filled = letters.fill(Letter("{edition}\r\nBcc: x", ""), {"edition": "a" * 2000})
    assert filled.subject == "a" * 299 + "…"
    assert letters.fill(Letter("{edition}\r\nBcc: x", ""), {"edition": "E"}).subject == "E Bcc: x"
