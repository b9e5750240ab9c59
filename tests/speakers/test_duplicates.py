"""Which persons on file may be one and the same."""

import pytest

from speakers.duplicates import COMMONPLACE, Pair, Profile, compare, find_pairs


def found(one, other):
    """What is said of two persons, given without their keys; None if they are not even compared."""
    pairs = find_pairs([Profile(2, **other), Profile(1, **one)]).pairs
    return (pairs[0].score, pairs[0].reasons) if pairs else None


WING = {"family": "Wing", "given": "Jeannette M."}
ZHANG = {"family": "Zhang", "given": "Hui"}
AT_ALIBABA, AT_MEGVII = {"organizations": frozenset([1])}, {"organizations": frozenset([2])}


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (WING, WING, (50, ("same name",))),
        # The order, and where the line between the names is
        (WING, {"family": "Jeannette", "given": "Wing"}, (50, ("same name",))),
        ({"family": "Xue", "given": "Lan"}, {"family": "Xue Lan"}, (50, ("same name",))),
        ({"family": "Zhang", "given": "Hongjiang"}, {"family": "ZHANG", "given": "Hong-Jiang"}, (50, ("same name",))),
        ({"family": "Zhang", "given": "Hongjiang"}, {"family": "Hong Jiang Zhang"}, (50, ("same name",))),
        # Accents, case, initials
        ({"family": "Lütge", "given": "Christoph"}, {"family": "LUTGE", "given": "Christoph"}, (50, ("same name",))),
        (
            {"family": "Ó hÉigeartaigh", "given": "Seán S."}, {"family": "O hEigeartaigh", "given": "Sean"},
            (50, ("same name",)),
        ),
        (WING, {"family": "Wing", "given": "Jeannette"}, (50, ("same name",))),
        (WING, {"family": "Wing", "given": "J."}, None),
        (
            WING | AT_ALIBABA, {"family": "Wing", "given": "J."} | AT_ALIBABA,
            (50, ("same name but for initials", "same organization")),
        ),
        (WING | AT_ALIBABA, {"family": "Wing", "given": "John"} | AT_ALIBABA, None),
        # Native script and e-mail
        (
            {"family": "Koo", "given": "Benjamin", "native": "顾学雍"},
            {"family": "Gu", "given": "Xueyong", "native": "顾 学雍"}, (50, ("same name in native script",)),
        ),
        (
            WING | {"email": "wing@example.org"}, {"family": "Zhou", "given": "Yizhen", "email": "Wing@Example.org"},
            (50, ("same e-mail",)),
        ),
        (
            WING | {"email": "wing@example.org"} | AT_ALIBABA, WING | {"email": "wing@example.org"} | AT_ALIBABA,
            (120, ("same name", "same e-mail", "same organization")),
        ),
        # Homonyms
        (ZHANG | AT_ALIBABA, ZHANG | AT_MEGVII, (50, ("same name",))),
        (ZHANG | {"native": "张辉"}, ZHANG | {"native": "张慧"}, None),
        (ZHANG | {"country": "CN"}, ZHANG | {"country": "SG"}, None),
        (ZHANG | {"told_apart_by": "Alibaba"}, ZHANG | {"told_apart_by": "MEGVII"}, None),
        (ZHANG | {"told_apart_by": "Alibaba"}, ZHANG, (50, ("same name",))),
        # Colleagues
        (ZHANG | AT_ALIBABA, WING | AT_ALIBABA, None),
        # Nothing to compare by
        ({"family": "-"}, {"family": "–"}, None),
    ],
    ids=[
        "same", "turned-round", "in-one-field", "hyphen", "space", "accent", "accents-and-initial", "middle-initial",
        "initial", "initial-and-organization", "another-given-name", "native-script", "e-mail", "everything",
        "homonyms", "homonyms-in-latin-only", "homonyms-abroad", "homonyms-told-apart", "homonyms-half-told-apart",
        "colleagues", "no-letters",
    ],
)  # fmt: skip
def test_persons_that_may_be_one(one, other, told):
    assert found(one, other) == found(other, one) == told


def test_what_speaks_against_it_is_said():
    one, other = Profile(1, "Zhang", "Hui", "张辉", country="CN"), Profile(2, "Zhang", "Hui", "张慧", country="SG")
    assert compare(one, other) == Pair(
        1, 2, 0, ("same name", "another name in native script", "another country")
    )  # fmt: skip


def test_the_likeliest_come_first_and_the_settled_do_not_come():
    profiles = [Profile(key, "Wing", "Jeannette", email="w@example.org" if key > 2 else "") for key in (1, 2, 3, 4)]
    assert [(it.one, it.other) for it in find_pairs(profiles).pairs] == [
        (3, 4), (1, 2), (1, 3), (1, 4), (2, 3), (2, 4),
    ]  # fmt: skip
    assert [(it.one, it.other) for it in find_pairs(profiles, [(1, 2), (3, 4), (1, 3)]).pairs] == [
        (1, 4), (2, 3), (2, 4),
    ]  # fmt: skip


def test_a_key_that_too_many_share_is_told_and_not_compared_by():
    profiles = [Profile(key, "Person", chr(0x4E00 + key), email="office@example.org") for key in range(COMMONPLACE + 1)]
    found = find_pairs(profiles)
    assert (found.pairs, found.commonplace) == ([], {"office@example.org": COMMONPLACE + 1})
    # So are namesakes, but not those who share a family name and an initial.
    profiles = [Profile(key, "Zhang", "Hui") for key in range(COMMONPLACE + 1)]
    assert find_pairs(profiles).commonplace == {"Hui Zhang": COMMONPLACE + 1}
    profiles = [Profile(key, "Zhang", f"H{chr(0x4E00 + key)}") for key in range(COMMONPLACE + 1)]
    assert find_pairs(profiles).commonplace == {}


def test_the_work_grows_with_the_persons_not_with_their_square():
    profiles = [Profile(key, f"Family{key // 2}", "Given", email=f"{key}@example.org") for key in range(5000)]
    # A fifth of a second; comparing each with each would take a minute.
    assert len(find_pairs(profiles).pairs) == 2500
