"""What is said of an intervention before it is stored."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories import InterventionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("panel", "texts", "refused"),
    [
        (False, {"text_en": "{speaker} agreed."}, {}),
        (False, {"text_en": "All agreed."}, {}),
        (False, {"text_en": "{speaker} agreed; {speaker} left."}, {"text_en": ["Write {speaker} once only."]}),
        (
            False,
            {"text_en": "{speaker} agreed.", "text_zh_hans": "{speaker}同意，{speaker}离开。"},
            {"text_zh_hans": ["Write {speaker} once only."]},
        ),
        (True, {"text_en": "All agreed."}, {}),
        (
            True,
            {"text_en": "{speaker} agreed."},
            {"text_en": ["Leave {speaker} out: nobody is named."]},
        ),
    ],
    ids=["once", "never", "twice", "twice-in-chinese", "panel", "speaker-in-a-panel"],
)
def test_the_speaker_is_set_once_where_there_is_one(panel, texts, refused):
    intervention = InterventionFactory(panel=panel)
    for name, text in texts.items():
        setattr(intervention, name, text)
    try:
        intervention.full_clean()
        found = {}
    except ValidationError as error:
        found = error.message_dict
    assert found == refused
