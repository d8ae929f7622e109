"""Library files travel compressed: they are large, the same for everybody, and hold nobody's data.

Pages and answers never do: the size of a compressed answer can tell what secret stands in it (BREACH).
"""

import gzip
from functools import lru_cache

from flask import Response, request

from dashboard.web.headers import LIBRARY

FILES = 64
"""Files kept compressed; an installation has about thirty, 2 MB together."""
SMALL = 1000
"""Bytes below which there is nothing to gain."""


def put(response: Response) -> Response:
    """A library file compressed, if the browser takes gzip; every other answer as it is."""
    if not (request.endpoint or "").endswith(LIBRARY):
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code != 200 or not request.accept_encodings["gzip"] or request.method != "GET":
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) >= SMALL:
        response.set_data(_packed(body))
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(FILES)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)
