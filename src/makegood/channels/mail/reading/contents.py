"""What was found in a mail, in its order: pieces of text, files, and the parts of reports."""

from __future__ import annotations

from dataclasses import dataclass, field

from makegood.channels.mail.reading import names
from makegood.channels.mail.reading.headers import Headers


@dataclass(slots=True)
class Segment:
    """One piece of the body, as text, as HTML, or both."""

    text: str = ""
    html: str = ""


@dataclass(slots=True)
class File:
    """A file as found; whether it is inline is decided when all HTML is known."""

    name: str
    type: str
    content: bytes
    cid: str
    disposition: str
    related: bool


@dataclass(slots=True)
class Contents:
    """Everything in the mail, in its order."""

    segments: list[Segment] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    invite: str = ""
    returned: Headers | None = None
    statuses: list[Headers] = field(default_factory=list)
    receipt: bool = False
    feedback: Headers | None = None

    def problem(self, words: str) -> None:
        """The words are among the problems, once."""
        if words not in self.problems:
            self.problems.append(words)

    def invented(self, kind: str) -> str:
        """A name for the next file when the mail gives it none."""
        return names.invented(kind, len(self.files) + len(self.segments) + 1)

    def add_file(self, name: str, content: bytes) -> None:
        """A file that was packed in another part is among the files; its type is what its name says."""
        safe = names.safe(name) or self.invented("")
        self.files.append(File(safe, names.guessed_type(safe), content, "", "attachment", related=False))
