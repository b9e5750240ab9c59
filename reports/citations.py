"""Citations in what people write: which instruments exist, and what was meant by a key that does not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from reports.models import Instrument
from reports.paper.markdown import cited_keys

_MOST = 3


@dataclass(frozen=True, slots=True)
class Unknown:
    """A citation of what the registry does not have: where it stands, its key, and the keys that look like it."""

    place: str
    key: str
    near: tuple[str, ...] = ()

    def __str__(self) -> str:
        meant = " or ".join(f"[@{key}]" for key in self.near)
        what = f"did you mean {meant}?" if meant else "register it under that key, or take it out."
        return f"{self.place}: there is no instrument with the citation key “{self.key}”; {what}"


def find_unknown(texts: Mapping[str, str]) -> list[Unknown]:
    """The citations in texts, given by place, that lead nowhere. No query where nothing is cited, else one."""
    cited = [(place, key) for place, markdown in texts.items() for key in cited_keys(markdown)]
    return unknown_among(cited)


def unknown_among(cited: Iterable[tuple[str, str]]) -> list[Unknown]:
    """Those of these citations, as place and key, that lead nowhere; with what may have been meant."""
    cited = list(cited)
    if not cited:
        return []
    known = sorted(Instrument.objects.order_by().values_list("key", flat=True))
    existing = set(known)
    missing = {key for _, key in cited if key not in existing}
    near = {key: tuple(get_close_matches(key.casefold()[:80], known, _MOST)) for key in missing}
    return [Unknown(place, key, near[key]) for place, key in cited if key in missing]
