"""Styles and scripts: collected, hashed and compressed into the data folder, once for each version of them."""

from __future__ import annotations

import fcntl
import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import cast

import django
import servestatic
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from servestatic.storage import CompressedManifestStaticFilesStorage

# Large, and never asked for: source maps, the second reader of the API's description, other versions of htmx.
LEFT_OUT = ["*.map", "redoc*", "htmx-4*", "hx-*-4*"]
Rewrite = Callable[[re.Match[str]], str]


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # the library says nothing about its types
    """Hashed names, also where one script imports another; plain names while nothing is collected, as in tests."""

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """The name to put into an address."""
        return str(super().stored_name(name)) if self.hashed_files else name

    def url_converter(self, name: str, hashed_files: dict[str, str], template: str | None = None) -> Rewrite:
        """Rewrites addresses within our own files. Libraries name files that we leave out, or only seem to import."""
        if not name.startswith(("css/", "js/")):
            return lambda match: match[0]
        return cast(Rewrite, super().url_converter(name, hashed_files, template))


def collect() -> bool:
    """What the sources hold now is in STATIC_ROOT. True when there was something to do. Safe in two processes."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with (root.parent / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        note, now = root / ".collected", _fingerprint()
        if note.exists() and note.read_text() == now:
            return False
        call_command("collectstatic", interactive=False, verbosity=0, clear=True, ignore_patterns=LEFT_OUT)
        note.write_text(now)
    return True


def _fingerprint() -> str:
    found = [django.__version__, servestatic.__version__]
    for finder in finders.get_finders():
        for name, storage in finder.list(LEFT_OUT):
            state = Path(storage.path(name)).stat()
            found.append(f"{name} {state.st_size} {state.st_mtime_ns}")
    return hashlib.sha256("\n".join(found).encode()).hexdigest()
