"""Text that is signed where it stands (RFC 9580, 7): what was signed, without the armour around it."""

from __future__ import annotations

import re

_BEGINS = "-----BEGIN PGP SIGNED MESSAGE-----\n"
_SIGNATURE = "\n-----BEGIN PGP SIGNATURE-----"
_ENDS = "-----END PGP SIGNATURE-----"
_HASHES = re.compile(r"(?:[A-Za-z-]{1,40}: [^\n]{0,200}\n)*\n?")
_DASHED = re.compile(r"(?m)^- (?=-|From )")


def without_armour(text: str) -> str:
    """The text, its lines ended by a newline, without the armour of a signature; as it is when it has none."""
    before, begins, rest = text.partition(_BEGINS)
    signed, signature, after = rest.partition(_SIGNATURE)
    if not begins or not signature or (before and not before.endswith("\n")):
        return text
    return before + _DASHED.sub("", signed[_hashes(signed) :]) + after.partition(_ENDS)[2]


def _hashes(signed: str) -> int:
    found = _HASHES.match(signed)
    return found.end() if found else 0
