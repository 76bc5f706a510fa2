"""How identities are compared."""

from __future__ import annotations

from makegood.base.phones import number_in
from makegood.customers.models import IdentityKind


def normalised(kind: str, value: str, *, region: str = "") -> str:
    """The form in which an identity is stored and looked up. Mail addresses are lower-case, numbers E.164.

    "" for what is no number. `region` is that of numbers without a country.
    """
    value = value.strip()
    if kind == IdentityKind.PHONE:
        return number_in(value, region=region)
    return value.lower()[:320] if kind == IdentityKind.MAIL else value[:320]
