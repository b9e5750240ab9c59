"""The rooms and tracks that a file names: those on file, found by name or key in any language, and new ones."""

from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from django.db.models import Model
from django.utils.text import slugify
from modeltranslation.translator import translator
from modeltranslation.utils import build_localized_fieldname

from forums.languages import CODES, DEFAULT, texts
from forums.models import Edition, Room, Track

from .text import key

_Place = TypeVar("_Place", Room, Track)


class Places:
    """Two queries. ``new_rooms`` and ``new_tracks`` are what was asked for and is not on file, in the file's order."""

    def __init__(self, edition: Edition, language: str, capacities: Mapping[str, int]) -> None:
        self._edition = edition
        self._language = language
        self._capacities = capacities
        self.rooms = {room.pk: room for room in Room.objects.filter(edition=edition)}
        self.tracks = {track.pk: track for track in Track.objects.filter(edition=edition)}
        self._rooms_by_name = _by_name(self.rooms)
        self._tracks_by_name = _by_name(self.tracks)
        self.new_rooms: list[Room] = []
        self.new_tracks: list[Track] = []

    def room(self, name: str) -> Room:
        """The room of that name, new if there is none."""
        room = self._rooms_by_name.get(key(name))
        if room is None:
            room = self._made(Room, name, {it.slug for it in [*self.rooms.values(), *self.new_rooms]}, self.rooms)
            room.capacity = self._capacities.get(key(name))
            self._rooms_by_name[key(name)] = room
            self.new_rooms.append(room)
        return room

    def track(self, name: str) -> Track:
        """The track of that name, new if there is none."""
        track = self._tracks_by_name.get(key(name))
        if track is None:
            track = self._made(Track, name, {it.slug for it in [*self.tracks.values(), *self.new_tracks]}, self.tracks)
            self._tracks_by_name[key(name)] = track
            self.new_tracks.append(track)
        return track

    def _made(self, model: type[_Place], name: str, taken: set[str], on_file: Mapping[int, _Place]) -> _Place:
        place = model(edition=self._edition, slug=free_slug(name, taken, model.__name__.lower(), 50))
        name_in(place, "name", name, self._language)
        last = max((it.position for it in on_file.values()), default=-1)
        new = len(self.new_rooms) if model is Room else len(self.new_tracks)
        place.position = min(last + 1 + new, 32_767)
        return place


def name_in(row: object, field: str, text: str, language: str) -> None:
    """Write a new row's name; in the default language it stands until it is translated, as a row cannot be nameless."""
    for code in {language, DEFAULT}:
        setattr(row, build_localized_fieldname(field, code), text)


@cache
def untranslated(model: type[Model]) -> Mapping[str, None]:
    """Every translation of a new row, given as empty: to ask for the default of each takes longer than all the rest."""
    fields = translator.get_options_for_model(model).all_fields
    return {build_localized_fieldname(name, code): None for name in fields for code in CODES}


def free_slug(text: str, taken: set[str], fallback: str, limit: int) -> str:
    """The text as an address that is not taken, numbered from 2; the fallback where it has no Latin letter."""
    stem = slugify(text)[: limit - 6].strip("-") or fallback
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug


def _by_name(places: Mapping[int, _Place]) -> dict[str, _Place]:
    """By every name and key, and by both as our exports tell namesakes apart. A name goes before another's key."""
    found: dict[str, _Place] = {}
    for place in places.values():
        for name in texts(place, "name").values():
            found.setdefault(key(name), place)
            found.setdefault(key(f"{name} ({place.slug})"), place)
    for place in places.values():
        found.setdefault(key(place.slug), place)
    return found
