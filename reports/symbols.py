"""Document symbols after the manner of the United Nations: one for all languages, with a suffix for what follows.

ST/LIB/SER.B/5 (United Nations Document Series Symbols): L. marks a limited text, a draft; Rev. a text that takes the
place of an earlier one; Corr. corrections; Add. what is added. Each is counted from 1.
"""

_SUFFIXES = {"revision": "Rev", "corrigendum": "Corr", "addendum": "Add"}


def symbol_of(base: str, stage: str, number: int) -> str:
    """The symbol that a version carries: ``number`` counts the versions of that stage, from 1.

    IAICGF/2022/1 is drafted as IAICGF/2022/L.1, then IAICGF/2022/L.1/Rev.1; revised as IAICGF/2022/1/Rev.1. Empty for a
    document without a symbol.
    """
    if not base:
        return ""
    if stage in _SUFFIXES:
        return f"{base}/{_SUFFIXES[stage]}.{number}"
    if stage == "final":
        return base
    series, _, last = base.rpartition("/")
    limited = f"{series}/L.{last}" if series else f"L.{last}"
    return limited if number == 1 else f"{limited}/Rev.{number - 1}"
