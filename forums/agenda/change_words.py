"""A change, told in one sentence. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from . import dates, phrases, words

Tree = dict[str, Any]


def in_words(change: Tree, language: str, zone: str) -> str:
    """A change as one sentence, without the title of its session; times are told in the zone (an IANA name)."""
    return _Words(language, zone).sentence(change)


def title_of(change: Tree, language: str) -> str:
    """What the session is called in the language, or else in English or whatever there is."""
    return _text(change["title"], language)


class _Words:
    """One language and one zone."""

    def __init__(self, language: str, zone: str) -> None:
        self.language, self.zone = language, ZoneInfo(zone)

    def sentence(self, change: Tree) -> str:
        kind = change["kind"]
        tell = {
            "added": self._at,
            "reinstated": self._at,
            "moved": self._moved,
            "renamed": self._renamed,
            "nested": self._nested,
            "track": self._track,
            "credits": self._credits,
            "languages": self._languages,
            "links": self._links,
        }.get(kind)
        if tell:
            told = tell(change)
        elif kind == "numbered":
            told = self.say("numbered", words.label(change["to"], self.language))
        elif kind == "attribution":
            told = self.say(change["to"])
        elif kind in {"room-renamed", "track-renamed"}:
            told = self.say("place-renamed", *(self.quoted(change[key]) for key in ("from", "to")))
        elif kind == "speaker":
            told = self.say("speaker", change["name"])
        else:
            told = self.say(kind)
        return told + phrases.stop(self.language)

    def say(self, sentence: str, *values: str) -> str:
        return phrases.sentence(sentence, self.language).format(*values)

    def listed(self, values: Iterable[str]) -> str:
        return phrases.comma(self.language).join(filter(None, values))

    def clauses(self, values: Iterable[str]) -> str:
        """One sentence of what would be several."""
        first, *others = values
        return phrases.semicolon(self.language).join([first, *map(self._inside, others)])

    def text(self, texts: Mapping[str, str]) -> str:
        return _text(texts, self.language)

    def quoted(self, texts: Mapping[str, str]) -> str:
        return words.quoted(self.text(texts), self.language)

    def _at(self, change: Tree) -> str:
        told = self.say(change["kind"])
        place = self._place(change["at"]) if "at" in change else ""
        return words.pair(told, place, self.language) if place else told

    def _moved(self, change: Tree) -> str:
        """As short as it can be: what stays the same is not told."""
        if "from" not in change:
            return self.say("moved-anywhere")
        before, after = change["from"], change["to"]
        if not before["starts_at"] and after["starts_at"]:
            return self.say("timed", self._place(after))
        if before["starts_at"] and not after["starts_at"]:
            return self.say("untimed")
        is_elsewhere = self._room(before) != self._room(after)
        if before["starts_at"] and self._times(before)[0] != self._times(after)[0]:
            return self.say("moved", *self._both(before, after, with_rooms=is_elsewhere))
        told = [self._rooms(before, after)] if is_elsewhere else []
        if before["ends_at"] and self._times(before)[1] != self._times(after)[1]:
            told.append(self.say("ends", *(dates.clock(self._times(place)[1]) for place in (before, after))))
        # Else it is a room of another key with the same name.
        return self.clauses(told) if told else self.say("moved-anywhere")

    def _rooms(self, before: Tree, after: Tree) -> str:
        one, other = self._room(before), self._room(after)
        if one and other:
            return self.say("moved", one, other)
        return self.say("timed", other) if other else self.say("unplaced")

    def _both(self, before: Tree, after: Tree, *, with_rooms: bool) -> tuple[str, str]:
        """From Mon 12 Dec 09:00, Hall A to 10:30, Hall B; both with their ends where it lasts longer or shorter."""
        (start, end), (later, later_end) = self._times(before), self._times(after)
        if end - start != later_end - later:
            times = [dates.time_span(start, end, self.language), dates.time_span(later, later_end, self.language)]
        else:
            times = [f"{dates.day(it, self.language)} {dates.clock(it)}" for it in (start, later)]
            if start.date() == later.date():
                times[1] = dates.clock(later)
        rooms = [self._room(before), self._room(after)] if with_rooms else ["", ""]
        one, other = (self.listed(place) for place in zip(times, rooms, strict=True))
        return one, other

    def _place(self, place: Tree) -> str:
        """Mon 12 Dec 09:00–10:30, Hall A; as much of it as there is."""
        times = dates.time_span(*self._times(place), self.language) if place["starts_at"] else ""
        return self.listed([times, self._room(place)])

    def _times(self, place: Tree) -> tuple[datetime, datetime]:
        """The start and the end of a place that has them, by the clock of the zone."""
        starts_at, ends_at = (datetime.fromisoformat(place[key]) for key in ("starts_at", "ends_at"))
        return starts_at.astimezone(self.zone), ends_at.astimezone(self.zone)

    def _room(self, place: Tree) -> str:
        if place["all_rooms"]:
            return self._inside(words.phrase("all-rooms", self.language))
        return self.text(place["room_name"]) or place["room"] or ""

    def _renamed(self, change: Tree) -> str:
        if "from" not in change:
            return self.say("renamed-elsewhere")
        one, other = self.text(change["from"]), self.text(change["to"])
        if not one or not other or one == other:
            return self.say("renamed-elsewhere")
        return self.say("renamed", self.quoted(change["from"]), self.quoted(change["to"]))

    def _nested(self, change: Tree) -> str:
        if change["to"]:
            return self.say("nested", self.quoted(change["to"]["title"]))
        return self.say("unnested", self.quoted(change["from"]["title"]))

    def _track(self, change: Tree) -> str:
        if change["to"]:
            return self.say("track", self.quoted(change["to"]["name"]))
        return self.say("untracked", self.quoted(change["from"]["name"]))

    def _credits(self, change: Tree) -> str:
        told = [self._credit(credit) for credit in change["speakers"]]
        # Each begins with a name.
        return phrases.semicolon(self.language).join(told) or self.say("credits")

    def _credit(self, credit: Tree) -> str:
        what, role = credit["change"], self._inside(words.role(credit["role"], self.language))
        if what == "role":
            return self.say(
                "credit-role", self._who(credit), role, self._inside(words.role(credit["was"], self.language))
            )
        if what == "replaced":
            return self.say("credit-replaced", self._who(credit), role, self._who(credit["instead_of"]))
        if what == "mode":
            return self.say("credit-mode", self._who(credit), self._inside(words.mode(credit["mode"], self.language)))
        if what == "read_by":
            return self.say("credit-read", self._who(credit), str(credit["read_by"]))
        return self.say(f"credit-{what}", self._who(credit), role)

    def _who(self, person: Tree) -> str:
        if person["seat_of"]:
            return words.delegate_of(self.text(person["seat_of"]), self.language)
        return str(person["name"])

    def _inside(self, word: str) -> str:
        """A word as it stands inside a sentence."""
        return word[:1].lower() + word[1:]

    def _languages(self, change: Tree) -> str:
        none = self.say("none")
        told = [
            self.say(kind, self.listed(phrases.tongue(code, self.language) for code in change[kind]["to"]) or none)
            for kind in ("floor", "interpretation")
            if kind in change
        ]
        return self.clauses(told)

    def _links(self, change: Tree) -> str:
        told = [
            words.pair(words.phrase(name, self.language), self.say(f"link-{change[name]}"), self.language)
            for name in ("livestream", "recording")
            if name in change
        ]
        return self.clauses(told)


def _text(texts: Mapping[str, str], language: str) -> str:
    return next((texts[code] for code in (language, "en", *texts) if code in texts), "")
