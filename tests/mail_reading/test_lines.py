"""`makegood mail read`: every mail of every path, in order, one line each."""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import pytest

from makegood.channels.mail.reading.lines import lines
from makegood.config.commands import mail as command
from tests.mail_reading.writing import mail, multipart

KEYS = {
    "path", "subject", "from", "from_ambiguous", "to", "cc", "reply_to", "message_id", "in_reply_to", "references",
    "date", "text", "html", "reply_text", "attachments", "kind", "bounce_status", "may_autorespond", "auth", "problems",
}  # fmt: skip
SEPARATOR = b"From eva@customer.example Mon Nov  2 10:00:00 2026\n"


def read(*paths: Path | str) -> list[dict[str, object]]:
    """The lines of paths that can all be opened."""
    failures: list[str] = []
    found = list(lines([str(one) for one in paths], failures))
    assert not failures
    return found


def test_a_mail_has_every_key_of_the_contract(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(
        multipart(
            "mixed", "\r\n\r\nHi", "Content-Type: image/png\r\n\r\nx", extra=("Date: Mon, 2 Nov 2026 10:00:00 +0100",)
        )
    )
    (line,) = read(tmp_path / "a.eml")
    assert set(line) == KEYS
    assert line["from"] == {"name": "Eva Berg", "address": "eva@customer.example"}
    assert line["date"] == "2026-11-02T10:00:00+01:00"
    assert line["attachments"] == [{"name": "picture.png", "type": "image/png", "size": 1, "inline": False}]
    assert line["reply_to"] is None
    assert json.loads(json.dumps(line)) == line


def test_a_folder_is_searched_for_eml_files(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "b.eml").write_bytes(mail("Subject: b"))
    (tmp_path / "deep" / "a.EML").write_bytes(mail("Subject: a"))
    (tmp_path / "note.txt").write_bytes(b"no mail")
    assert [line["subject"] for line in read(tmp_path)] == ["b", "a"]


def test_the_mails_of_an_mbox_are_counted(tmp_path: Path) -> None:
    first = mail("Subject: a", body=b"Hello\n\n>From here it rains\n\nFrom here too\n").replace(b"\r\n", b"\n")
    second = mail("Subject: b").replace(b"\r\n", b"\n")
    box = tmp_path / "box"
    box.write_bytes(SEPARATOR + first + b"\n" + SEPARATOR + second + b"\n" + SEPARATOR + second)
    found = read(box)
    assert [line["path"] for line in found] == [f"{box}#1", f"{box}#2", f"{box}#3"]
    assert [line["subject"] for line in found] == ["a", "b", "b"]
    assert found[0]["text"] == "Hello\n\nFrom here it rains\n\nFrom here too"


def test_a_maildir_is_read_whole(tmp_path: Path) -> None:
    for name in ("cur", "new", "tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"1.{name}").write_bytes(mail(f"Subject: {name}"))
    assert [line["subject"] for line in read(tmp_path)] == ["new", "cur"]


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(mail("Subject: a"))))
    (line,) = read("-")
    assert (line["path"], line["subject"]) == ("-", "a")


def test_what_cannot_be_opened_is_told_and_the_rest_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.eml").write_bytes(b"\xff\x00 no mail at all")
    args = _arguments("read", "--json", str(tmp_path / "missing"), str(tmp_path / "a.eml"))
    assert command.run(args) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["problems"]
    assert "missing: No such file or directory" in err


def test_the_command_succeeds_in_words_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.eml").write_bytes(mail("Subject: Lamp"))
    assert command.run(_arguments("read", str(tmp_path))) == 0
    assert "person from eva@customer.example: Lamp" in capsys.readouterr().out


def _arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(words)
