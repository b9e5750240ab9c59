"""What one test may not leave behind for the next."""

import hypothesis
import pytest
from django.core.cache import cache
from django.test import override_settings
from django.utils import translation

from forums.agenda import representations
from tests.sample import publish_sample

# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("plenary", deadline=None)
hypothesis.settings.load_profile("plenary")


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


@pytest.fixture(scope="session", autouse=True)
def _published(tmp_path_factory):
    """Files for the web server are written, and taken down, elsewhere."""
    with override_settings(PUBLISHED_DIR=tmp_path_factory.mktemp("published")):
        yield


@pytest.fixture(scope="session")
def published_sample(django_db_setup, django_db_blocker):
    """The sample's agendas. A test that asks for them is marked with django_db, or it would find the real database."""
    with django_db_blocker.unblock():
        return publish_sample()
