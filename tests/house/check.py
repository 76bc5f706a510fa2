"""`bin/check`: every check that needs no running desk, two at a time, each with what to do when it fails."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.house.look import LONGEST_FILE

ROOT = Path(__file__).parents[2]
HERE = Path(sys.executable).parent
PYTHON_FOLDERS = ["src", "tests"]


@dataclass(frozen=True)
class Step:
    """One command; `mend` does what `remedy` says, as far as a program can, when --fix asks for it."""

    name: str
    command: list[str]
    remedy: str
    mend: list[str] | None = None


def _tool(name: str, *arguments: str) -> list[str]:
    return [str(HERE / name), *arguments]


STEPS = [
    Step(
        "lint",
        _tool("ruff", "check", "--output-format=concise", *PYTHON_FOLDERS),
        "bin/check --fix mends most of it; the rest is named above.",
        mend=_tool("ruff", "check", "--quiet", "--fix", *PYTHON_FOLDERS),
    ),
    Step(
        "format",
        _tool("ruff", "format", "--check", "--output-format=concise", *PYTHON_FOLDERS),
        "bin/check --fix formats.",
        mend=_tool("ruff", "format", "--quiet", *PYTHON_FOLDERS),
    ),
    Step(
        "house rules",
        _tool("python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--no-header", "tests/house"),
        "Each rule says why above; tests/house/rules.py shows a good line for it.",
    ),
    Step("floors", _tool("lint-imports"), "Move the code down, or ask through the agenda or a protocol: docs/map.md."),
    Step("types", _tool("mypy"), "Say what the function takes and gives; no `type: ignore` without its error code."),
    Step(
        "migrations",
        _tool("django-admin", "makemigrations", "--check", "--dry-run", "--settings", "makegood.config.settings"),
        "Run .venv/bin/django-admin makemigrations --settings makegood.config.settings, and name the file well.",
    ),
]


def main() -> int:
    """0 when nothing is wrong. Every step runs, so that one look shows everything."""
    if "--fix" in sys.argv[1:]:
        for mend in [step.mend for step in STEPS if step.mend]:
            subprocess.run(mend, cwd=ROOT, check=False)
    with ThreadPoolExecutor(max_workers=2) as pool:
        wrong = [step for step, is_fine in zip(STEPS, pool.map(_passes, STEPS), strict=True) if not is_fine]
    for path, lines in _long_files():
        print(f"note: {path} has {lines} lines; past {LONGEST_FILE}, a part of it wants a file of its own.")
    for step in wrong:
        print(f"{step.name} failed. {step.remedy}", file=sys.stderr)
    return 1 if wrong else 0


def _passes(step: Step) -> bool:
    start = time.monotonic()
    # The settings make a secret in the data folder as soon as they are read.
    with tempfile.TemporaryDirectory(prefix="makegood-check-") as data:
        environment = {**os.environ, "MAKEGOOD_DATA": data}
        done = subprocess.run(step.command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    said = f"{'WRONG' if done.returncode else 'ok   '} {step.name} ({time.monotonic() - start:.1f} s)\n"
    print(said + (f"{done.stdout}{done.stderr}\n" if done.returncode else ""), end="", flush=True)
    return not done.returncode


def _long_files() -> list[tuple[Path, int]]:
    files = [path for path in sorted((ROOT / "src").rglob("*.py")) if "migrations" not in path.parts]
    counted = [(path.relative_to(ROOT), len(path.read_text().splitlines())) for path in files]
    return [(path, lines) for path, lines in counted if lines > LONGEST_FILE]


if __name__ == "__main__":
    sys.exit(main())
