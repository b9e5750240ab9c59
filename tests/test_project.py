"""The project as a whole: migrations, the README's commands and links, what the files promise."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands
from django.db import models

from forums.languages import CODES

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_links_lead_to_files(page):
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_page_names_only_commands_that_exist(page):
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^    )make ([a-z]+)", text, re.MULTILINE)) - targets == set()
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) - get_commands().keys() == set()


def test_make_help_tells_every_target():
    lines = subprocess.run(["make", "-s", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    told = [line.split()[0] for line in lines.splitlines()]
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert told == phony[1].split()


def test_locks_hold_every_requirement_of_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for wanted, lock in (
        (project["project"]["dependencies"], "requirements.txt"),
        (project["dependency-groups"]["dev"], "requirements-dev.txt"),
    ):
        locked = set(re.findall(r"^([a-z0-9._-]+)==", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
        names = {re.match(r"[A-Za-z0-9._-]+", line)[0].lower() for line in wanted}
        assert names - locked == set()


def test_architecture_names_only_rooms_that_exist():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    house = text.split("## The house")[1].split("## ")[0]
    app = ""
    missing = []
    for line in house.splitlines():
        if match := re.match(r"    ([a-z]+)/", line):
            app = match[1]
            missing += [] if (ROOT / app).is_dir() else [app]
        rooms = re.findall(
            r"([a-z_]+/|[a-z_]+\.py)(?=\s|$)", line[6:].split("   ")[0] if line.startswith("      ") else ""
        )
        missing += [f"{app}/{room}" for room in rooms if not (ROOT / app / room).exists()]
    assert missing == []


def test_every_model_of_ours_prints_itself(django_user_model):
    from django.apps import apps

    ours = [model for app in ("forums", "speakers", "reports") for model in apps.get_app_config(app).get_models()]
    assert [model.__name__ for model in ours if model.__str__ is models.Model.__str__] == []


def test_languages_are_those_of_the_united_nations():
    assert CODES == ("en", "zh-hans", "fr", "es", "ru", "ar")
