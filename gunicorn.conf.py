"""How the server runs: a worker freezes what it has loaded, so that full collections never pause a page."""

import gc
import os

bind = os.environ.get("FORMSAPP_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("FORMSAPP_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("FORMSAPP_THREADS", "4"))
timeout = 60
graceful_timeout = 30
keepalive = 5
accesslog = None
limit_request_line = 8190
control_socket_disable = True


def post_worker_init(worker):  # noqa: ANN001, ANN201, ARG001  gunicorn's signature
    """After the application is loaded in a worker: what stays for ever need not be looked at again."""
    gc.collect()
    gc.freeze()
