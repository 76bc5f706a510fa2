"""What the environment says, read once: the data folder's secret, the database, the public address."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# The cache is each thread's own, and a long transaction may hold more of what it changed than of what it read.
SQLITE_SETUP = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456;"
    " PRAGMA cache_size=-4000; PRAGMA cache_spill=-16000;"
)


@dataclass(frozen=True)
class PublicUrl:
    """Where the world reaches this desk, without a trailing slash."""

    origin: str
    host: str
    is_https: bool


def public_url(value: str) -> PublicUrl | None:
    """The public address; None when there is none. Raises ValueError when it is not an http(s) address."""
    if not value:
        return None
    parts = urlsplit(value.rstrip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"MAKEGOOD_URL must look like https://desk.example.com, not {value!r}")
    return PublicUrl(f"{parts.scheme}://{parts.netloc}", parts.hostname, parts.scheme == "https")


def secret_key(data: Path) -> str:
    """The installation's own secret, made on first use and readable by its owner alone."""
    path = data / "secret.key"
    if not path.exists():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    """Put the text at the path unless another process was first; a reader never sees half of it."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's description of the database: SQLite in the data folder, or the PostgreSQL that the address names."""
    return _postgresql(url) if url else _sqlite(data / "makegood.sqlite3")


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # Front-door threads live as long as the process, so each keeps its connection.
        "CONN_MAX_AGE": None,
        # IMMEDIATE: a transaction takes the write lock at its start and waits for it, instead of failing midway.
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 10, "init_command": SQLITE_SETUP},
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ValueError("DATABASE_URL must look like postgresql://user:password@host/name")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or parts.hostname or "",
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }
