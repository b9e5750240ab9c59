"""The comment matrix: every comment of a review round with its answer, to be handed round and put on file."""

from collections.abc import Sequence

from forums.exceptions import DomainError
from reports.comments import Remark
from reports.models import Comment, ReviewRound

# The columns with their widths in characters.
COLUMNS = {
    "No.": 5,
    "Reviewer": 18,
    "Organization": 18,
    "Chapter": 20,
    "Paragraph": 40,
    "Comment": 45,
    "Proposed wording": 45,
    "Disposition": 12,
    "Reason": 35,
}
FORMATS = ("xlsx", "docx")


def matrix_rows(remarks: Sequence[Remark]) -> list[list[str | int]]:
    """The cells under the columns, a row for each comment in the order of the document."""
    return [
        [
            it.number,
            it.comment.author,
            str(it.comment.organization or ""),
            it.where if it.place.id else it.place.text,
            it.place.text if it.place.id else "",
            it.comment.text,
            it.comment.proposed,
            "" if it.comment.disposition == Comment.Disposition.OPEN else it.comment.get_disposition_display(),
            it.comment.reason,
        ]
        for it in remarks
    ]


def write_matrix(round_: ReviewRound, remarks: Sequence[Remark], format_: str) -> bytes:
    """The matrix as XLSX or DOCX. Raises DomainError for another format."""
    # Here, as other formats are: most processes never write one.
    from reports.renderers.matrix import matrix_docx, matrix_xlsx  # noqa: PLC0415

    document, rows = round_.version.document, matrix_rows(remarks)
    title = f"Comments on {document}: {round_.title}"
    if format_ == "xlsx":
        return matrix_xlsx(title, list(COLUMNS), list(COLUMNS.values()), rows)
    if format_ == "docx":
        symbol = round_.version.symbol or f"version {round_.version.version}"
        about = f"{symbol}, {round_.opens_on:%d.%m.%Y} to {round_.closes_on:%d.%m.%Y}, {len(rows)} comments"
        return matrix_docx(title, about, list(COLUMNS), list(COLUMNS.values()), rows)
    raise DomainError("The matrix comes as a spreadsheet or as a Word document.")
