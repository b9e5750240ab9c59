"""The page behind a private link on which reviewers comment on a version, paragraph by paragraph."""

import datetime as dt
import re
from dataclasses import replace
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.comments import decide_comment
from reports.models import Comment, Reviewer, ReviewRound
from reports.pages.words import _WORDS
from reports.paper.content import Paragraph, Run, Section
from speakers.links import issue_private_link, revoke_private_links
from tests import factories

from .renderers.papers import small_paper

pytestmark = [pytest.mark.django_db, pytest.mark.office]

HOSTILE = "<script>alert(1)</script>"


def frozen(*texts):
    """A version for review with a chapter of so many paragraphs."""
    blocks = tuple(Paragraph(f"one/{number}", (Run(text),)) for number, text in enumerate(texts, 1))
    paper = replace(small_paper(), chapters=(Section("one", "I.", "Chapter one", blocks),), index=())
    return factories.DocumentVersionFactory(
        stage="review",
        content=paper.to_json(),
        document__title="Outcomes",
        document__edition__forum__contact="office@example.org",
    )


@pytest.fixture
def reviewer():
    round_ = factories.ReviewRoundFactory(running=True, version=frozen("First words.", "Second words."))
    return factories.ReviewerFactory(round=round_, name="Amina Okafor", organization=factories.OrganizationFactory())


@pytest.fixture
def root(reviewer, settings):
    return address_of(reviewer, settings)


def address_of(reviewer, settings):
    until = timezone.now() + dt.timedelta(days=90)
    return issue_private_link("v", reviewer.pk, until=until).removeprefix(settings.SITE_URL)


def text(response):
    body = re.sub(r"<(script|style).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def post(client, root, anchor="one/1", **values):
    return client.post(f"{root}comment/", {"at": anchor, "key": "k1", "text": "Say who.", "proposed": ""} | values)


def test_the_page_shows_the_document_with_a_way_to_comment_everywhere(client, root, reviewer):
    response = client.get(root)
    said, html = text(response), response.content.decode()
    assert response.status_code == 200
    assert "First words." in said
    assert "For Amina Okafor" in said
    assert "Other reviewers do not see them" in said
    # The chapter's heading, its two paragraphs, and the document as a whole.
    assert re.findall(r'comment/\?at=([^"&]*)', html) == ["", "one", "one%2F1", "one%2F2"]
    assert [response.headers[name] for name in ("Cache-Control", "Referrer-Policy")] == ["no-store", "no-referrer"]
    reviewer.refresh_from_db()
    assert reviewer.state == "reading"


def test_a_comment_is_kept_and_listed(client, root, reviewer):
    form = client.get(f"{root}comment/?at=one/1")
    assert "I. Chapter one First words." in text(form)
    assert 'name="key" value="' in form.content.decode()
    response = post(client, root, text=f"Say {HOSTILE}\r\nwho.", proposed="Better words.")
    comment = Comment.objects.get()
    assert response.url == f"{root}?saved={comment.pk}#mine-{comment.pk}"
    assert (comment.text, comment.proposed) == (f"Say {HOSTILE}\nwho.", "Better words.")
    assert (comment.anchor, comment.author, comment.organization) == ("one/1", "Amina Okafor", reviewer.organization)
    page = client.get(response.url)
    assert "Your comment is saved." in text(page)
    assert HOSTILE not in page.content.decode()
    assert "Better words." in text(page)


def test_the_whole_document_is_commented_on_too(client, root):
    assert "Proposed wording" not in text(client.get(f"{root}comment/?at="))
    assert post(client, root, anchor="").status_code == 302
    assert Comment.objects.get().anchor == ""


def test_a_form_sent_twice_makes_one_comment(client, root):
    first, second = post(client, root), post(client, root)
    assert first.url == second.url
    assert Comment.objects.count() == 1
    # Somebody went back and wrote on: offered as a change, nothing lost.
    again = post(client, root, text="Say who and when.")
    assert again.status_code == 409
    assert "has arrived already" in text(again)
    assert "Say who and when." in again.content.decode()
    assert Comment.objects.get().text == "Say who."


def test_a_comment_is_changed_and_removed(client, root):
    post(client, root)
    comment = Comment.objects.get()
    assert "Say who." in client.get(f"{root}comment/?change={comment.pk}").content.decode()
    client.post(f"{root}comment/", {"change": comment.pk, "text": "Say when.", "proposed": "P."})
    comment.refresh_from_db()
    assert (comment.text, comment.proposed, bool(comment.changed_at)) == ("Say when.", "P.", True)
    for _ in range(2):
        assert client.post(f"{root}remove/", {"comment": comment.pk}).url == f"{root}?saved=removed#yours"
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"text": " "}, "This field is required"),
        ({"text": "x" * 80_000}, "at most 20000 characters"),
        ({"proposed": "x" * 80_000}, "at most 20000 characters"),
        ({"text": "a\x07b"}, "U+0007"),
    ],
    ids=["empty", "80 KB", "80 KB of wording", "control"],
)
def test_what_cannot_be_kept_is_told(client, root, values, told):
    response = post(client, root, **values)
    assert response.status_code == 400
    assert told in text(response)
    assert not Comment.objects.exists()


def test_ten_megabytes_are_refused_in_words(client, root):
    response = post(client, root, text="x" * 10_000_000)
    assert response.status_code == 413
    assert "too much text" in text(response)


def test_others_comments_are_neither_seen_nor_touched(client, root, reviewer):
    other = factories.ReviewerFactory(round=reviewer.round)
    theirs = factories.CommentFactory(round=reviewer.round, reviewer=other, anchor="one/1", text="A secret.")
    assert "secret" not in text(client.get(root))
    assert client.get(f"{root}comment/?change={theirs.pk}").status_code == 404
    assert client.post(f"{root}comment/", {"change": theirs.pk, "text": "Mine."}).status_code == 404
    client.post(f"{root}remove/", {"comment": theirs.pk})
    assert Comment.objects.get().text == "A secret."


@pytest.mark.parametrize("path", ["comment/?at=no/1", "comment/?change=x", "comment/?change=99", "else/"])
def test_what_is_not_there_is_not_found(client, root, path):
    assert client.get(f"{root}{path}").status_code == 404


def test_who_is_done_may_come_back(client, root, reviewer):
    for _ in range(2):
        assert client.post(f"{root}finish/").url == root
    reviewer.refresh_from_db()
    assert reviewer.state == "finished"
    assert "You have told us that you are done" in text(client.get(root))
    client.post(f"{root}resume/")
    reviewer.refresh_from_db()
    assert reviewer.state == "reading"


def test_what_was_decided_is_not_changed(client, root):
    post(client, root)
    comment = Comment.objects.get()
    decide_comment(comment, "declined", "It is said.", seen="open", by=None)
    # Told only once all are told.
    assert "It is said." not in text(client.get(root))
    response = client.post(f"{root}comment/", {"change": comment.pk, "text": "More."})
    assert response.status_code == 409
    assert "has decided on this comment already" in text(response)
    assert client.post(f"{root}remove/", {"comment": comment.pk}).status_code == 409


def test_after_the_round_nothing_is_taken_and_the_answers_are_read(client, root, reviewer):
    post(client, root)
    comment = Comment.objects.get()
    decide_comment(comment, "partly", "Half of it.", seen="open", by=None)
    ReviewRound.objects.update(opens_on="2020-01-01", closes_on="2020-01-09")
    response = client.get(root)
    said = text(response)
    assert "The review is over It ended on 9 January 2020" in said
    assert "office@example.org" in said
    assert "First words." in said
    assert "Half of it." not in said
    assert "<form" not in response.content.decode()
    for step in ("comment", "finish", "resume"):
        late = client.post(f"{root}{step}/", {"at": "one/1", "text": "Late.", "key": "k2"})
        assert late.status_code == 409
        assert "The review was over when you sent this" in text(late)
    assert client.get(f"{root}comment/?at=one/1").url == root
    ReviewRound.objects.update(answered_at=timezone.now())
    assert "Partly accepted Why Half of it." in text(client.get(root))
    assert Comment.objects.count() == 1


def test_before_the_round_the_document_is_not_shown(client, root):
    ReviewRound.objects.update(opens_on="2198-01-01")
    said = text(client.get(root))
    assert "It begins on 1 January 2198" in said
    assert "First words." not in said


@pytest.mark.parametrize("wrong", ["unknown", "revoked", "taken back", "other purpose"])
def test_links_that_do_not_work_all_say_the_same(client, root, reviewer, wrong, settings):
    if wrong == "unknown":
        root = "/v/unknown/"
    elif wrong == "revoked":
        revoke_private_links("v", reviewer.pk)
    elif wrong == "taken back":
        Reviewer.objects.update(revoked_at=timezone.now())
    else:
        other = issue_private_link("r", reviewer.pk, until=timezone.now() + dt.timedelta(days=9))
        root = other.removeprefix(settings.SITE_URL).replace("/r/", "/v/")
    response = client.get(root)
    assert response.status_code == 404
    assert response.content == client.get("/v/nothing/").content


def test_the_page_is_complete_in_both_languages(client, root):
    said = text(client.get(f"{root}?language=zh-hans"))
    assert "其他审阅人看不到您的意见" in said
    form = client.get(f"{root}comment/?at=one/1&language=zh-hans")
    assert "建议文字" in text(form)
    assert post(client, f"{root}", key="k9").status_code == 302
    english, chinese = ({key for key in _WORDS[code] if key.startswith("review-")} for code in ("en", "zh-hans"))
    assert english == chinese


def test_the_design_of_the_paper_leaves_the_page_alone(client):
    response = client.get("/v/paper.css")
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert {line[0] for line in response.content.decode().splitlines() if line[:1].strip()} == {".", "@", "}"}


@pytest.mark.parametrize("rows", [1, 3])
def test_how_many_queries_the_page_takes(client, settings, django_assert_num_queries, rows):
    round_ = factories.ReviewRoundFactory(running=True, version=frozen(*["Words."] * rows))
    reviewer = factories.ReviewerFactory(round=round_)
    for number in range(1, rows + 1):
        factories.CommentFactory(round=round_, reviewer=reviewer, anchor=f"one/{number}")
    root = address_of(reviewer, settings)
    client.get(root)
    # the link; the reviewer with the version; their comments
    with django_assert_num_queries(3):
        client.get(root)


def test_the_office_writes_a_comment_down_on_a_paragraph_that_is_there(admin_client, reviewer):
    round_, at = reviewer.round, "one/1"
    page = f"{reverse('admin:reports_comment_add')}?round={round_.pk}"
    asked = admin_client.get(page).content.decode()
    assert f'<option value="{at}">' in asked
    assert "DatabaseDefault" not in asked
    data = {"round": round_.pk, "author": "Ann Lee", "text": "Say who."}
    assert "Select a valid choice." in admin_client.post(page, data | {"anchor": "nowhere"}).content.decode()
    assert admin_client.post(page, data | {"anchor": at}).status_code == 302
    comment = round_.comments.get()
    change = reverse("admin:reports_comment_change", args=[comment.pk])
    assert "no such paragraph" in admin_client.post(change, data | {"anchor": "nowhere"}).content.decode()
    assert admin_client.post(change, data | {"anchor": ""}).status_code == 302
