"""Lists of speakers in the ways in which they are typed."""

import pytest

from forums.imports.people import read_people
from forums.imports.text import key

ADA, GRACE = ("Ada Lovelace", ("Analytical Society",)), ("Grace Hopper", ("US Navy",))


def people(text, *names, **options):
    found, _ = read_people(text, "speakers", frozenset(map(key, names)), **options)
    return [(person.name, person.titles) for person in found]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Lovelace, Analytical Society\nGrace Hopper, US Navy",
        "• Ada Lovelace, Analytical Society\n- Grace Hopper – US Navy",
        "Ada Lovelace (Analytical Society); Grace Hopper (US Navy)",
        "Ada Lovelace (Analytical Society), Grace Hopper (US Navy)",
        "Ada Lovelace, Analytical Society; Grace Hopper, US Navy",
        "Ada Lovelace, Analytical Society, Grace Hopper, US Navy",
        "Ada Lovelace, Analytical Society, Grace Hopper, US Navy, Ada Lovelace, Analytical Society",
    ],
)
def test_a_name_is_told_from_an_organization(text):
    assert people(text) == [ADA, GRACE]


def test_names_alone_are_names():
    assert people("Ada Lovelace, Grace Hopper, Alan Turing") == [
        ("Ada Lovelace", ()),
        ("Grace Hopper", ()),
        ("Alan Turing", ()),
    ]


def test_one_person_has_several_titles():
    assert people("Gong Ke, President of the Federation, Professor at Nankai University") == [
        ("Gong Ke", ("President of the Federation", "Professor at Nankai University"))
    ]
    assert people("Ada Lovelace, MIT") == [("Ada Lovelace", ("MIT",))]


def test_chinese_lists_are_read():
    assert people("张三（清华大学）、李四（北京大学）") == [("张三", ("清华大学",)), ("李四", ("北京大学",))]
    assert people("张三、李四") == [("张三", ()), ("李四", ())]
    assert people("张三，清华大学教授，李四，外交部") == [("张三", ("清华大学教授",)), ("李四", ("外交部",))]


def test_a_known_name_is_taken_whole():
    assert people("King, Jr., Pastor", "King, Jr.") == [("King, Jr.", ("Pastor",))]
    assert people("Ada Lovelace, Turing Laureate", "Ada Lovelace") == [("Ada Lovelace", ("Turing Laureate",))]


def test_suffixes_stay_with_the_name():
    assert people("Martin King, Jr., Pastor") == [("Martin King, Jr.", ("Pastor",))]


def test_one_a_line_is_never_run_on():
    assert people("Ada Lovelace, Grace Hopper", one_a_line=True) == [("Ada Lovelace", ("Grace Hopper",))]


def test_nobody_is_nobody():
    assert people("TBD; N.N.\n待定\n \n") == []


def test_everybody_is_once():
    assert people("Ada Lovelace\nada  lovelace") == [("Ada Lovelace", ())]


@pytest.mark.parametrize("text", ["Delegate of Ruritania", "Délégation (Ruritania)", "Ruritania代表"])
def test_a_seat_is_an_organization(text):
    [seat], _ = read_people(text, "speakers", frozenset())
    assert (seat.name, seat.is_seat) == ("Ruritania", True)


def test_a_guess_is_told():
    assert read_people("Ada Lovelace, Grace Hopper", "speakers", frozenset())[1]
    assert not read_people("Ada Lovelace\nGrace Hopper, US Navy", "speakers", frozenset())[1]


def test_a_page_of_names_is_refused():
    with pytest.raises(ValueError, match="5,001 characters"):
        read_people("x" * 5001, "speakers", frozenset())
