"""The page behind a private link on which those who are quoted clear what will print of them."""

import datetime as dt
import re
from html import unescape

import pytest
from django.utils import timezone

from reports.answers import current_items, refuse_correction, settle_item
from reports.models import Clearance, ClearanceItem, DocumentVersion
from reports.pages.words import _WORDS
from speakers.links import issue_private_link, revoke_private_links
from tests import factories

from .quoted import ask, make_edition, quote, speaker, states

pytestmark = [pytest.mark.django_db, pytest.mark.office]

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def edition():
    return make_edition(languages=["en", "zh-hans"])


@pytest.fixture
def quoted(edition):
    """Two contributions of one person, asked about."""
    card = speaker(edition)
    session = factories.SessionFactory(edition=edition, title="Work & skills", timed=True)
    quote(edition, session=session, card=card, position=1)
    quote(edition, "{speaker} left.", session=session, card=card, position=2)
    [clearance] = ask(edition)
    return clearance


@pytest.fixture
def root(quoted, settings):
    address = issue_private_link("c", quoted.pk, until=timezone.now() + dt.timedelta(days=90))
    return address.removeprefix(settings.SITE_URL)


def text(response):
    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def post(client, root, item, kind, **values):
    return client.post(f"{root}{item.pk}/", {"answer": kind, "seen": item.digest} | values)


def test_the_page_shows_exactly_what_prints(client, root, quoted):
    response = client.get(root)
    said = text(response)
    assert response.status_code == 200
    assert "Ms Amina Okafor , Minister of Labour , said so ." in said
    assert "<strong>so</strong>" in response.content.decode()
    assert "Work & skills 12 December 2022" in said
    assert "we take silence as consent" in said
    assert "0 of 2 answered" in said
    assert [response.headers[name] for name in ("Cache-Control", "Referrer-Policy")] == ["no-store", "no-referrer"]
    quoted.refresh_from_db()
    assert quoted.opened_at


def test_only_their_own_is_shown(client, root, edition):
    quote(edition, "{speaker} told a riddle.", card=speaker(edition, name="Other"))
    ask(edition)
    assert "riddle" not in text(client.get(root))


def test_an_answer_is_saved_and_shown(client, root, quoted, edition):
    first, second = current_items(quoted)
    response = post(client, root, first, "approved")
    assert (response.status_code, response.url) == (302, f"{root}?saved={first.pk}#item-{first.pk}")
    assert post(client, root, second, "withdrawn", remark="No.").status_code == 302
    assert states(edition) == ["approved", "withdrawn"]
    said = text(client.get(root))
    assert "You approved this on" in said
    assert "It does not print" in said
    assert "You have answered everything" in said


def test_everything_is_approved_at_once(client, root, quoted, edition):
    items = current_items(quoted)
    post(client, root, items[0], "withdrawn")
    seen = [f"{item.pk}:{item.digest}" for item in items]
    assert client.post(f"{root}all/", {"seen": seen}).status_code == 302
    assert states(edition) == ["withdrawn", "approved"]


def test_what_was_not_on_the_page_is_not_approved(client, root, quoted, edition):
    first, _ = current_items(quoted)
    response = client.post(f"{root}all/", {"seen": [f"{first.pk}:{first.digest}", "nonsense"]})
    assert response.status_code == 409
    assert states(edition) == ["asked", "asked"]


def test_a_correction_starts_from_their_text_and_is_kept_as_typed(client, root, quoted, edition):
    item = current_items(quoted)[0]
    assert ">\nMs Amina Okafor, Minister of Labour, said **so**.</textarea>" in client.get(root).content.decode()
    typed = f"Ms Amina Okafor said **{HOSTILE}**."
    assert post(client, root, item, "corrected", correction=typed, remark="Titles changed.").status_code == 302
    item.refresh_from_db()
    assert (item.correction, item.remark, states(edition)[0]) == (typed, "Titles changed.", "corrected")
    assert HOSTILE not in client.get(root).content.decode()


@pytest.mark.parametrize(
    ("correction", "told"),
    [
        ("Ms Amina Okafor, Minister of Labour, said **so**.", "say in a remark"),
        ("", "say in a remark"),
        ("x" * 20_001, "at most 20000 characters"),
        ("a\x07b", "U+0007"),
    ],
    ids=["unchanged", "empty", "long", "control"],
)
def test_a_correction_that_cannot_be_kept_is_told(client, root, quoted, correction, told):
    response = post(client, root, current_items(quoted)[0], "corrected", correction=correction)
    assert response.status_code == 400
    assert told in text(response)
    assert states(quoted.edition) == ["asked", "asked"]


def test_ten_megabytes_are_refused_in_words(client, root, quoted, edition):
    response = post(client, root, current_items(quoted)[0], "corrected", correction="x" * 10_000_000)
    assert response.status_code == 413
    assert "too much text" in text(response)
    assert states(edition) == ["asked", "asked"]


def test_what_changed_meanwhile_is_read_again(client, root, quoted, edition):
    item = current_items(quoted)[0]
    ClearanceItem.objects.filter(pk=item.pk).update(digest="1" * 64)
    response = post(client, root, item, "approved")
    assert response.status_code == 409
    assert "changed since you opened the page" in text(response)
    assert states(edition) == ["asked", "asked"]


def test_a_refusal_is_told_with_its_reason(client, root, quoted):
    item = current_items(quoted)[0]
    post(client, root, item, "corrected", correction="Less.")
    item.refresh_from_db()
    refuse_correction(item, "The recording has it.", by=None)
    said = text(client.get(root))
    assert "The recording has it." in said
    assert "Silence does not count as consent here" in said
    assert post(client, root, item, "approved").status_code == 302


def test_what_is_settled_can_only_be_withdrawn(client, root, quoted, edition):
    item = current_items(quoted)[0]
    settle_item(item, "By telephone.", by=None)
    assert "By telephone" not in text(client.get(root))
    assert post(client, root, item, "approved").status_code == 409
    assert post(client, root, item, "withdrawn").status_code == 302
    assert states(edition)[0] == "withdrawn"


def test_after_the_deadline_the_page_says_so_and_changes_nothing(client, root, quoted, edition):
    item = current_items(quoted)[0]
    Clearance.objects.update(deadline=timezone.now() - dt.timedelta(days=1))
    response = client.get(root)
    assert "The time for answers is over" in text(response)
    assert "office@example.org" in text(response)
    assert "<form" not in response.content.decode()
    assert post(client, root, item, "withdrawn").status_code == 409
    assert states(edition) == ["asked", "asked"]


def test_while_it_is_prepared_anew_nothing_is_asked(client, root):
    Clearance.objects.update(status="draft", sent_at=None)
    assert "is being prepared anew" in text(client.get(root))


@pytest.mark.parametrize("wrong", ["unknown", "revoked", "taken back", "other purpose", "expired"])
def test_links_that_do_not_work_all_say_the_same(client, root, quoted, wrong, settings):
    later = timezone.now() + dt.timedelta(days=9)
    if wrong == "unknown":
        root = "/c/unknown/"
    elif wrong == "revoked":
        revoke_private_links("c", quoted.pk)
    elif wrong == "taken back":
        Clearance.objects.update(status="revoked")
    elif wrong == "other purpose":
        root = issue_private_link("r", quoted.pk, until=later).removeprefix(settings.SITE_URL).replace("/r/", "/c/")
    else:
        root = issue_private_link("c", quoted.pk, until=timezone.now()).removeprefix(settings.SITE_URL)
    response = client.get(root)
    assert response.status_code == 404
    assert response.content == client.get("/c/nothing/").content


def test_somebody_elses_contribution_is_not_answered(client, root, edition):
    quote(edition, card=speaker(edition, name="Other"))
    other = ask(edition)[1]
    [item] = current_items(other)
    assert post(client, root, item, "withdrawn").status_code == 404
    assert states(edition) == ["asked", "asked", "asked"]


def test_other_answers_and_methods_are_not_known(client, root, quoted):
    item = current_items(quoted)[0]
    assert post(client, root, item, "lapsed").status_code == 404
    assert client.get(f"{root}{item.pk}/").url == root
    assert client.put(root).status_code == 405


def test_the_page_is_complete_in_both_languages(client, root):
    said = text(client.get(f"{root}?language=zh-hans"))
    assert "拟刊印的您的发言" in said
    assert "即视为同意" in said
    english, chinese = ({key for key in _WORDS[code] if key.startswith("clear-")} for code in ("en", "zh-hans"))
    assert english == chinese


def test_who_is_not_published_is_not_taken_by_silence(client, root, edition):
    edition.cards.update(published=False)
    said = text(client.get(root))
    assert "nothing under your name without your approval" in said
    assert "silence as consent" not in said


def test_how_many_queries_the_page_takes(client, root, edition, django_assert_num_queries):
    client.get(root)
    # the link; the request; the items; its document
    with django_assert_num_queries(4):
        client.get(root)
    quote(edition, card=edition.cards.get())
    ask(edition)
    with django_assert_num_queries(4):
        client.get(root)
    assert not DocumentVersion.objects.exists()
