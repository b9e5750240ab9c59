"""Who is named in a cell: one a line, or run on in any of the ways in which lists of speakers are typed."""

import re
from collections.abc import Iterable

from forums.agenda import words

from .content import Mention
from .kinds import LANGUAGES
from .text import key, line

# More than a page of names is something else.
_LONGEST = 5_000
_NOBODY = frozenset(
    map(key, ("TBD", "TBC", "TBA", "N.N.", "NN", "n/a", "none", "to be confirmed", "to be announced", "待定", "暂定"))
)
_SUFFIXES = frozenset(
    map(key, ("Jr.", "Sr.", "II", "III", "IV", "PhD", "Ph.D.", "MD", "M.D.", "MP", "Esq.", "MBE", "OBE"))
)
# Words that are in the names of organizations and in titles, and in no name of a person.
_OFFICES = """academy administration agency alliance ambassador and assistant associate association at authority bank
bureau center centre ceo cfo chair chairman chairperson chairwoman chief co-chair co-founder commission commissioner
committee company consultant coordinator corp corporation council counsellor cto dean delegation department deputy
director director-general editor embassy engineer executive expert federation fellow for forum foundation founder
für general global gmbh government group head inc independent institut institute institution international
journalist lab laboratories laboratory labs lead lecturer limited llc ltd manager media member minister ministry
mission national network news of office officer organisation organization partner president press principal
professor programme program project rapporteur representative research researcher school scientist secretariat
secretary secretary-general senior society software special spokesperson student systems technologies technology
the times union united universidad universität universite université university vice vice-president"""
_NO_NAME = frozenset(_OFFICES.split())
_NO_CHINESE_NAME = re.compile(
    "大学|学院|学校|研究|中心|公司|集团|[部局厅司委办]$|委员会|协会|学会|基金会|联合国|政府|院长|主任|教授|主席|总裁|部长|司长|院士|秘书|会长|所长|经理|专家|代表"
)
_HONORIFIC = re.compile(
    r"(?:dr|prof|professor|mr|mrs|ms|mx|h\.?\s?e|sir|dame|amb|hon|rev)\b\.?\s+(?=\S)", re.IGNORECASE
)
_CHINESE = re.compile("[\u3400-\u9fff]")
_DASH = re.compile(r"\s+[-–—|/]\s+|——")
_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
# Between people; not inside of brackets.
_BETWEEN = re.compile(r"\s*[;；](?![^(（]*[)）])\s*|(?<=[)）])\s*[,，、]\s*|\s*、(?![^(（]*[)）])\s*")
_COMMA = re.compile(r"\s*[,，](?![^(（]*[)）])\s*")
_DELEGATE = [
    re.compile(
        re.escape(words.delegate_of("\0", language)).replace("\0", "(.+)").replace(r"\(.+\)", "(.+)"), re.IGNORECASE
    )
    for language in LANGUAGES
]


def read_people(
    text: str, group: str, names: frozenset[str], *, one_a_line: bool = False
) -> tuple[list[Mention], bool]:
    """Everybody in the cell in its order, and whether it had to be guessed where one ends and the next begins.

    ``names`` are the keys of names that are known already; with ``one_a_line`` commas separate titles only.
    """
    found: list[Mention] = []
    guessed = False
    if len(text) > _LONGEST:
        raise ValueError(f"Its {group} take {len(text):,} characters; {_LONGEST:,} are read.")
    rows = [re.sub(r"^[-–•*·]\s*", "", line(row)) for row in text.splitlines()]
    # Whoever writes several lines writes a person on each.
    is_list = one_a_line or sum(map(bool, rows)) > 1
    for row in filter(None, rows):
        if seat := _seat(row):
            found.append(Mention(seat, group, is_seat=True))
            continue
        chunks = [row] if one_a_line else [chunk for chunk in _BETWEEN.split(row) if chunk]
        for chunk in chunks:
            people = [_person(chunk, names)] if is_list or len(chunks) > 1 else _run_on(chunk, names)
            guessed = guessed or len(people) > 1
            found += [
                Mention(name, group, titles=tuple(titles))
                for name, titles in people
                if name and key(name) not in _NOBODY
            ]
    return _once(found), guessed


def _seat(text: str) -> str:
    """Delegate of …: the organization's name, empty where it is somebody's."""
    matches = (pattern.fullmatch(text) for pattern in _DELEGATE)
    return next((match[1].strip("() ") for match in matches if match), "")


def _once(mentions: Iterable[Mention]) -> list[Mention]:
    """Each once, in the order of their first."""
    found: dict[tuple[str, str, str, bool], Mention] = {}
    for mention in mentions:
        found.setdefault((mention.group, mention.role, key(mention.name), mention.is_seat), mention)
    return list(found.values())


def _person(text: str, names: frozenset[str]) -> tuple[str, list[str]]:
    """One person: the name, then titles behind a comma, a dash or in brackets."""
    inside = [line(part) for part in _BRACKETS.findall(text)]
    pieces = _COMMA.split(_BRACKETS.sub("", text))
    for count in range(len(pieces), 0, -1):
        # A name may have a comma in it, where it is known with one.
        if key("".join(pieces[:count])) in names:
            name = ", ".join(pieces[:count])
            return line(name), [piece for piece in map(line, [*pieces[count:], *inside]) if piece]
    pieces = [*_DASH.split(pieces[0]), *pieces[1:]]
    name, *titles = [line(piece) for piece in pieces] or [""]
    while titles and key(titles[0]) in _SUFFIXES:
        name = f"{name}, {titles.pop(0)}"
    return name, [title for title in [*titles, *inside] if title]


def _run_on(text: str, names: frozenset[str]) -> list[tuple[str, list[str]]]:
    """Name, Org, Name, Org or Name, Name, Name or one Name, Title, Org: told apart by what can be a name at all."""
    pieces = [line(piece) for piece in _COMMA.split(text)]
    pieces = [piece for piece in pieces if piece]
    known = bool(pieces) and key(pieces[0]) in names
    if len(pieces) < 2 or _BRACKETS.search(text) or (len(pieces) == 2 and key(pieces[1]) in _SUFFIXES):
        return [_person(text, names)]
    is_name = [key(piece) in names or (not known and _can_be_name(piece)) for piece in pieces]
    is_name[0] = True
    odd = is_name[1::2]
    if len(pieces) >= 4 and len(pieces) % 2 == 0 and all(is_name[::2]) and sum(odd) * 2 <= len(odd):
        return [(name, [title]) for name, title in zip(pieces[::2], pieces[1::2], strict=True)]
    people: list[tuple[str, list[str]]] = []
    for piece, starts in zip(pieces, is_name, strict=True):
        if starts:
            people.append((piece, []))
        elif key(piece) in _SUFFIXES and not people[-1][1]:
            people[-1] = (f"{people[-1][0]}, {piece}", [])
        else:
            people[-1][1].append(piece)
    return people


def _can_be_name(text: str) -> bool:
    if _CHINESE.search(text):
        return len(text) <= 4 and not _NO_CHINESE_NAME.search(text)
    bare = _HONORIFIC.sub("", text)
    parts = bare.split()
    if (
        not (1 if bare != text else 2) <= len(parts) <= 5
        or any(character.isdigit() for character in text)
        or "&" in text
    ):
        return False
    capitals = sum(part[:1].isupper() for part in parts)
    return capitals >= min(2, len(parts)) and not any(part.casefold().strip(".") in _NO_NAME for part in parts)
