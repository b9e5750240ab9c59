"""docs/api.md, carried out: every command in it runs and prints what the page says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from forums.agenda.release import publish_agenda
from forums.models import Edition
from reports.models import Document
from tests.reports.issued import issue
from tests.sample import load_sample

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text(encoding="utf-8")
SITE = "http://127.0.0.1:8000"
EXAMPLES = re.findall(r"```(sh|python|js)\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.office]


@pytest.fixture
def site(live_server):
    load_sample()
    publish_agenda(Edition.objects.get(slug="iaicgf-2022"))
    issue(Document.objects.get(key="outcome-document-2022"), symbol="IAICGF/2022/OD")
    return live_server.url


def run(*command):
    # The interpreter that runs the tests is the python3 of the page.
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, env=os.environ | {"PATH": path}
    )
    return done.stdout + done.stderr


def test_every_command_of_the_page_prints_what_the_page_says(site, page):
    """The browser stands on a page of another site, as a reader's script would."""
    lines = []
    page.on("console", lambda message: lines.append(message.text))
    carry_out = {
        "sh": lambda source: run("bash", "-ec", source),
        "python": lambda source: run(sys.executable, "-c", source),
    }
    for language, written, printed in EXAMPLES:
        source = written.replace(SITE, site)
        if language == "js":
            lines.clear()
            page.evaluate(f"async () => {{ {source} }}")
            found = "".join(f"{line}\n" for line in lines)
        else:
            found = carry_out[language](source)
        assert found == printed, source


def test_the_page_has_an_example_in_each_language_and_nothing_untested():
    assert {language for language, _, _ in EXAMPLES} == {"sh", "python", "js"}
    assert PAGE.count("```") == 4 * len(EXAMPLES)
    assert "\n    curl" not in PAGE
