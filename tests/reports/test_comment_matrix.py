"""The drafting team's board: comments by paragraph, what is decided on each, and the matrix as a file."""

import io

import docx
import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from forums.exceptions import DomainError
from reports.comments import accept_wording, decide_comment, read_remarks, tally
from reports.documents import assemble_document
from reports.models import Chapter, Comment, OwnParagraph
from reports.paragraphs import StaleError, read_paragraphs
from tests import factories

pytestmark = pytest.mark.django_db

COLUMNS = [
    "No.",
    "Reviewer",
    "Organization",
    "Chapter",
    "Paragraph",
    "Comment",
    "Proposed wording",
    "Disposition",
    "Reason",
]


@pytest.fixture
def round_():
    """A round on a version for review whose chapter says "Again.", its paragraph with an id of its own."""
    chapter = factories.ChapterFactory(
        kind=Chapter.Kind.NEXT_STEP, override="", document__edition__next_step="Again.", document__title="Outcomes"
    )
    return factories.ReviewRoundFactory(running=True, version=assemble_document(chapter.document, stage="review"))


@pytest.fixture
def anchor(round_):
    return round_.version.tree["chapters"][0]["blocks"][0]["id"]


def test_comments_stand_in_the_order_of_the_document_with_the_text_then_and_now(round_, anchor):
    on_it = factories.CommentFactory(round=round_, anchor=anchor)
    gone = factories.CommentFactory(round=round_, anchor="gone/1")
    whole = factories.CommentFactory(round=round_, anchor="")
    edition = round_.version.document.edition
    edition.next_step = "Never."
    edition.save()
    remarks = read_remarks(round_)
    assert [it.comment for it in remarks] == [whole, on_it, gone]
    assert [it.number for it in remarks] == [1, 2, 3]
    assert [(it.place.text, it.now) for it in remarks[1:]] == [("Again.", "Never."), ("", None)]
    assert [it.is_moved for it in remarks] == [False, True, True]


def test_an_answer_has_its_reason_and_who_gave_it(round_):
    user, comment = factories.UserFactory(), factories.CommentFactory(round=round_)
    for disposition in ("partly", "declined"):
        with pytest.raises(DomainError, match="Say why"):
            decide_comment(comment, disposition, "  ", seen="open", by=user)
    with pytest.raises(DomainError, match="accept partly"):
        decide_comment(comment, "perhaps", seen="open", by=user)
    decide_comment(comment, "declined", "It is said.", seen="open", by=user)
    comment.refresh_from_db()
    assert (comment.disposition, comment.reason, comment.decided_by) == ("declined", "It is said.", user)
    with pytest.raises(DomainError, match="Somebody else has decided"):
        decide_comment(comment, "accepted", seen="open", by=user)
    decide_comment(comment, "open", seen="declined", by=user)
    comment.refresh_from_db()
    assert (comment.disposition, comment.decided_at, comment.decided_by) == ("open", None, None)


def test_a_proposed_wording_is_taken_over_in_one_step(round_, anchor):
    user = factories.UserFactory()
    comment = factories.CommentFactory(round=round_, anchor=anchor, proposed="Next year again.")
    accept_wording(comment, seen="", by=user)
    own = OwnParagraph.objects.get()
    assert (own.anchor, own.text, own.by) == (anchor, "Next year again.", user)
    comment.refresh_from_db()
    assert (comment.disposition, comment.decided_by) == ("accepted", user)
    assert "Next year again." in assemble_document(round_.version.document).content
    with pytest.raises(DomainError, match="Somebody else has decided"):
        accept_wording(comment, seen="Next year again.", by=user)


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"proposed": ""}, "No other wording is proposed"),
        ({"anchor": "", "proposed": "P."}, "on the whole document"),
        ({"anchor": "gone/1", "proposed": "P."}, "no such paragraph"),
    ],
)
def test_a_wording_without_a_place_is_not_taken_over(round_, values, told):
    comment = factories.CommentFactory(round=round_, **values)
    with pytest.raises(DomainError, match=told):
        accept_wording(comment, seen="", by=factories.UserFactory())
    comment.refresh_from_db()
    assert comment.disposition == "open"
    assert not OwnParagraph.objects.exists()


def test_a_wording_does_not_write_over_somebody_elses(round_, anchor):
    first, second = (factories.CommentFactory(round=round_, anchor=anchor, proposed=text) for text in ("One.", "Two."))
    accept_wording(first, seen="", by=factories.UserFactory())
    with pytest.raises(StaleError):
        accept_wording(second, seen="", by=factories.UserFactory())
    second.refresh_from_db()
    assert (second.disposition, OwnParagraph.objects.get().text) == ("open", "One.")


def test_what_remains_is_counted(round_):
    one, two = factories.CommentFactory(round=round_), factories.CommentFactory(round=round_, declined=True)
    found = tally([("A", two), ("B", one), ("B", two)])
    assert [(it.label, it.total, it.open) for it in found] == [("B", 2, 1), ("A", 1, 0)]


def board(round_):
    return reverse("admin:reports_review_board", args=[round_.pk])


def send(client, round_, comment, act, **values):
    seen = {"comment": comment.pk, "act": act, "seen": comment.disposition}
    return client.post(board(round_), seen | values, follow=True).content.decode()


@pytest.mark.office
def test_the_board_shows_and_decides(admin_client, round_, anchor):
    assert "There are no comments yet" in admin_client.get(board(round_)).content.decode()
    comment = factories.CommentFactory(
        round=round_, anchor=anchor, proposed="Next <b>year</b>.", text="<script>x</script>"
    )
    html = admin_client.get(board(round_)).content.decode()
    assert "<script>x</script>" not in html
    assert "Accept the wording" in html
    assert "Open comments, by reviewer" in html
    assert "Say why" in send(admin_client, round_, comment, "declined")
    assert "The comment is declined." in send(admin_client, round_, comment, "declined", reason="No.")
    comment.refresh_from_db()
    assert "The comment is open." in send(admin_client, round_, comment, "open")
    comment.refresh_from_db()
    assert "stands in the document now" in send(admin_client, round_, comment, "wording", own="")
    assert "Every comment is decided" in admin_client.get(f"{board(round_)}?show=open").content.decode()
    assert "accept partly" in send(admin_client, round_, comment, "nonsense")


@pytest.mark.office
def test_each_act_asks_for_its_permission(client, round_, anchor):
    user = factories.UserFactory(staff=True)
    comment = factories.CommentFactory(round=round_, anchor=anchor, proposed="P.")
    pages = [board(round_), matrix(round_, "xlsx"), reverse("admin:reports_review_add", args=[round_.pk])]
    client.force_login(user)
    assert [client.get(page).status_code for page in pages] == [403, 403, 403]
    allow(user, "view_comment")
    client.force_login(user)
    assert "<button" not in client.get(board(round_)).content.decode().partition("<h2")[2]
    for act in ("accepted", "wording"):
        assert client.post(board(round_), {"comment": comment.pk, "act": act, "seen": "open"}).status_code == 403
    allow(user, "change_comment")
    assert client.post(board(round_), {"comment": comment.pk, "act": "wording", "own": ""}).status_code == 403
    assert client.post(board(round_), {"comment": comment.pk, "act": "accepted", "seen": "open"}).status_code == 302
    assert client.post(board(round_), {"comment": "x", "act": "open"}).status_code == 404


def allow(user, name):
    user.user_permissions.add(Permission.objects.get(codename=name))


@pytest.mark.office
@pytest.mark.parametrize("rows", [1, 3])
def test_how_many_queries_the_board_takes(admin_client, round_, django_assert_num_queries, rows):
    for number in range(rows):
        organization = factories.OrganizationFactory()
        reviewer = factories.ReviewerFactory(round=round_)
        comment = factories.CommentFactory(round=round_, organization=organization, reviewer=reviewer)
        decide_comment(comment, "accepted", seen="open", by=factories.UserFactory())
        factories.CommentFactory(round=round_, anchor=f"x/{number}")
    admin_client.get(board(round_))
    document = round_.version.document
    with CaptureQueriesContext(connection) as read:
        read_paragraphs(type(document).objects.select_related("edition__forum").get(pk=document.pk))
    # the session, the user; the round with its document; its comments; the paragraphs as they stand now, but for the
    # document itself
    with django_assert_num_queries(2 + 1 + 1 + len(read) - 1):
        admin_client.get(board(round_))


def matrix(round_, format_):
    return reverse("admin:reports_review_matrix", args=[round_.pk, format_])


@pytest.fixture
def commented(round_, anchor):
    office = factories.OrganizationFactory(name="+Office")
    first = factories.CommentFactory(
        round=round_, anchor=anchor, author="Amina", organization=office, text="=1+1", proposed="@SUM(A1)\x07"
    )
    Comment.objects.filter(pk=first.pk).update(disposition="partly", reason="-2", decided_at=factories.NOON)
    factories.CommentFactory(round=round_, anchor="", author="Li", text="人工智能")
    return round_


ROWS = [
    ["1", "Li", "", "The document as a whole", "", "人工智能", "", "", ""],
    ["2", "Amina", "+Office", "I. Next step", "Again.", "=1+1", "@SUM(A1)", "partly accepted", "-2"],
]


@pytest.mark.office
def test_the_matrix_is_a_spreadsheet_without_formulas(admin_client, commented):
    response = admin_client.get(matrix(commented, "xlsx"))
    assert response.headers["Content-Disposition"].endswith('.xlsx"')
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    head, *rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert head == COLUMNS
    assert [row[:3] + row[4:] for row in rows] == [row[:3] + row[4:] for row in ROWS]
    cells = [sheet.cell(3, column) for column in (3, 6, 7, 9)]
    assert [(cell.data_type, cell.quotePrefix) for cell in cells] == [("s", True)] * 4


@pytest.mark.office
def test_the_matrix_is_a_word_document(admin_client, commented):
    response = admin_client.get(matrix(commented, "docx"))
    document = docx.Document(io.BytesIO(response.content))
    assert document.paragraphs[0].text == f"Comments on Outcomes: {commented.title}"
    [table] = document.tables
    head, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert head == COLUMNS
    assert [row[:3] + row[4:] for row in rows] == [row[:3] + row[4:] for row in ROWS]
    assert "tblHeader" in table.rows[0]._tr.xml


@pytest.mark.office
def test_an_empty_matrix_and_an_unknown_format(admin_client, round_):
    for format_ in ("xlsx", "docx"):
        assert admin_client.get(matrix(round_, format_)).status_code == 200
    assert admin_client.get(matrix(round_, "csv")).status_code == 404
