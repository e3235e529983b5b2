"""Settings from the environment or `.env`: read once, checked, each bad value a sentence.

The environment wins over `.env`. A bad value does not raise here: it is kept as a `Problem`, the default stands in, and
the system checks (`vitrine.config.checks`) stop the start with every sentence at once.
"""

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
MAKE_KEY = "python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"


@dataclass(frozen=True, slots=True)
class Problem:
    """A setting that cannot be used, and what to do about it."""

    name: str
    sentence: str
    hint: str


class Lane(NamedTuple):
    """A kind of worker: the queues it consumes and how many jobs it does at once."""

    queues: tuple[str, ...]
    threads: int


def read_dotenv(path: Path) -> dict[str, str]:
    """`NAME=value` lines; `#` comments, also behind a value, optional `export`, single or double quotes around what
    holds a ` #` itself. No expansion of variables.
    """
    values: dict[str, str] = {}
    if not path.is_file():
        return values
    for line in path.read_text(encoding="utf-8").splitlines():
        name, sign, value = line.strip().removeprefix("export ").partition("=")
        if not sign or name.startswith("#"):
            continue
        values[name.strip()] = _unquoted(value.strip())
    return values


def _unquoted(value: str) -> str:
    mark = value[:1]
    if mark in ("'", '"') and (end := value.find(mark, 1)) > 0:
        return value[1:end]
    return re.split(r"(?:^|\s)#", value, maxsplit=1)[0].rstrip()


class Env:
    """Typed reading with defaults; collects what is wrong in `problems`."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self.problems: list[Problem] = []

    @classmethod
    def load(cls) -> "Env":
        return cls({**read_dotenv(Path(os.environ.get("VITRINE_ENV_FILE", ROOT / ".env"))), **os.environ})

    def text(self, name: str, default: str = "") -> str:
        return self._values.get(name, "").strip() or default

    def number(self, name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
        raw = self.text(name)
        if not raw:
            return default
        try:
            value = int(raw)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            self._wrong(
                name, f"{name} is “{raw}”, not a whole number from {least} to {most}.", f"Leave it out for {default}."
            )
            return default
        return value

    def decimal(self, name: str, default: float, *, least: float = 0.0) -> float:
        raw = self.text(name)
        try:
            value = float(raw) if raw else default
        except ValueError:
            value = least - 1
        if value < least:
            self._wrong(
                name, f"{name} is “{raw}”, not a number of at least {least:g}.", f"Leave it out for {default:g}."
            )
            return default
        return value

    def switch(self, name: str, *, default: bool) -> bool:
        raw = self.text(name).lower()
        if raw in ("", "1", "0", "true", "false", "yes", "no", "on", "off"):
            return default if not raw else raw in ("1", "true", "yes", "on")
        self._wrong(name, f"{name} is “{raw}”, neither on nor off.", "Write on or off.")
        return default

    def choice(self, name: str, default: str, among: tuple[str, ...]) -> str:
        raw = self.text(name, default)
        for one in among:
            if raw.lower() == one.lower():
                return one
        self._wrong(name, f"{name} is “{raw}”.", f"Use one of: {', '.join(among)}.")
        return default

    def address(self, name: str, default: str) -> str:
        """An absolute http(s) address without a trailing slash."""
        raw = self.text(name, default).rstrip("/")
        parts = urlsplit(raw)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            self._wrong(name, f"{name} is “{raw}”, not an http or https address.", f"For example {default}.")
            return default
        return raw

    def origins(self, name: str) -> list[str]:
        """Origins with commas between them, each `scheme://host[:port]` and nothing more (RFC 6454, 6.2)."""
        origins = [one.strip().rstrip("/").lower() for one in self.text(name).split(",") if one.strip()]
        for one in origins:
            parts = urlsplit(one)
            if parts.scheme not in ("http", "https") or not parts.hostname or one != f"{parts.scheme}://{parts.netloc}":
                self._wrong(name, f"{name} holds “{one}”, which is no origin.", "For example https://app.example.com.")
                return []
        return origins

    def fernet_keys(self, name: str) -> list[str]:
        """Keys with commas between them, each 32 bytes in URL-safe base64."""
        keys = [key.strip() for key in self.text(name).split(",") if key.strip()]
        for number, key in enumerate(keys, start=1):
            if not re.fullmatch(r"[A-Za-z0-9_-]{43}=", key):
                self._wrong(
                    name,
                    f"{name}: key {number} is none.",
                    f"Make one with: {MAKE_KEY}",
                )
                return []
        return keys

    def networks(self, name: str) -> list[str]:
        """IP addresses and networks, with commas."""
        found = [one.strip() for one in self.text(name).split(",") if one.strip()]
        for one in found:
            try:
                ipaddress.ip_network(one)
            except ValueError:
                self._wrong(
                    name, f"{name} holds “{one}”, no IP address or network.", "For example 127.0.0.1, 10.0.0.0/8."
                )
                return []
        return found

    def database(self, name: str, sqlite_path: Path) -> dict[str, object]:
        """Django's DATABASES entry for a URL; SQLite at `sqlite_path` when there is none."""
        raw = self.text(name)
        if not raw:
            return sqlite(sqlite_path)
        parts = urlsplit(raw)
        if parts.scheme == "sqlite":
            return sqlite(Path(unquote(parts.path)))
        if parts.scheme in ("postgres", "postgresql") and parts.path.strip("/"):
            return {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": unquote(parts.path.lstrip("/")),
                "USER": unquote(parts.username or ""),
                "PASSWORD": unquote(parts.password or ""),
                "HOST": parts.hostname or "",
                "PORT": str(parts.port or ""),
                "OPTIONS": dict(parse_qsl(parts.query)),
                "CONN_MAX_AGE": 60,
                "CONN_HEALTH_CHECKS": True,
            }
        self._wrong(
            name,
            f"{name} does not name a database we know.",
            "postgresql://user:password@host:5432/name, or leave it out.",
        )
        return sqlite(sqlite_path)

    def _wrong(self, name: str, sentence: str, hint: str) -> None:
        self.problems.append(Problem(name, sentence, hint))


def sqlite(path: Path) -> dict[str, object]:
    """SQLite for several writing processes: WAL, IMMEDIATE, synchronous=NORMAL (docs/decisions.md, "SQLite")."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": str(path.with_name(f"test-{path.name}"))},  # a file: threads and processes share it
    }
