"""How gunicorn serves the dashboard: `gunicorn` in this folder is enough."""

import socket
import struct
from threading import Thread
from typing import Any
from urllib.parse import quote

from gunicorn.glogging import Logger

from dashboard import settings


class OneLineEach(Logger):  # type: ignore[misc]  # gunicorn has no types
    """An access log in which no address can write a line of its own: it is logged as it was sent, escaped."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> Any:
        """What a line is made of."""
        path = quote(environ.get("PATH_INFO", ""), encoding="latin-1")
        return super().atoms(resp, req, {**environ, "PATH_INFO": path}, request_time)

    def warning(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """A request that cannot be read is not repeated: what was asked may stand in it."""
        told = str(msg).partition(": ")[0] if str(msg).startswith("Invalid request") else msg
        super().warning(told, *args, **kwargs)

    def exception(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """An address is logged without its query string here, too."""
        super().exception(msg, *(str(arg).partition("?")[0] for arg in args), **kwargs)


told = settings.read()

wsgi_app = "dashboard.web.server:application()"
bind = f"{told.host}:{told.port}"  # a proxy with TLS stands in front
worker_class = "gthread"
workers = 2
threads = 4
keepalive = 75  # the default of 2 s drops calls on connections that a browser still holds
timeout = 120
control_socket_disable = True
accesslog = "-"
logger_class = OneLineEach
forwarded_allow_ips = "*" if told.secure_cookies == "1" else ""  # whose X-Forwarded-Proto says that TLS is in front
forwarder_headers = ""  # no header of a request may name another path than its address does
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'  # %(U)s has no query string


PATIENCE_SECONDS = 30
"""How long a worker's thread waits for the next bytes of a request, or for a reader to take those of an answer."""


def patient(listening: socket.socket) -> None:
    """Let no connection hold a thread for good: half a request, a reader who is gone in the middle of a page."""
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):  # which connections take over (Linux, socket(7))
        listening.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", PATIENCE_SECONDS, 0))


def on_starting(_: Any) -> None:
    """Import once what every worker needs; doors are opened by each worker for itself."""
    from dashboard.web import books, server  # noqa: F401 - imported for the workers

    books.sides(told)


def when_ready(arbiter: Any) -> None:
    """Once, in the master: start who works on the queue of simulations; a worker of the web never does."""
    for listener in arbiter.LISTENERS:
        patient(listener.sock)
    if "bench" in told.side_names:
        from dashboard.jobs import consumer
        from dashboard.web import cookies

        arbiter.jobs = consumer.child(told, cookies.of(told).secret)


def on_exit(arbiter: Any) -> None:
    """The worker on the queue ends with the server; a simulation that runs goes back to the queue."""
    if jobs := getattr(arbiter, "jobs", None):
        jobs.terminate()
        jobs.wait(timeout=10)


def post_worker_init(worker: Any) -> None:
    """Draw every panel, most before the first reader comes; who comes earlier is answered meanwhile."""
    from dashboard.web.server import warm

    Thread(target=warm, args=(worker.app.wsgi(),), daemon=True).start()
