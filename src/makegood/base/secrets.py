"""What must not be read at rest or guessed from outside. All keys come from the installation's `secret.key`."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from functools import cache

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils.translation import gettext as _


class Unreadable(Exception):
    """The sealed text was made with another `secret.key`, or was changed."""


def seal(text: str) -> str:
    """The text, encrypted and authenticated (Fernet). "" stays ""."""
    return _fernet(settings.SECRET_KEY).encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """The text that was sealed. Raises Unreadable when the key is another one."""
    if not sealed:
        return ""
    try:
        return _fernet(settings.SECRET_KEY).decrypt(sealed.encode()).decode()
    except InvalidToken as error:
        raise Unreadable(_("This secret was sealed with another secret.key; enter it again.")) from error


def mac(purpose: str, text: str) -> str:
    """A keyed hash of the text: 26 characters of lower-case base32, 130 bits, safe in an address or a link."""
    digest = hmac.digest(_key("mac", settings.SECRET_KEY), f"{purpose}\0{text}".encode(), hashlib.sha256)
    return base64.b32encode(digest).decode().lower()[:26]


def same(one: str, other: str) -> bool:
    """Compares in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())


def token() -> str:
    """128 random bits for a link, 22 characters."""
    return secrets.token_urlsafe(16)


def hashed(value: str) -> str:
    """What is stored of a token: its SHA-256 in hex. A token is random, so no slow hash is needed."""
    return hashlib.sha256(value.encode()).hexdigest()


@cache
def _fernet(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key("seal", secret)))


@cache
def _key(purpose: str, secret: str) -> bytes:
    return hashlib.sha256(f"makegood {purpose}\0{secret}".encode()).digest()
