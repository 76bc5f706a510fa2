"""Bytes on disk under our own random names. A sender's file name never touches the disk."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from django.conf import settings


def keep(content: bytes) -> str:
    """The name under which the content is durable: file and folder are on disk when this returns."""
    name = secrets.token_hex(16)
    target = path(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(target.parent)
    return name


def read(name: str) -> bytes:
    """The content kept under the name. Raises FileNotFoundError."""
    return path(name).read_bytes()


def drop(name: str) -> None:
    """Nothing is kept under the name any more."""
    path(name).unlink(missing_ok=True)


def path(name: str) -> Path:
    """Where the content lies. Raises ValueError for anything that `keep` did not make."""
    if len(name) != 32 or not all(c in "0123456789abcdef" for c in name):
        raise ValueError("not a name of ours")
    return settings.DATA / "files" / name[:2] / name


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
