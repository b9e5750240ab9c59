"""The description of the API: right in itself, true of every answer, and readable without any other site."""

import json
import re
from html.parser import HTMLParser

import jsonschema
import pytest
import schemathesis
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from forums.agenda.release import publish_agenda
from forums.api.openapi import document
from forums.api.operations import OPERATIONS, brought
from forums.models import Session
from tests.forums.api.bridges import NAMES, publish_bridges

SCHEMA = "/api/v1/schema/"


def shape(name):
    """A validator for one shape, with the formats that it can check."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": document()["components"]}
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("name", document()["components"]["schemas"])
def test_every_shape_is_a_schema_that_describes_itself(name):
    schema = document()["components"]["schemas"][name]
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["description"].endswith(".")
    assert set(schema["required"]) <= schema["properties"].keys()


def test_every_reference_leads_somewhere():
    text = json.dumps(document())
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', text)):
        found = document()
        for step in reference.split("/"):
            found = found[step]
    named = set(re.findall(r"#/components/schemas/(\w+)", text))
    assert named == document()["components"]["schemas"].keys(), "A shape that nobody uses, or uses without its being."


def test_every_operation_says_what_readers_and_programs_ask():
    operations = [document()["paths"][f"/{address}"]["get"] for address in OPERATIONS]
    assert [it["operationId"] for it in operations] == [it.name for it in OPERATIONS.values()]
    assert len({it["operationId"] for it in operations}) == len(operations)
    for operation in operations:
        assert operation["summary"], operation["operationId"]
        assert operation["description"].endswith("."), operation["operationId"]
        assert operation["responses"].keys() == {"200", "304", "400", "404", "412", "414", "429"}
        assert all(it.get("description", it.get("$ref")) for it in operation["parameters"])
        assert [tag in {it["name"] for it in document()["tags"]} for tag in operation["tags"]] == [True]


def test_every_place_that_is_brought_says_what_each_of_its_methods_does():
    tags = {it["name"] for it in document()["tags"]}
    names = [it["operationId"] for path in document()["paths"].values() for it in path.values()]
    assert len(set(names)) == len(names)
    assert document()["paths"].keys() == {f"/{address}" for address in (*OPERATIONS, *brought().places)}
    for address, place in brought().places.items():
        path = document()["paths"][f"/{address}"]
        assert set(path) == {it.lower() for it in place.view().allowed_methods} - {"head", "options"}
        for operation in path.values():
            assert operation["description"].endswith(".")
            assert set(operation["tags"]) <= tags
            assert {"400", "429"} <= operation["responses"].keys()
            assert ("security" in operation) == ("401" in operation["responses"]) == place.private
            for content in operation.get("requestBody", {}).get("content", {}).values():
                if "example" in content:
                    shape(content["schema"]["$ref"].rpartition("/")[2]).validate(content["example"])


@pytest.mark.django_db
def test_every_answer_has_the_shape_that_is_told(client):
    """Of an edition with something of everything, and with sessions that are cancelled, withdrawn and without time."""
    release = publish_bridges()
    Session.objects.filter(code="tea").update(status="cancelled")
    Session.objects.filter(code="panel").update(starts_at=None, ends_at=None)
    publish_agenda(release.edition)
    Session.objects.filter(code="panel").delete()
    publish_agenda(release.edition)
    checked = set()
    for address, operation in OPERATIONS.items():
        if operation.shape:
            for language in ("en", "fr"):
                response = client.get(f"/api/v1/{address.format(**NAMES)}", {"lang": language})
                assert response["Content-Type"] == operation.media_type
                shape(operation.shape).validate(response.json())
            checked.add(operation.shape)
    assert len(checked) == 17
    for address in ("nothing/", "editions/bridges-2022/?junk=1", "editions/none/"):
        shape("Problem").validate(client.get(f"/api/v1/{address}").json())


def test_the_description_is_an_answer_like_others(client):
    response = client.get(SCHEMA)
    assert response.json() == document()
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "application/vnd.oai.openapi+json;version=3.1",
        "public, no-cache",
    )
    assert client.get(SCHEMA, headers={"if-none-match": response["ETag"]}).status_code == 304


class Assets(HTMLParser):
    """What a page loads, and whatever a strict Content-Security-Policy would not let it do."""

    def __init__(self):
        super().__init__()
        self.loaded, self.forbidden = [], []

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag in {"script", "link"}:
            self.loaded.append(attrs.get("src") or attrs.get("href"))
        if tag == "style" or (tag == "script" and "src" not in attrs) or any(it.startswith("on") for it in attrs):
            self.forbidden.append(tag)


def test_the_page_needs_no_other_site_and_no_exception_from_the_policy(client):
    response = client.get("/api/v1/docs/")
    page = Assets()
    page.feed(response.content.decode())
    assert page.forbidden == []
    assert len(page.loaded) == 5
    for address in page.loaded:
        assert address.startswith("/static/")
        assert finders.find(address.removeprefix("/static/")), address
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


# Few examples, the same each time: a long run is for hands (docs/api.md says how).
_conformance = schemathesis.openapi.from_wsgi(SCHEMA, WSGIHandler())


@pytest.mark.django_db
@_conformance.parametrize()
@hypothesis_settings(
    max_examples=3,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_no_request_is_answered_in_a_way_that_is_not_described(case, bridges):
    case.call_and_validate(
        # Its client for WSGI asks for gzip and cannot unpack it.
        headers={"Accept-Encoding": "identity"},
        checks=[
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_headers_conformance,
            response_schema_conformance,
        ],
    )


@pytest.fixture
def bridges(server_leaves_connections):
    """The example edition, published."""
    return publish_bridges()


def test_the_guide_names_every_address():
    guide = (settings.BASE_DIR / "docs" / "api.md").read_text()
    for address in OPERATIONS:
        below = address.removeprefix("editions/{edition}/")
        assert f"`{below}`" in guide, address
    for address in brought().places:
        assert f"`{address}`" in guide, address
