"""What one test may not leave behind for the next."""

import hypothesis
import pytest
from django.test import override_settings
from django.utils import translation

from forums.agenda import representations

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


@pytest.fixture(scope="session", autouse=True)
def _published(tmp_path_factory):
    """Files for the web server are written, and taken down, elsewhere."""
    with override_settings(PUBLISHED_DIR=tmp_path_factory.mktemp("published")):
        yield
