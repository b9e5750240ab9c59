"""How names are sorted and compared, whatever their case and accents. Pure."""

import unicodedata

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


def folded(name: str) -> str:
    """The name without case and accents: Ó hÉigeartaigh stands under O, Łukasiewicz under L."""
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_PLAIN))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
