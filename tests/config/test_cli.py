"""The command: what it says when something is wrong, and its exit codes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from makegood.config import cli, serving
from makegood.config.commands import Refused
from makegood.config.turns import HANDLERS, Handlers
from tests.servers.machine import HOST, free_port

MAKEGOOD = Path(sys.executable).with_name("makegood")


def _makegood(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [MAKEGOOD, *words], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def test_an_unknown_word_is_named_and_the_known_ones_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["juggle"]) == 2
    said = capsys.readouterr().err
    assert "no command 'juggle'" in said
    assert "serve" in said


def test_without_a_word_it_says_how_to_use_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 2
    assert "usage: makegood" in capsys.readouterr().err


def test_help_tells_what_each_command_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    said = capsys.readouterr().out
    for name in ("serve", "web", "work", "migrate"):
        assert f"  {name}" in said


def test_a_refusal_is_one_sentence_and_exit_code_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: object) -> int:
        raise Refused("Nothing doing.")

    monkeypatch.setattr(cli, "_run", refuse)
    assert cli.main(["migrate"]) == 1
    assert capsys.readouterr().err == "makegood: Nothing doing.\n"


def test_a_database_without_its_tables_is_told_in_words(tmp_path: Path) -> None:
    done = _makegood("doctor", MAKEGOOD_DATA=str(tmp_path), DATABASE_URL="")
    words = "makegood: The database is of another version. Run: makegood migrate\n"
    assert (done.returncode, done.stderr) == (1, words)


def test_a_data_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = _makegood("migrate", MAKEGOOD_DATA=str(tmp_path / "file"), DATABASE_URL="")
    assert done.returncode == 1
    assert f"The data folder {tmp_path}/file cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_address_of_the_database_is_explained(tmp_path: Path) -> None:
    done = _makegood("migrate", MAKEGOOD_DATA=str(tmp_path), DATABASE_URL="mysql://example.com/x")
    assert done.returncode == 1
    assert "DATABASE_URL must look like postgresql://" in done.stderr


def test_a_database_that_does_not_answer_is_explained(tmp_path: Path) -> None:
    url = f"postgresql://makegood@{HOST}:{free_port()}/none"
    done = _makegood("migrate", MAKEGOOD_DATA=str(tmp_path), DATABASE_URL=url)
    assert done.returncode == 1
    assert "makegood: The database cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_in_use_is_explained() -> None:
    with serving.bind(HOST, 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Refused, match=f"Port {port} is in use"):
            serving.bind(HOST, port)


def test_no_answer_waits_for_more_to_send() -> None:
    with serving.bind(HOST, 0) as listener:
        assert listener.proto == socket.IPPROTO_TCP  # by this asyncio knows to set TCP_NODELAY


def test_an_address_that_is_not_ours_is_explained() -> None:
    with pytest.raises(Refused, match="is no address of this machine"):
        serving.bind("192.0.2.1", 0)
    with pytest.raises(Refused, match="cannot be opened"):
        serving.bind(HOST, 70000)


def test_each_handler_of_the_table_can_be_imported() -> None:
    handlers = Handlers()
    assert list(handlers) == list(HANDLERS)
    for kind in HANDLERS:
        assert callable(handlers[kind])
    with pytest.raises(KeyError):
        handlers["juggle"]
