"""How gunicorn serves the dashboard: `gunicorn` in this folder is enough."""

from typing import Any

from dashboard import settings

wsgi_app = "dashboard.web.server:application()"
bind = f"{settings.read().host}:{settings.read().port}"  # a proxy with TLS stands in front
worker_class = "gthread"
workers = 2
threads = 4
keepalive = 75  # the default of 2 s drops calls on connections that a browser still holds
timeout = 120
control_socket_disable = True
accesslog = "-"
access_log_format = '%(h)s %(t)s "%(m)s %(U)s" %(s)s %(b)s %(M)sms'  # %(U)s has no query string


def post_worker_init(worker: Any) -> None:
    """Draw every panel before the first reader comes."""
    from dashboard.web.server import warm

    warm(worker.app.wsgi())
