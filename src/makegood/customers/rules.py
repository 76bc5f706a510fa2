"""How identities are compared."""

from __future__ import annotations

from makegood.customers.models import IdentityKind


def normalised(kind: str, value: str) -> str:
    """The form in which an identity is stored and looked up. Mail addresses are lower-case."""
    value = value.strip()
    return value.lower()[:320] if kind == IdentityKind.MAIL else value[:320]
