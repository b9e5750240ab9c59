"""What is sent to the API: a JSON object, read without trust."""

from collections.abc import Mapping
from typing import Any

from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import JSONParser

# The largest section of a speaker's page, in six languages, has a tenth of that.
LARGEST_BODY = 2_500_000


class TooLarge(APIException):
    """More than anything that is asked for here could have."""

    status_code = 413
    default_detail = "The body is larger than anything that is asked for here."


class ObjectParser(JSONParser):
    """One object in UTF-8, of a size and depth that can be meant, and without halves of characters."""

    def parse(
        self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any]:
        request = (parser_context or {})["request"]
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise TooLarge
        try:
            # Always UTF-8 (RFC 8259, 8.1), whatever the header says.
            found = super().parse(stream, media_type, {**(parser_context or {}), "encoding": "utf-8"})
            # Answers say what is wrong with a text by quoting it, and halves of characters cannot be written.
            _check_writable(found)
        except RecursionError as error:
            raise ParseError("The body is nested too deep.") from error
        except UnicodeEncodeError as error:
            raise ParseError("The body has half a character (a lone surrogate) in it.") from error
        if not isinstance(found, dict):
            raise ParseError("Send a JSON object.")
        return found


def _check_writable(value: Any) -> None:
    if isinstance(value, str):
        value.encode()
    elif isinstance(value, dict):
        for name, one in value.items():
            name.encode()
            _check_writable(one)
    elif isinstance(value, list):
        for one in value:
            _check_writable(one)
