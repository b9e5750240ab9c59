"""What one test may not leave behind for the next."""

import gc
import pickle
from contextlib import ExitStack

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import override_settings
from django.utils import translation

from forums.agenda import representations
from tests.sample import load_sample, publish_sample
from tests.template import Made, address_of, copied_to_memory, database_of, made_once

# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("plenary", deadline=None)
hypothesis.settings.load_profile("plenary")


# A hook: pytest gives arguments by these names.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What is made of the published sample is made of frozen text, the same in every database."""
    for item in items:
        if "published_sample" in item.fixturenames:
            item.add_marker(pytest.mark.office)


def pytest_collection_finish():
    """What was imported and collected stays; nobody needs to look again and again whether it is garbage."""
    gc.freeze()


@pytest.fixture(autouse=True)
def _afresh():
    yield
    # A request leaves its language behind, and a plain `title=` is written in the language that is active.
    translation.deactivate()
    # Rows undone give their numbers to the next ones, which say something else.
    representations.frozen.cache_clear()
    representations.facts.cache_clear()
    # What one test was refused too often is not counted against the next.
    cache.clear()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """The tables are copied where they were made once for all workers."""
    with ExitStack() as copies:
        if address := address_of(Made.MIGRATED):
            if connection.vendor == "postgresql":
                connection.settings_dict["TEST"]["TEMPLATE"] = database_of(address)
            else:
                copies.enter_context(copied_to_memory(address, connection.creation._get_test_db_name()))
        yield


@pytest.fixture(scope="session", autouse=True)
def _published(tmp_path_factory):
    """Files for the web server are written, and taken down, elsewhere."""
    with override_settings(PUBLISHED_DIR=tmp_path_factory.mktemp("published")):
        yield


@pytest.fixture(scope="session")
def published_sample(django_db_setup, django_db_blocker):
    """The sample's agendas. A test that asks for them is marked with django_db, or it would find the real database."""
    if made := made_once(Made.PUBLISHED):
        return pickle.loads(made)
    with django_db_blocker.unblock(), transaction.atomic():
        load_sample()
        published = publish_sample()
        transaction.set_rollback(True)
        return published
