"""What a content tree says to whoever reads it, and what of it is for everybody."""

import pytest

from forums.agenda.reading import held_in, is_cancelled, lines, public, titles, web

from .entries import agenda, session

SITE = "https://plenary.example"
LINK = "https://live.example.org/secret"
OPENS, CLOSES = "2022-12-12T08:30:00+00:00", "2022-12-12T10:30:00+00:00"


def by_code(tree):
    return {line[-1]["code"]: line for line in lines(tree["sessions"])}


@pytest.mark.parametrize(
    ("window", "address"),
    [
        ({}, LINK),
        ({"livestream_opens_at": OPENS}, f"{SITE}/forum/forum-2022/sessions/talk/join/"),
        ({"livestream_closes_at": CLOSES}, f"{SITE}/forum/forum-2022/sessions/talk/join/"),
        ({"livestream_opens_at": OPENS, "livestream_url": ""}, ""),
    ],
)
def test_a_link_that_is_not_always_open_is_nobodys_before(window, address):
    talk = session("talk", "09:00-10:00", **{"livestream_url": LINK} | window)
    published = agenda(
        session("plenary", "09:00-10:00", session("panel", "", talk)), forum_slug="forum", slug="forum-2022"
    )
    tree = published.tree
    shown = public(tree, SITE)
    assert by_code(shown)["talk"][-1]["livestream_url"] == address
    # Nothing else changes, and not the tree itself.
    by_code(shown)["talk"][-1]["livestream_url"] = talk.livestream_url
    assert shown == tree == published.tree


def test_a_part_is_where_its_session_is_unless_it_says_otherwise():
    parts = [session("here"), session("there", room="salon"), session("everywhere", all_rooms=True)]
    found = by_code(agenda(session("plenary", "", *parts, room="hall"), session("nowhere")).tree)
    assert {code: (held_in(line)["room"], held_in(line)["all_rooms"]) for code, line in found.items()} == {
        "plenary": ("hall", False),
        "here": ("hall", False),
        "there": ("salon", False),
        "everywhere": (None, True),
        "nowhere": (None, False),
    }


def test_without_a_session_there_are_no_parts_of_it():
    parts = [session("part", "", session("deeper"))]
    found = by_code(agenda(session("off", "", *parts, status="cancelled"), session("on", status="held")).tree)
    assert {code: is_cancelled(line) for code, line in found.items()} == {
        "off": True,
        "part": True,
        "deeper": True,
        "on": False,
    }


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"titles": ["Dean", "Professor"], "organization": {"name": "Academy"}}, ["Dean", "Professor"]),
        ({"titles": [], "organization": {"name": "Academy"}}, ["Academy"]),
        ({"titles": [], "organization": None}, []),
    ],
)
def test_whoever_has_no_title_has_an_organization(values, told):
    assert titles(values) == told


@pytest.mark.parametrize(
    ("address", "link"),
    [
        (LINK, LINK),
        ("http://a.example", "http://a.example"),
        ("javascript:alert(1)", ""),
        ("ftp://a.example", ""),
        ("", ""),
    ],
)
def test_a_page_links_to_the_web_only(address, link):
    assert web(address) == link
