"""How often one address may search or be refused. Ready-made answers are never counted: a venue shares an address."""

import logging
import time

from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle
from rest_framework.views import APIView

logger = logging.getLogger(__name__)


class AddressThrottle(SimpleRateThrottle):
    """Counts by client address (``NUM_PROXIES`` says who is believed about it). Lets all through without a cache."""

    scope = "address"
    # When it was last said that the cache is away, in seconds: once a minute is enough.
    told_at = float("-inf")

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}

    def allow_request(self, request: Request, view: APIView) -> bool:
        try:
            return super().allow_request(request, view)
        except (RedisError, OSError) as error:
            if time.monotonic() - AddressThrottle.told_at > 60:
                AddressThrottle.told_at = time.monotonic()
                logger.warning("The cache does not answer, so nobody is throttled: %s", error)
            return True
