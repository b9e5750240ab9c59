"""Rows of files become records: new, changed or left as they are."""

import pytest
import yaml

from forums.languages import texts
from forums.models import Organization, Session
from reports.records.rows import Row
from reports.records.store import Store
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def row():
    """A row that stands in line 3 of people.yaml."""
    return Row(yaml.compose("\n\nkey: a"), "people.yaml", [])


def counts(store):
    return dict(store.new), dict(store.changed), dict(store.same)


def test_a_record_is_made(row):
    store = Store()
    made = store.put(row, Organization, {"slug": "unesco"}, name={"en": "UNESCO", "zh-hans": "联合国教科文组织"})
    stored = Organization.objects.get()
    assert (stored, stored.slug, texts(stored, "name")) == (
        made,
        "unesco",
        {"en": "UNESCO", "zh-hans": "联合国教科文组织"},
    )
    assert counts(store) == ({"organization": 1}, {}, {})


def test_a_record_is_brought_to_what_its_row_says(row):
    before = factories.OrganizationFactory(slug="unesco", name="Unesco", name_fr="Unesco", acronym="U")
    store = Store()
    store.put(row, Organization, {"slug": "unesco"}, name={"en": "UNESCO", "zh-hans": "联合国教科文组织"})
    stored = Organization.objects.get()
    # A text's languages are one value, its French is gone; the acronym was not spoken of.
    assert (stored.pk, texts(stored, "name")) == (before.pk, {"en": "UNESCO", "zh-hans": "联合国教科文组织"})
    assert stored.acronym == "U"
    assert counts(store) == ({}, {"organization": 1}, {})


@pytest.mark.parametrize(
    "values",
    [
        {"name": {"en": "UNESCO"}, "country": "FR", "takes_article": False, "parent": None},
        {"name": {"en": "UNESCO"}},
        {},
    ],
    ids=["all", "some", "none"],
)
def test_a_record_that_says_the_same_is_not_touched(row, django_assert_num_queries, values):
    factories.OrganizationFactory(slug="unesco", name="UNESCO", country="FR")
    store = Store()
    # the record
    with django_assert_num_queries(1):
        store.put(row, Organization, {"slug": "unesco"}, **values)
    assert counts(store) == ({}, {}, {"organization": 1})


def test_what_the_record_refuses_is_told_with_file_and_line(row):
    store = Store()
    kept = store.put(row, Organization, {"slug": "un esco"}, name={"en": "x" * 301}, country="XX", kind="club")
    assert (kept, Organization.objects.count(), counts(store)) == (None, 0, ({}, {}, {}))
    assert sorted(map(str, row.mistakes)) == [
        "people.yaml:3: country: Value 'XX' is not a valid choice.",
        "people.yaml:3: kind: Value 'club' is not a valid choice.",
        "people.yaml:3: name_en: Ensure this value has at most 300 characters (it has 301).",
        "people.yaml:3: slug: Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
    ]


def test_a_change_that_is_refused_leaves_the_record(row):
    factories.OrganizationFactory(slug="unesco", name="UNESCO")
    store = Store()
    assert store.put(row, Organization, {"slug": "unesco"}, name={"en": ""}) is None
    assert Organization.objects.get().name == "UNESCO"
    assert list(map(str, row.mistakes)) == ["people.yaml:3: name: This field cannot be blank."]


def test_a_rule_over_several_fields_is_told_in_its_own_words(row):
    session = factories.SessionFactory()
    Store().put(row, Session, {"guid": session.guid}, starts_at=factories.NOON)
    assert list(map(str, row.mistakes)) == ["people.yaml:3: Give both times, the end after the start, or neither."]


def test_a_second_row_for_the_same_record_is_noted(row):
    store, again = Store(), Row(yaml.compose("key: a"), "people.yaml", row.mistakes)
    first = store.put(row, Organization, {"slug": "unesco"}, name={"en": "UNESCO"})
    second = store.put(again, Organization, {"slug": "unesco"}, name={"en": "Unesco"})
    assert (second, Organization.objects.get().name) == (first, "UNESCO")
    assert list(map(str, row.mistakes)) == ["people.yaml:1: this organization stands in people.yaml:3 already"]


def test_a_list_of_records_holds_exactly_those_of_the_row(django_assert_num_queries):
    session = factories.SessionFactory()
    store, old, new = Store(), factories.OrganizationFactory(), factories.OrganizationFactory()
    session.organizers.set([old])
    store.put_many(session, "organizers", [new])
    assert list(session.organizers.all()) == [new]

    # the organizers
    with django_assert_num_queries(1):
        store.put_many(session, "organizers", [new])
    store.put_many(session, "organizers", [])
    assert list(session.organizers.all()) == []


def test_a_record_that_was_refused_has_no_list(row):
    Store().put_many(None, "organizers", [])
