"""What is answered so many times to one address, and then no more for a while: guessing at links, open calls."""

from typing import cast

from django.http import HttpRequest
from rest_framework.request import Request
from rest_framework.views import APIView

from forums.api.throttles import AddressThrottle


class BadLinkThrottle(AddressThrottle):
    """Counts links that do not work, by client address. Whoever holds a right one is not kept out by neighbours."""

    scope = "bad-link"

    rate = "20/10m"

    def parse_rate(self, rate: str | None) -> tuple[int, int]:
        """Twenty in ten minutes, in seconds: a span that REST framework has no word for."""
        return 20, 600


def too_many_bad_links(request: HttpRequest) -> bool:
    """Count one more link that does not work; True once there were too many from this address."""
    # It reads the headers alone, which Django's own request has as well.
    return not BadLinkThrottle().allow_request(cast(Request, request), APIView())


class ProposalThrottle(AddressThrottle):
    """Counts the proposals from one client address, each of which may cause a mail."""

    scope = "proposal"

    rate = "20/h"


def too_many_proposals(request: HttpRequest) -> bool:
    """Count one more proposal; True once there were too many from this address within an hour."""
    return not ProposalThrottle().allow_request(cast(Request, request), APIView())
