"""`makegood mention read`: an episode a line, and in words what could not be read."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from makegood.config.cli import main

PAGE = """<!doctype html><html><body><nav>Home</nav><article><h1>A lamp</h1>
<p>By <span class="author">Ottilie</span></p>
<p>I bought a lamp at Hellwerk and it broke. Bert, the manager, gave me a new one and smiled.</p></article></body>"""
KEYS = "teller about place valence trouble staff asked remedy promise outcome quotes passage".split()


def test_each_episode_is_a_line_with_every_key(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    html, text = tmp_path / "page.html", tmp_path / "saved.txt"
    html.write_text(PAGE)
    text.write_text("My landlord\n\nI rent from Prestige Lettings. The boiler broke and they ignored me for weeks.\n")
    assert main(["mention", "read", "--json", str(html), str(text)]) == 0
    lamp, flat = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert list(lamp) == list(flat) == KEYS
    assert (lamp["teller"], lamp["staff"], lamp["remedy"], flat["about"]) == (
        "Ottilie",
        ["Bert"],
        "replacement",
        "Prestige Lettings",
    )


def test_stdin_is_read_too(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(PAGE.encode())))
    assert main(["mention", "read", "-"]) == 0
    assert capsys.readouterr().out.startswith("Ottilie about Hellwerk, positive: I bought a lamp")


def test_what_tells_nothing_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").write_bytes(b"\x00\xff\xfe")
    assert main(["mention", "read", "--json", str(tmp_path / "empty")]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/no/such/file", "http://127.0.0.1:8/", "http://[::1]/", "https://", "http://a\x00b/"]
)
def test_what_cannot_be_had_is_said_in_words(path: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_text(PAGE)
    assert main(["mention", "read", "--json", path, str(tmp_path / "page.html")]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("makegood: ") and "Traceback" not in said.err
    assert json.loads(said.out)["about"] == "Hellwerk"
