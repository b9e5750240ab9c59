"""Inviting out of a table: what is read, what is refused, and what is done."""

import io

import pytest
from openpyxl import Workbook

from forums.exceptions import DomainError
from speakers.invitees import invite_table, read_invitees
from speakers.models import Appointment, Invitation, Mail, Person
from tests import factories as make

pytestmark = pytest.mark.django_db

HEADER = "Family name,Given name,Native name,E-mail,Role,Language,Organization,Title\n"


def read(text, role="panelist"):
    return read_invitees((HEADER + text).encode(), role=role)


def test_new_persons_are_added_with_their_title_and_invited():
    edition = make.EditionFactory()
    known = make.OrganizationFactory(name="World Bank", acronym="WB")
    rows = read(
        "Xue,Lan,薛澜,xue@example.org,keynote,Chinese,Tsinghua University,dean\nKim,Ann,,kim@example.org,,,wb,\n"
    )
    assert [(row.what, row.role, row.language) for row in rows] == [
        ("new", "keynote", "zh-hans"),
        ("new", "panelist", ""),
    ]
    assert Person.objects.count() == 0
    result = invite_table(rows, edition=edition, by=None)
    assert [str(person) for person in result.added] == ["Lan Xue", "Ann Kim"]
    assert list(Invitation.objects.order_by("id").values_list("role", "language", "status")) == [
        ("keynote", "zh-hans", "queued"),
        ("panelist", "", "queued"),
    ]
    assert [str(row) for row in Appointment.objects.order_by("id")] == ["dean of Tsinghua University", "of World Bank"]
    assert Appointment.objects.order_by("id").last().organization == known
    assert list(Mail.objects.order_by("id").values_list("language", flat=True)) == ["zh-hans", "en"]


def test_who_is_on_file_is_not_added_again():
    same = make.PersonFactory(family_name="Xue", given_name="Lan", email="Xue@example.org")
    silent = make.PersonFactory(family_name="Kim", given_name="Ann")
    rows = read("Xue,Lan,,xue@EXAMPLE.org,,,,\nANN,Kim,,kim@example.org,,,,\n")
    assert [(row.what, row.person) for row in rows] == [("same", same), ("same", silent)]
    invite_table(rows, edition=make.EditionFactory(), by=None)
    silent.refresh_from_db()
    assert (Person.objects.count(), silent.email) == (2, "kim@example.org")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Xue,Lan,,,,,,", "no e-mail address"),
        ("Xue,Lan,,nowhere,,,,", "email: Enter a valid email address."),
        ("Xue,Lan,,a@example.org,king,,,", "“king” is no role; use one of chair, "),
        ("Xue,Lan,,a@example.org,,Klingon,,", "“Klingon” is not one of en, zh-hans, fr, es, ru, ar"),
        ("Li,Bai,,taken@example.org,,,,", "this address is on file for Wang Wei; correct one of the two"),
        ("Twin,,,a@example.org,,,,", "several persons of this name are on file without an address; give theirs first"),
        (f"Xue,Lan,,a@example.org,,,,{'x' * 2000}", "title: Ensure this value has at most 300 characters"),
        ("Xu\u202ee,Lan,,a@example.org,,,,", "family name: Remove the invisible character U+202E at position 3."),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_the_reason(row, reason):
    make.PersonFactory(family_name="Wei", given_name="Wang", email="taken@example.org")
    make.PersonFactory.create_batch(2, family_name="Twin")
    [found] = read(row + "\n")
    assert (found.what, found.person) == ("refused", None)
    assert found.refused.startswith(reason)


def test_the_second_row_with_an_address_is_refused():
    rows = read("Xue,Lan,,a@example.org,,,,\nKim,Ann,,A@example.org,,,,\n")
    assert [row.refused for row in rows] == ["", "the same address as in line 2"]


def test_a_formula_is_a_text():
    [row] = read('"=HYPERLINK(""http://x"")",@SUM,,a@example.org,,,,+1\n')
    invite_table([row], edition=make.EditionFactory(), by=None)
    assert list(Person.objects.values_list("family_name", "given_name")) == [('=HYPERLINK("http://x")', "@SUM")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_tables_are_read_as_spreadsheets_save_them(separator, encoding):
    text = "姓,名,电子邮箱\r\n薛,澜,xue@example.org\r\n\r\n".replace(",", separator)
    [row] = read_invitees(text.encode(encoding), role="panelist")
    assert (row.place, row.person.family_name, row.person.given_name) == ("line 2", "薛", "澜")


def test_a_workbook_is_read_too():
    book, file = Workbook(), io.BytesIO()
    book.active.append(["Surname", "Email"])
    book.active.append(["Xue", "xue@example.org"])
    book.save(file)
    [row] = read_invitees(file.getvalue(), role="panelist")
    assert (row.what, row.email) == ("new", "xue@example.org")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "The file is empty."),
        (b"a,b\n1,2\n", "Name the columns in the first row: family name and email are needed"),
        (b"family name,email\n", "There is nobody in the table below its first row."),
        (b"PK\x03\x04 broken", "The file cannot be read as a table."),
        (b"x" * (1024 * 1024 + 1), "The file has more than a megabyte"),
        (b"family name,email\n" + b"a,a@b.cc\n" * 5001, "The table has 5,001 rows"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(data, told):
    with pytest.raises(DomainError, match=told):
        read_invitees(data, role="panelist")


@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_one_query(django_assert_num_queries, count):
    make.PersonFactory.create_batch(count, email="a@example.org")
    # persons on file
    with django_assert_num_queries(1):
        read("".join(f"P{number},,,p{number}@example.org,,,,\n" for number in range(count)))
