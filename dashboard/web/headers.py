"""What every answer tells the browser: trust nothing from elsewhere, keep nothing, show nobody where it came from."""

from collections.abc import Callable

from flask import Response, request

FIXED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TLS_SECONDS = 365 * 24 * 60 * 60
"""How long a browser that came by TLS once comes by nothing else (HSTS, RFC 6797)."""
LIBRARY_SECONDS = 365 * 24 * 60 * 60
"""How long a browser keeps files of installed packages: their address holds their version, nobody's data is in them."""

LIBRARY = ("/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>", "-bootstrap", "-grid")
"""How the endpoints of such files end."""


def put(response: Response, hashes: Callable[[], list[str]]) -> Response:
    """The headers on a response; `hashes` gives the hashes of inline scripts its page may run."""
    response.headers.update(FIXED)
    response.headers["Content-Security-Policy"] = policy(hashes())
    response.headers["Cache-Control"] = _kept(response)
    if request.is_secure:  # the RFC forbids it elsewhere, and a browser would not believe it
        response.headers["Strict-Transport-Security"] = f"max-age={TLS_SECONDS}"
    return response


def policy(hashes: list[str]) -> str:
    """Scripts only from this server or by hash; styles may be inline because plotly and Dash write them so."""
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(["script-src 'self'", *hashes]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _kept(response: Response) -> str:
    """Only files of installed packages may be kept: for good where the address holds a version, else asked again."""
    if not (request.endpoint or "").endswith(LIBRARY) or response.status_code not in (200, 304):
        return "no-store"
    if response.cache_control.max_age == LIBRARY_SECONDS:
        return f"private, max-age={LIBRARY_SECONDS}, immutable"
    return "private, no-cache"
