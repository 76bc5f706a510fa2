"""Bytes to text, whatever the mail says that they are."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from charset_normalizer import from_bytes

# Asking the guesser costs about a millisecond a kilobyte: it sees no more than this.
GUESSED_FROM = 8_000

# What the label says on the left, what senders mean by it (a superset, so that nothing readable is lost) on the right.
_MEANT = {
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "ansi": "cp1252",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "logical": "iso-8859-8",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big-5": "big5hkscs",
    "x-x-big5": "big5hkscs",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "ksc5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "cp943": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-2022-jp-ms": "iso2022_jp_ext",
    "cp50220": "iso2022_jp_ext",
    "cp50221": "iso2022_jp_ext",
    "x-euc-jp": "euc_jp",
    "macintosh": "mac_roman",
    "x-mac-roman": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-ce": "mac_latin2",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "utf8mb4": "utf-8",
    "utf-8-sig": "utf-8",
}
_NUMBERED = re.compile(r"(?:x-)?(?:cp|ms|win|windows|ibm)[-_ ]?(\d{3,5})\b")
_KNOWN_START = re.compile(r"(?:windows-\d+|iso-8859-\d{1,2}|utf-8|us-ascii)")
# Python has these codecs too; none is a charset of mail, and some are slow or change meaning.
_NEVER = frozenset(
    {"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem", "unicode-escape"}
)
# What people's programs wrote before UTF-8; asked for more, the guesser finds rarities.
_LIKELY = [
    "utf_8", "cp1252", "cp1250", "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp874",
    "gb18030", "big5", "cp932", "euc_jp", "cp949",
]  # fmt: skip
_WESTERN = frozenset({"cp1252"})
_MULTI_BYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")
_HIGH = re.compile(rb"[\x80-\xff]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)


@lru_cache(maxsize=512)
def codec(label: str) -> str:
    """The Python codec for a charset label, or "" when the label is empty or means nothing."""
    if not label.isascii():
        return ""
    name = label.strip("\"'\\ \t\r\n<>;,=").lower().split(";")[0].strip("\"'\\ ")
    name = name.replace("iso8859", "iso-8859").replace("iso_8859", "iso-8859").replace("iso 8859", "iso-8859")
    for candidate in (name, *_guessed_labels(name)):
        candidate = _MEANT.get(candidate, candidate)
        if candidate and _is_text_codec(candidate):
            return candidate
    return ""


def _guessed_labels(name: str) -> list[str]:
    numbered = _NUMBERED.match(name)
    known = _KNOWN_START.match(name)
    by_number = [f"cp{numbered[1]}"] if numbered else []
    return [*by_number, *([known[0]] if known else []), name.split(":")[0]]


def _is_text_codec(name: str) -> bool:
    try:
        found = codecs.lookup(name)
        b"    ".decode(found.name)
    except UnicodeError:
        return True
    except (LookupError, ValueError):
        return False
    return found.name.replace("-", "_") not in _NEVER and name not in _NEVER


def decode(content: bytes, label: str = "") -> str:
    """The text of `content`, never failing: a label that lies is not believed. U+FFFD stands for what is lost."""
    if content.isascii() and b"\x1b" not in content and label.lower() in _PLAIN:
        return content.decode("ascii")
    return whole(_decode(content, codec(label) if label else ""))


_PLAIN = frozenset({"", "us-ascii", "ascii", "utf-8", "iso-8859-1", "windows-1252", "iso-8859-15", "utf8"})


def whole(text: str) -> str:
    """The same text without halves of surrogate pairs: it can be stored as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def decode_html(content: bytes, label: str = "") -> str:
    """As `decode`, but a page without a label may name its charset itself."""
    if not codec(label):
        meta = _META.search(content[:4_000])
        label = meta[1].decode("ascii") if meta else ""
    return decode(content, label)


def _decode(content: bytes, name: str) -> str:
    marked = _by_mark(content)
    if marked is not None:
        return marked
    if b"\x1b$" in content and name in ("", "cp1252"):
        name = "iso2022_jp_ext"
    if name in ("", *_WESTERN):
        return _western_or_guessed(content, declared=bool(name))
    try:
        return content.decode(name)
    except (UnicodeError, ValueError):
        return _despite_damage(content, name)


def _by_mark(content: bytes) -> str | None:
    if content.startswith(codecs.BOM_UTF8):
        return content[3:].decode("utf-8", "replace")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and len(content) % 2 == 0:
        return content.decode("utf-16", "replace")
    return None


def _western_or_guessed(content: bytes, *, declared: bool) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _is_damaged_utf8(content):
        return content.decode("utf-8", "replace")
    return _latin(content) if declared and not _looks_foreign(content) else _guessed(content)


def _looks_foreign(content: bytes) -> bool:
    """Long runs of high bytes: no western language is written so, whatever the label."""
    longest = re.search(rb"[\x80-\xff]{6,}", content)
    return longest is not None


def _guessed(content: bytes) -> str:
    high = len(_HIGH.findall(content[:GUESSED_FROM]))
    if high < 8 and not _looks_foreign(content):
        return _latin(content)
    japanese = next((name for name in ("euc_jp", "cp932") if _is_japanese(content, name)), "")
    if japanese:
        return content.decode(japanese)
    best = from_bytes(content[:GUESSED_FROM], cp_isolation=_LIKELY).best()
    name = codec(best.encoding) if best else ""
    return content.decode(name, "replace") if name else _latin(content)


def _is_japanese(content: bytes, name: str) -> bool:
    """True when the bytes make sense in this charset and a good part of them is kana: only Japanese has them."""
    try:
        text = content.decode(name)
    except UnicodeDecodeError:
        return False
    return len(_KANA.findall(text)) * 5 > sum(not char.isascii() for char in text)


def _latin(content: bytes) -> str:
    """Windows-1252, and ISO 8859-1 for the five bytes that it leaves open."""
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(_latin_byte(byte) for byte in content) if len(content) < 1_000_000 else content.decode("latin-1")


def _latin_byte(byte: int) -> str:
    one = bytes((byte,))
    return one.decode("latin-1") if byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else one.decode("cp1252")


def _is_damaged_utf8(content: bytes) -> bool:
    good = len(_MULTI_BYTE.findall(content))
    return good > 0 and content.decode("utf-8", "replace").count("�") <= good // 4


def _despite_damage(content: bytes, name: str) -> str:
    """The declared charset fails: UTF-8 if it is that, the declared one with gaps if few, a guess otherwise."""
    if name == "iso2022_jp_ext":
        return _japanese(content)
    if name not in ("utf-8", "utf8"):
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            pass
    patched = content.decode(name, "replace")
    gaps = patched.count("�")
    high = len(_HIGH.findall(content))
    if gaps * 4 <= high or name.startswith(("utf-16", "utf-32", "utf-7")):
        return patched
    return _western_or_guessed(content, declared=False)


def _japanese(content: bytes) -> str:
    """ISO-2022-JP with the vendors' own characters: the wider table knows them."""
    try:
        return content.replace(b"\x1b$B", b"\x1b$(Q").replace(b"\x1b$@", b"\x1b$(Q").decode("iso2022_jp_2004")
    except UnicodeError:
        return content.decode("iso2022_jp_ext", "replace")
