"""How names are sorted and compared."""

import pytest

from forums.collation import folded


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Ó hÉigeartaigh", "o heigeartaigh"), ("Lütge", "lutge"), ("Álvaro", "alvaro"), ("Fundação", "fundacao"),
        ("Søren Łukasiewicz", "soren lukasiewicz"), ("Weiß", "weiss"), ("İnönü", "inonu"), ("薛澜", "薛澜"), ("", ""),
    ],
)  # fmt: skip
def test_a_name_is_compared_without_case_and_accents(name, key):
    assert folded(name) == key
