"""Telephone numbers: how people write them, and the one form (E.164) in which they are kept."""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

LONGEST = 40


def number_in(said: str, *, region: str) -> str:
    """The number as +4930123456; "" when it is none. `region` ("DE", "" none) is that of numbers without a country."""
    if len(said) > LONGEST:
        return ""
    try:
        number = phonenumbers.parse(said, region or None)
    except NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number) or number.extension:
        return ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def shown(number: str) -> str:
    """The number as one reads it: +49 30 123456. What is none is shown as it is."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(number), PhoneNumberFormat.INTERNATIONAL)
    except NumberParseException:
        return number


def regions() -> list[tuple[str, str]]:
    """All regions by their code, with the number that is dialled for them: ("DE", "DE +49")."""
    return [
        (code, f"{code} +{phonenumbers.country_code_for_region(code)}")
        for code in sorted(phonenumbers.SUPPORTED_REGIONS)
    ]
