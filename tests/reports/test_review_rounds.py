"""Review rounds: who is asked, how often, until when, and what they are told at the end."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from forums.exceptions import DomainError, NotReadyError
from reports.comments import decide_comment, set_finished
from reports.models import Comment, Reviewer, ReviewRound
from reports.reviews import (
    add_reviewers,
    answer_reviewers,
    invite_reviewers,
    read_reviewers,
    remind_reviewers,
    reviewers_of,
    revoke_reviewer,
)
from speakers.links import issue_private_link
from speakers.models import Mail, PrivateLink
from speakers.tasks import _is_wanted
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def mail_server(settings):
    settings.MAIL_SERVER = True


@pytest.fixture
def round_():
    """Open from yesterday, for ten days."""
    return make_round(-1, 10)


def make_round(opens, closes, **values):
    today = timezone.now().date()
    days = {"opens_on": today + dt.timedelta(days=opens), "closes_on": today + dt.timedelta(days=closes)}
    return factories.ReviewRoundFactory(**days, version__document__title="Outcomes", **values)


def mails():
    return list(Mail.objects.order_by("pk").values_list("kind", "to"))


def test_only_a_version_for_review_is_reviewed():
    for stage in ("draft", "final"):
        version = factories.DocumentVersionFactory(stage=stage)
        round_ = ReviewRound(version=version, title="R", opens_on="2023-01-09", closes_on="2023-01-20")
        with pytest.raises(ValidationError, match="Assemble a version for review first"):
            round_.full_clean()


def test_many_reviewers_are_read_at_once():
    office = factories.OrganizationFactory(name="Office for Research", acronym="OR")
    found = read_reviewers(
        "Amina Okafor; a@example.org\n\n"
        "Li Bai\tli@example.org\tor\tzh-hans\n"
        "“Dame” W. Hall <hall@example.org>; Office for Research\n"
    )
    assert [(it.name, it.email, it.organization, it.language) for it in found] == [
        ("Amina Okafor", "a@example.org", None, "en"),
        ("Li Bai", "li@example.org", office, "zh-hans"),
        ("“Dame” W. Hall", "hall@example.org", office, "en"),
    ]
    assert read_reviewers(" \n") == []


def test_what_cannot_be_read_is_told_line_by_line():
    with pytest.raises(NotReadyError) as refusal:
        read_reviewers("Amina\nLi; nowhere\nBo; bo@example.org; Nobody Ltd\nCy; cy@example.org;; xx\nDi\x07; d@e.org")
    assert refusal.value.problems == [
        "Line 1: Give a name and an e-mail address, like “Amina Okafor; a.okafor@example.org”.",
        "Line 2: “nowhere” is not an e-mail address.",
        "Line 3: There is no organization “Nobody Ltd”; add it first, or leave it out.",
        "Line 4: “xx” is none of the languages: en, zh-hans, fr, es, ru, ar.",
        "Line 5: Remove the invisible character U+0007 at position 3.",
    ]
    with pytest.raises(DomainError, match="at most 500 at a time"):
        read_reviewers("A; a@example.org\n" * 501)


def test_nobody_is_in_a_round_twice(round_):
    text = "A; a@example.org\nAgain; A@Example.org\nB; b@example.org"
    first = add_reviewers(round_, read_reviewers(text))
    again = add_reviewers(round_, read_reviewers(text))
    assert (first.number, first.already) == (2, ["Again (A@Example.org)"])
    assert (again.number, len(again.already)) == (0, 3)
    assert sorted(round_.reviewers.values_list("email", flat=True)) == ["a@example.org", "b@example.org"]
    assert mails() == []


def test_speakers_become_reviewers():
    edition = factories.EditionFactory(languages=["zh-hans"])
    person = factories.PersonFactory(given_name="Bai", family_name="Li", email="li@example.org")
    silent = factories.PersonFactory(email="")
    [found] = reviewers_of([person, silent], edition)
    assert (found.name, found.email, found.language) == ("Bai Li", "li@example.org", "zh-hans")


def test_each_is_invited_once_and_again_on_purpose(round_):
    first = factories.ReviewerFactory(round=round_, language="zh-hans")
    assert invite_reviewers(round_) == 1
    assert invite_reviewers(round_) == 0
    second = factories.ReviewerFactory(round=round_)
    assert invite_reviewers(round_) == 1
    assert invite_reviewers(round_, only=[first.pk]) == 1
    assert mails() == [("review", first.email), ("review", second.email), ("review", first.email)]
    mail = Mail.objects.order_by("pk").first()
    assert (mail.language, mail.link_purpose, mail.link_subject) == ("zh-hans", "v", first.pk)
    assert "诚邀您审阅" in mail.body
    assert mail.link_until > round_.ends_at


def test_before_the_first_day_the_mail_waits():
    round_ = make_round(3, 10)
    factories.ReviewerFactory(round=round_)
    invite_reviewers(round_)
    assert Mail.objects.get().not_before.date() == round_.opens_on


def test_nobody_is_invited_to_what_is_over():
    round_ = make_round(-9, -2)
    factories.ReviewerFactory(round=round_)
    with pytest.raises(DomainError, match="The round is over"):
        invite_reviewers(round_)


def test_whoever_is_taken_back_reads_no_more_and_may_be_asked_again(round_):
    reviewer = factories.ReviewerFactory(round=round_)
    invite_reviewers(round_)
    issue_private_link("v", reviewer.pk, until=round_.ends_at)
    revoke_reviewer(reviewer)
    assert not PrivateLink.objects.live().exists()
    assert Mail.objects.get().status == "cancelled"
    reviewer.refresh_from_db()
    assert reviewer.state == "taken back"
    with pytest.raises(DomainError, match="taken back before"):
        revoke_reviewer(reviewer)
    assert invite_reviewers(round_) == 0
    assert invite_reviewers(round_, only=[reviewer.pk]) == 1
    reviewer.refresh_from_db()
    assert reviewer.state == "invited"


def test_whoever_is_not_done_is_reminded_once(django_assert_num_queries):
    round_ = make_round(-9, 2)
    long_ago = timezone.now() - dt.timedelta(days=5)
    waiting = factories.ReviewerFactory(round=round_, invited_at=long_ago)
    factories.ReviewerFactory(round=round_, invited_at=long_ago, finished_at=long_ago)
    factories.ReviewerFactory(round=round_, invited_at=long_ago, revoked_at=long_ago)
    factories.ReviewerFactory(round=round_, invited_at=timezone.now())
    factories.ReviewerFactory(round=round_)
    factories.ReviewerFactory(round=make_round(-9, 20), invited_at=long_ago)
    remind_reviewers()
    # those to be reminded, the reminders that were made
    with django_assert_num_queries(2):
        remind_reviewers()
    assert mails() == [("review-due", waiting.email)]


def test_a_mail_that_nobody_needs_any_more_does_not_leave(round_):
    reviewer = factories.ReviewerFactory(round=round_)
    invite_reviewers(round_)
    mail = Mail.objects.get()
    now = timezone.now()
    assert _is_wanted(mail, now)
    set_finished(reviewer, finished=True)
    assert _is_wanted(mail, now)
    mail.kind = "review-due"
    assert not _is_wanted(mail, now)
    mail.kind = "review"
    ReviewRound.objects.update(opens_on="2020-01-01", closes_on="2020-01-02")
    assert not _is_wanted(mail, now)


def test_at_the_end_each_is_told_what_became_of_their_comments():
    round_ = make_round(-9, 1)
    one, two = factories.ReviewerFactory.create_batch(2, round=round_)
    zh = factories.ReviewerFactory(round=round_, language="zh-hans")
    comments = [factories.CommentFactory(round=round_, reviewer=it) for it in (one, one, zh)]
    with pytest.raises(DomainError, match="still runs"):
        answer_reviewers(round_)
    round_.closes_on -= dt.timedelta(days=3)
    round_.save()
    with pytest.raises(DomainError, match="3 comments are still open"):
        answer_reviewers(round_)
    for comment, disposition in zip(comments, ["accepted", "declined", "partly"], strict=True):
        decide_comment(comment, disposition, "So.", seen="open", by=None)
    assert answer_reviewers(round_) == 2
    assert two.email not in [to for _, to in mails()]
    english, chinese = Mail.objects.order_by("pk")
    assert "Your comments: 1 accepted, 1 declined." in english.body
    assert "您的意见：部分采纳1条。" in chinese.body
    with pytest.raises(DomainError, match="told before"):
        answer_reviewers(round_)
    with pytest.raises(DomainError, match="told already"):
        decide_comment(comments[0], "open", seen="accepted", by=None)
    assert Comment.objects.get(pk=comments[0].pk).disposition == "accepted"


@pytest.mark.office
def test_the_office_adds_and_invites(admin_client, round_):
    person = factories.PersonFactory(email="speaker@example.org")
    factories.RegistrationFactory(edition=round_.version.document.edition, person=person)
    page = reverse("admin:reports_review_add", args=[round_.pk])
    assert "speaker@example.org" not in admin_client.get(page).content.decode()
    bad = admin_client.post(page, {"pasted": "Nobody"}).content.decode()
    assert "Line 1: Give a name" in bad
    assert "\nNobody</textarea>" in bad
    response = admin_client.post(page, {"pasted": "A; a@example.org", "persons": [person.pk]})
    change = reverse("admin:reports_reviewround_change", args=[round_.pk])
    assert response.url == change
    assert sorted(round_.reviewers.values_list("email", flat=True)) == ["a@example.org", "speaker@example.org"]
    data = {"action": "invite", "index": 0, "_selected_action": round_.pk, "_page": 1}
    assert admin_client.post(reverse("admin:reports_reviewround_changelist"), data).url == change
    assert len(mails()) == 2


@pytest.mark.office
def test_a_new_address_ends_the_old_links(admin_client, round_):
    reviewer = factories.ReviewerFactory(round=round_)
    invite_reviewers(round_)
    page = reverse("admin:reports_reviewer_change", args=[reviewer.pk])
    data = {"round": round_.pk, "name": "New", "email": "new@example.org", "language": "en"}
    assert admin_client.post(page, data).status_code == 302
    assert Mail.objects.get().status == "cancelled"
    assert Reviewer.objects.get().state == "not invited"
    assert invite_reviewers(round_) == 1
