"""What is in the repository says nothing about the machine it was made on, and its lock files are whole."""

from __future__ import annotations

import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
# Put together here, so that this file does not hold what it looks for.
FOLDERS = re.compile(r"(?<![\w.~*-])/(?:" + "|".join(["work", "root", "home/[a-z]+"]) + r")/[\w.]")
REGISTRIES = re.compile("|".join(re.escape(".".join(words)) for words in [
    ("pypi", "org"), ("files", "pythonhosted"), ("registry", "npmjs"), ("deb", "debian", "org"),
]))  # fmt: skip
# Two files show folders as bad examples.
MAY_SHOW_FOLDERS = {"tests/house/rules.py"}


@cache
def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("this is not a git checkout")
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def _places(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in _tracked():
        lines = path.read_bytes().decode("utf-8", "replace").splitlines()
        found += [f"{path.relative_to(ROOT)}:{number}" for number, line in enumerate(lines, 1) if pattern.search(line)]
    return [place for place in found if place.partition(":")[0] not in MAY_SHOW_FOLDERS]


def test_no_file_names_a_folder_of_a_machine() -> None:
    assert _places(FOLDERS) == []


def test_no_file_names_the_address_of_a_package_registry() -> None:
    assert _places(REGISTRIES) == []


def test_the_examples_would_be_seen() -> None:
    assert FOLDERS.search("cd /home" + "/ana/makegood")
    assert not FOLDERS.search("https://desk.example.com/work/in-progress")
    assert REGISTRIES.search("https://pypi" + ".org/simple")


# Extras that are heavy, so that nobody has them who did not ask: each has a lock of its own.
APART = ("voice", "commerce")
LOCKS = ["core.txt", "dev.txt", *(f"{name}.txt" for name in APART)]


@cache
def _locked(name: str) -> dict[str, str]:
    text = (ROOT / "requirements" / name).read_text()
    return {
        canonicalize_name(name): version for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", text, re.MULTILINE)
    }


def _named() -> dict[str, list[Requirement]]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = project["optional-dependencies"]
    own = [Requirement(line) for line in project["dependencies"]]
    extra = {
        name: [Requirement(line) for line in lines if not line.startswith("makegood[")]
        for name, lines in groups.items()
    }
    tools = [one for name, lines in extra.items() for one in lines if name not in APART]
    apart = {f"{name}.txt": own + extra[name] for name in APART}
    return {"core.txt": own, "dev.txt": own + tools, **apart}


@pytest.mark.parametrize("name", LOCKS)
def test_every_dependency_is_locked_at_a_version_that_the_project_allows(name: str) -> None:
    locked = _locked(name)
    wrong = [
        str(wanted)
        for wanted in _named()[name]
        if not wanted.specifier.contains(locked.get(canonicalize_name(wanted.name), "0"), prereleases=True)
    ]
    assert wrong == [], f"requirements/{name} is behind pyproject.toml"


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_its_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text()
    assert re.search(r"://|^-|@ ", text, re.MULTILINE) is None
    packages = re.split(r"\n(?=\S)", text.strip())
    assert [package.split()[0] for package in packages if package[0] != "#" and "--hash=sha256:" not in package] == []


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "dependencies.md").read_text()
    missing = {wanted.name for some in _named().values() for wanted in some if f"`{wanted.name}`" not in reasons}
    assert not missing, f"docs/dependencies.md does not say why we need {sorted(missing)}"
