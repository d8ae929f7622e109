"""A provider that hands out whatever identity token a test makes up."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc.jwk import RSAKey


@dataclass
class Forger:
    """Its address, its own key, and the token that its next answer holds."""

    address: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "own", "use": "sig"}))
    token: str = ""
    offers: list[str] = field(default_factory=lambda: ["RS256", "HS256", "none"])

    @property
    def answers(self) -> dict[str, Any]:
        """What it says at each of its paths."""
        return {
            "/.well-known/openid-configuration": {
                "issuer": self.address,
                "authorization_endpoint": f"{self.address}/authorize",
                "token_endpoint": f"{self.address}/token",
                "jwks_uri": f"{self.address}/jwks",
                "id_token_signing_alg_values_supported": self.offers,
            },
            "/jwks": {"keys": [self.key.as_dict(private=False)]},
            "/token": {"access_token": "x", "token_type": "Bearer", **({"id_token": self.token} if self.token else {})},
        }


@contextmanager
def running() -> Iterator[Forger]:
    """A forger that answers at an address of this machine."""
    forger = Forger()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(forger.answers[self.path]).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: a test's output is pytest's."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        forger.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield forger
        server.shutdown()
