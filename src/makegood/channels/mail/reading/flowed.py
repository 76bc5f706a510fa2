"""Plain text as it was meant: flowed lines joined (RFC 3676), enriched text without its marks (RFC 1896)."""

from __future__ import annotations

import re

_PARAM = re.compile(r"<param>[^<]{0,200}</param>", re.I)
_MARK = re.compile(r"</?[A-Za-z][A-Za-z0-9-]{0,59}>")
_NEWLINES = re.compile(r"\n+")


def unflowed(text: str, *, delsp: bool) -> str:
    """Lines that end in a space joined to the next of the same quote depth; stuffing removed."""
    out: list[list[str]] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        depth, content = _quoted(line)
        soft = content.endswith(" ") and content != "-- "
        kept = content[:-1] if soft and delsp else content
        if open_depth == depth and content != "-- ":
            out[-1].append(kept)
        else:
            out.append([_prefix(depth), kept])
        open_depth = depth if soft else None
    return "\n".join("".join(pieces) for pieces in out)


def _quoted(line: str) -> tuple[int, str]:
    """How many ">" lead the line, and what follows, unstuffed."""
    content = line.lstrip(">")
    return len(line) - len(content), content.removeprefix(" ")


def _prefix(depth: int) -> str:
    return ">" * depth + " " if depth else ""


def unenriched(text: str) -> str:
    """Enriched text as plain text: one line break is a space, n line breaks are n - 1."""
    text = _PARAM.sub("", text.replace("<<", "\0"))
    text = _NEWLINES.sub(lambda found: "\n" * (len(found[0]) - 1) or " ", text)
    return _MARK.sub("", text).replace("\0", "<")
