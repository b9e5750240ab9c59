"""YAML that remembers its lines, and rows that are read key by key with every mistake noted.

A row gives the value asked for, or notes what is wrong and gives a harmless one, so that all the mistakes of a folder
are reported together. Nothing may be stored once a mistake was noted.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import yaml
from django.core.exceptions import ValidationError

from forums.exceptions import DomainError
from forums.languages import CODES, DEFAULT
from forums.models.fields import validate_printable

Found = TypeVar("Found")

# Larger than any honest file of records.
FILE_LIMIT = 2_000_000

# Longer ones fit no column.
_WHOLE_NUMBER = re.compile(r"[0-9][0-9_,]{0,24}")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, and where: ``people.yaml:12: country: …``."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class MistakesError(DomainError):
    """A folder could not be loaded; nothing was stored."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line))
        lines = "\n".join(map(str, self.mistakes))
        super().__init__(f"Nothing was stored. Mend {len(mistakes)} mistake(s) and load again:\n{lines}")


class Row:
    """A mapping of a file. Every key is asked for once; `done` notes the keys that nobody asked for."""

    def __init__(self, node: yaml.MappingNode, file: str, mistakes: list[Mistake]) -> None:
        self.file = file
        self.line = node.start_mark.line + 1
        self.mistakes = mistakes
        self.asked: set[str] = {"invented"}
        # The keys as they are spelled: YAML 1.1 would read a bare `on` as true.
        self.nodes: dict[str, yaml.Node] = {key.value: value for key, value in self._pairs(node)}

    def _pairs(self, node: yaml.MappingNode) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
        """The keys and values of a mapping; a key that is no word, or stands twice, is noted."""
        seen = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.note("a key is a single word", key)
                continue
            if key.value in seen:
                self.note(f"“{key.value}” stands twice", key)
            seen.add(key.value)
            yield key, value

    def note(self, message: str, node: yaml.Node | None = None) -> None:
        """Note a mistake at the node, or at the row."""
        line = node.start_mark.line + 1 if node is not None else self.line
        self.mistakes.append(Mistake(self.file, line, message))

    def done(self) -> None:
        """Note every key that was not asked for: a typing error must not be lost."""
        for key, node in self.nodes.items():
            if key not in self.asked:
                self.note(f"“{key}” is not known here; see the list of keys in the README", node)

    def has(self, key: str) -> bool:
        return key in self.nodes

    def _take(self, key: str, *, required: bool = False) -> yaml.Node | None:
        self.asked.add(key)
        if key not in self.nodes and required:
            self.note(f"“{key}” is missing")
        return self.nodes.get(key)

    def string(self, key: str, default: str = "", *, required: bool = False) -> str:
        """A plain text; numbers are taken as they are written."""
        node = self._take(key, required=required)
        return default if node is None else self._scalar(key, node)

    def _scalar(self, key: str, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.note(f"“{key}” takes a single value", node)
            return ""
        value = node.value.strip()
        try:
            # Before any column is asked: a database refuses some of them with an error of its own.
            validate_printable(value)
        except ValidationError as error:
            self.note(f"“{key}”: {error.message}", node)
            return ""
        return value

    def texts(self, key: str, *, required: bool = False) -> dict[str, str]:
        """A text by language; a plain string is in the default language."""
        node = self._take(key, required=required)
        return {} if node is None else self._texts(key, node)

    def _texts(self, key: str, node: yaml.Node) -> dict[str, str]:
        if not isinstance(node, yaml.MappingNode):
            return {DEFAULT: self._scalar(key, node)}
        found = {}
        for language, value in self._pairs(node):
            if language.value not in CODES:
                self.note(f"“{key}”: {language.value} is not one of {', '.join(CODES)}", language)
            found[language.value] = self._scalar(key, value)
        return found

    def strings(self, key: str) -> list[str]:
        """A list of plain texts."""
        node = self._take(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.note(f"“{key}” takes a list: [a, b]", node)
            return []
        return [self._scalar(key, item) for item in node.value]

    def choice(self, key: str, choices: Iterable[str], default: str = "", *, required: bool = False) -> str:
        """One of the choices."""
        value = self.string(key, default, required=required)
        if value and value not in (known := list(choices)):
            self.note(f"“{key}”: {value} is not one of {', '.join(known)}", self.nodes[key])
            return default
        return value

    def number(self, key: str, *, required: bool = False) -> int | None:
        """A whole number."""
        value = self.string(key, required=required)
        if not value:
            return None
        if not _WHOLE_NUMBER.fullmatch(value):
            self.note(f"“{key}”: {value} is not a whole number", self.nodes[key])
            return None
        return int(re.sub(r"[_,]", "", value))

    def numbers(self, key: str) -> list[int]:
        """A list of whole numbers."""
        found = self.strings(key)
        wrong = [value for value in found if not _WHOLE_NUMBER.fullmatch(value)]
        if wrong:
            self.note(f"“{key}”: {', '.join(wrong)} is not a whole number", self.nodes[key])
        return [int(re.sub(r"[_,]", "", value)) for value in found if value not in wrong]

    def flag(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        return self.choice(key, ["true", "false"], str(default).lower()) == "true"

    def day(self, key: str, *, end: bool = False, required: bool = False) -> date | None:
        """A day; a bare year or month is its first day, or its last where ``end``."""
        value = self.string(key, required=required)
        if not value:
            return None
        match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", value)
        try:
            if match is None:
                raise ValueError
            year, month = int(match[1]), int(match[2] or (12 if end else 1))
            return date(year, month, int(match[3] or (monthrange(year, month)[1] if end else 1)))
        except ValueError:
            self.note(f"“{key}”: {value} is not a day like 2022-12-09", self.nodes[key])
            return None

    def moment(self, key: str, zone: ZoneInfo) -> datetime | None:
        """A local time of the zone."""
        value = self.string(key)
        if not value:
            return None
        try:
            return datetime.strptime(value, "%Y-%m-%d %H:%M").replace(tzinfo=zone)
        except ValueError:
            self.note(f"“{key}”: {value} is not a time like 2022-12-09 09:30", self.nodes[key])
            return None

    def rows(self, key: str) -> list["Row"]:
        """A list of rows."""
        node = self._take(key)
        return [] if node is None else list(_rows(node, self.file, self.mistakes))

    def texts_list(self, key: str) -> list[dict[str, str]]:
        """A list of texts, each a plain string or by language."""
        node = self._take(key)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.note(f"“{key}” takes a list of texts", node)
            return []
        return [self._texts(key, item) for item in node.value]

    def found(self, key: str, known: Mapping[str, Found], what: str, *, required: bool = False) -> Found | None:
        """The record that the key names."""
        value = self.string(key, required=required)
        if not value:
            return None
        if value not in known:
            self.note(f"“{key}”: there is no {what} “{value}”", self.nodes[key])
        return known.get(value)

    def all_found(self, key: str, known: Mapping[str, Found], what: str) -> list[Found]:
        """The records that a list of keys names, in its order."""
        values = self.strings(key)
        for value in values:
            if value not in known:
                self.note(f"“{key}”: there is no {what} “{value}”", self.nodes[key])
        return [known[value] for value in values if value in known]

    @property
    def invented(self) -> str:
        """A note on what the sample made up."""
        names = self.strings("invented")
        return f"Invented for the sample: {', '.join(names)}." if names else ""


def read_rows(path: Path, base: Path, mistakes: list[Mistake]) -> list[Row]:
    """The rows of a file: of its list, or the one of its mapping. Mistakes name the file relative to ``base``."""
    file = path.relative_to(base).as_posix()
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise ValueError(f"the file is larger than {FILE_LIMIT // 1_000_000} MB")
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_PlainLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        mistakes.append(Mistake(file, mark.line + 1 if mark else 1, f"not YAML: {error.problem or error.context}"))
        return []
    except RecursionError:
        mistakes.append(Mistake(file, 1, "cannot be read: it is nested too deeply"))
        return []
    except (yaml.YAMLError, ValueError) as error:
        mistakes.append(Mistake(file, 1, f"cannot be read: {str(error).splitlines()[0]}"))
        return []
    return [] if node is None else list(_rows(node, file, mistakes))


def _rows(node: yaml.Node, file: str, mistakes: list[Mistake]) -> Iterator[Row]:
    for item in node.value if isinstance(node, yaml.SequenceNode) else [node]:
        if isinstance(item, yaml.MappingNode):
            yield Row(item, file, mistakes)
        else:
            mistakes.append(Mistake(file, item.start_mark.line + 1, "a row is a list of “key: value”"))


class _PlainLoader(yaml.SafeLoader):
    """Composes nodes only. Anchors are refused: a few lines of them can stand for gigabytes."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.composer.ComposerError(
                None, None, "write the value out: aliases (*name) are refused", event.start_mark
            )
        return super().compose_node(parent, index)
