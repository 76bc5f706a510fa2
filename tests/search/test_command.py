"""`makegood search`: the owner of the data folder finds everything."""

from __future__ import annotations

import json

import pytest

from makegood.config.cli import main
from tests.world import World

pytestmark = pytest.mark.django_db


def test_json_lines_on_stdout_and_words_on_stderr(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    number = world.receive(text="A teapot\x1b[2J leaks", reply_text="A teapot\x1b[2J leaks").pk
    assert main(["search", "teapots is:open ", "--json"]) == 0
    out, err = capsys.readouterr()
    line = json.loads(out)
    assert (line["conversation"], line["customer"], line["where"]) == (number, "Eva Stern", "message")
    assert line["matches"] == ["teapot"]
    assert "1 found" in err and "open" in err
    assert main(["search", "teapot"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"#{number}  The lamp flickers  (Eva Stern, open, ") and "\x1b" not in out


def test_nothing_found_is_done_and_nothing_asked_is_not(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "unicorn", "--json"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["search"]) == 2


def test_rebuild(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.receive()
    assert main(["search", "--rebuild"]) == 0
    assert "1 messages and notes indexed" in capsys.readouterr().err
    assert main(["search", "--catch-up"]) == 0
    assert main(["search", "lamp"]) == 0
    assert "lamp" in capsys.readouterr().out
