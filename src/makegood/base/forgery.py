"""The token that proves a form came from our own page, in Django's form, drawn in one go.

Django's `get_token` asks the system for each of its letters, which took longer than the words of a list. What a token
is, how it is checked and kept, and when it changes, stays Django's to say (django.middleware.csrf).
"""

from __future__ import annotations

from secrets import token_bytes

from django.http import HttpRequest
from django.middleware.csrf import CSRF_ALLOWED_CHARS as LETTERS
from django.middleware.csrf import CSRF_SECRET_LENGTH

PLACE = {letter: place for place, letter in enumerate(LETTERS)}
FAIR = 256 - 256 % len(LETTERS)  # a byte from here on would make some letters likelier than others
LETTER_OF = bytes(ord(LETTERS[byte % len(LETTERS)]) for byte in range(256))
UNFAIR = bytes(range(FAIR, 256))


def token(request: HttpRequest) -> str:
    """The browser's secret behind a mask that no other page has; a browser without one is given one."""
    secret = request.META.setdefault("CSRF_COOKIE", _drawn())
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
    return _masked(secret, _drawn())


def _masked(secret: str, mask: str) -> str:
    pairs = zip(secret, mask, strict=True)
    return mask + "".join(LETTERS[(PLACE[one] + PLACE[other]) % len(LETTERS)] for one, other in pairs)


def _drawn() -> str:
    """As many letters as a secret has, each as likely as any other."""
    found = b""
    while len(found) < CSRF_SECRET_LENGTH:
        found += token_bytes(2 * CSRF_SECRET_LENGTH).translate(LETTER_OF, UNFAIR)
    return found[:CSRF_SECRET_LENGTH].decode()
