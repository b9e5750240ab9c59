"""The examples in the description of the API are what it answers."""

import json
import os
import re
from pathlib import Path

import pytest

from forums.api import openapi
from forums.api.operations import OPERATIONS
from tests.forums.api.bridges import NAMES, publish_bridges

FILE = Path(openapi.__file__).with_name("examples.json")


@pytest.mark.django_db
def test_every_example_is_what_the_api_answers(client, settings):
    settings.SITE_URL = "https://forum.example.org"
    publish_bridges()
    answers = {}
    for address, operation in OPERATIONS.items():
        query = {"at": "2022-12-09T09:45:00+08:00"} if operation.name == "getNow" else {}
        response = client.get(f"/api/v1/{address.format(**NAMES)}", query)
        assert response.status_code == 200, address
        answers[operation.name] = read(response)
    written = json.dumps(answers, ensure_ascii=False, indent=1) + "\n"
    if os.environ.get("WRITE_EXAMPLES"):
        FILE.write_text(written)
    assert json.loads(FILE.read_text()) == answers, "Look at what has changed, then WRITE_EXAMPLES=1 for this test."


def read(response):
    """The answer as an example: JSON as data, text as text; a workbook is none."""
    if response["Content-Type"].endswith("json"):
        return response.json()
    if "openxmlformats" in response["Content-Type"]:
        return None
    return re.sub(r"\r\n", "\n", response.content.decode())
