"""What an installation is told by its environment, checked before anything starts."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from formsapp.ui.colours import has_enough_contrast

SHORTEST_SECRET = 32
UNSAFE_CONFIGURATION = 78
_SCANNER = re.compile(r"tcp://([^:/\s]+|\[[0-9A-Fa-f:]+\]):[0-9]{1,5}|unix:/\S+")


class UnsafeSettingsError(Exception):
    """The application must not start like this. Each line names a setting and how to mend it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One installation: where its data is, what it is called, how it sends mail."""

    secret_key: str
    database_url: str
    base_url: str
    partnership_name: str = "Safeguarding Children Partnership"
    partnership_colour: str = "#1d4e6b"
    is_demo: bool = False
    is_test: bool = False
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_starttls: bool = True
    mail_from: str = ""
    trusted_proxies: int = 0
    #: Where clamd listens, to look for viruses in files of evidence; without it they are kept unscanned.
    scanner: str = ""
    #: argon2 time cost, memory in KiB and lanes; tests lower them.
    password_cost: tuple[int, int, int] = (3, 65536, 2)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """The settings named FORMSAPP_... ; raises UnsafeSettingsError with every problem at once."""
        given = os.environ if environment is None else environment
        read = {name.removeprefix("FORMSAPP_").lower(): value for name, value in given.items()}
        problems: list[str] = []
        settings = cls(
            secret_key=read.get("secret_key", ""),
            database_url=read.get("database_url", ""),
            base_url=read.get("base_url", "").rstrip("/"),
            partnership_name=read.get("partnership_name", cls.partnership_name),
            partnership_colour=read.get("partnership_colour", cls.partnership_colour),
            is_demo=_switch(read, "demo", problems),
            smtp_host=read.get("smtp_host", ""),
            smtp_port=_whole(read, "smtp_port", cls.smtp_port, problems),
            smtp_user=read.get("smtp_user", ""),
            smtp_password=read.get("smtp_password", ""),
            smtp_starttls=_switch(read, "smtp_starttls", problems, default=True),
            mail_from=read.get("mail_from", ""),
            trusted_proxies=_whole(read, "trusted_proxies", 0, problems),
            scanner=read.get("scanner", ""),
        )
        problems += settings.problems(given)
        if problems:
            raise UnsafeSettingsError(problems)
        return settings

    def problems(self, environment: Mapping[str, str]) -> list[str]:
        """Why the application must not start with these settings; empty when it may."""
        checks = {
            f"FORMSAPP_SECRET_KEY: give at least {SHORTEST_SECRET} random characters "
            "(python -c 'import secrets; print(secrets.token_hex(32))')": len(self.secret_key) >= SHORTEST_SECRET
            and len(set(self.secret_key)) > 8,
            "FORMSAPP_DATABASE_URL: say where the data is, for example sqlite:////var/lib/formsapp/formsapp.sqlite "
            "or postgresql+psycopg://...": self.database_url.startswith(("sqlite:///", "postgresql+psycopg://")),
            "FORMSAPP_BASE_URL: give the address people use, starting with https://": self._base_url_is_safe(),
            "FLASK_DEBUG: turn debugging off": environment.get("FLASK_DEBUG", "0") in {"", "0"},
            "FORMSAPP_PARTNERSHIP_COLOUR: give a colour such as #1d4e6b on which white text can be read (4.5 to 1)": (
                has_enough_contrast(self.partnership_colour)
            ),
            "FORMSAPP_SMTP_STARTTLS: mail must be sent over TLS": (
                not self.smtp_host or self.smtp_starttls or _is_loopback(self.smtp_host)
            ),
            "FORMSAPP_SCANNER: say where clamd listens, as tcp://host:port or unix:/path": (
                not self.scanner or _SCANNER.fullmatch(self.scanner) is not None
            ),
            "FORMSAPP_MAIL_FROM: give the address that mail comes from": not self.smtp_host or "@" in self.mail_from,
        }
        return [message for message, holds in checks.items() if not holds]

    def _base_url_is_safe(self) -> bool:
        parts = urlsplit(self.base_url)
        return bool(parts.hostname) and (
            parts.scheme == "https" or (parts.scheme == "http" and self.is_demo and _is_loopback(parts.hostname or ""))
        )

    @property
    def is_secure(self) -> bool:
        """Whether people reach the site over https, so that cookies may be sent over nothing else."""
        return self.base_url.startswith("https://")

    @property
    def host(self) -> str:
        """The host name and port that requests must name."""
        return urlsplit(self.base_url).netloc

    @property
    def sqlite_path(self) -> Path | None:
        """The file of a SQLite database, or None on PostgreSQL."""
        prefix = "sqlite:///"
        return Path(self.database_url.removeprefix(prefix)) if self.database_url.startswith(prefix) else None


def _switch(read: Mapping[str, str], name: str, problems: list[str], *, default: bool = False) -> bool:
    value = read.get(name, "")
    if value not in {"", "0", "1"}:
        problems.append(f"FORMSAPP_{name.upper()}: write 1 for yes or 0 for no")
    return value == "1" if value else default


def _whole(read: Mapping[str, str], name: str, default: int, problems: list[str]) -> int:
    value = read.get(name, "")
    if (value and not value.isascii()) or (value and not value.isdigit()):
        problems.append(f"FORMSAPP_{name.upper()}: give a whole number")
        return default
    return int(value) if value else default


def _is_loopback(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}
