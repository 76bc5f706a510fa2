"""What stands in braces in a saved reply: a closed list. What is not known stays in braces, and never leaves. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from makegood.base.html.plain import to_text


class Variable(StrEnum):
    """What a saved reply can say of the matter at hand."""

    CUSTOMER = "customer"
    CUSTOMER_FULL = "customer_full"
    AGENT = "agent"
    AGENT_FULL = "agent_full"
    NUMBER = "number"
    SUBJECT = "subject"
    DUE = "due"
    PROMISE = "promise"
    ORDER = "order"
    TEAM = "team"
    COMPANY = "company"


NAMES = {
    Variable.CUSTOMER: lazy("the customer's first name"),
    Variable.CUSTOMER_FULL: lazy("the customer's name"),
    Variable.AGENT: lazy("your first name"),
    Variable.AGENT_FULL: lazy("your name"),
    Variable.NUMBER: lazy("the number of the conversation"),
    Variable.SUBJECT: lazy("what the conversation is about"),
    Variable.DUE: lazy("when our next promise is due"),
    Variable.PROMISE: lazy("what we promised"),
    Variable.ORDER: lazy("the number of their order"),
    Variable.TEAM: lazy("your team"),
    Variable.COMPANY: lazy("our name"),
}
Facts = Mapping[Variable, str]
_PLACE = re.compile(r"\{\s*([^\W\d][\w .-]{0,40}?)\s*\}")
_KNOWN = {one.value: one for one in Variable}


def unknown(text: str) -> set[str]:
    """What stands in braces and is none of ours."""
    return {found[1] for found in _PLACE.finditer(text) if found[1].lower() not in _KNOWN}


def gaps(text: str) -> list[Variable]:
    """Which of ours still stand in braces, each once, in order."""
    found = (_KNOWN.get(one[1].lower()) for one in _PLACE.finditer(text))
    return list(dict.fromkeys(one for one in found if one))


def filled(text: str, facts: Facts) -> str:
    """The text with what is known of the matter; what is not known, or empty, stays as it is, to be seen."""

    def said(found: re.Match[str]) -> str:
        variable = _KNOWN.get(found[1].lower())
        value = " ".join(facts.get(variable, "").split()) if variable else ""
        # What a customer calls themselves is no variable: their braces go.
        return value.replace("{", "(").replace("}", ")") or (f"{{{variable.value}}}" if variable else found[0])

    return _PLACE.sub(said, text)


def why_not_send(html: str, text: str) -> str:
    """Empty when no gap is left in what would be sent, else what is to be filled in."""
    left = gaps(f"{to_text(html)}\n{text}")
    if not left:
        return ""
    names = ", ".join(f"{{{one.value}}} ({NAMES[one]})" for one in left)
    return _("Something is not filled in yet: %(names)s. Write it, or take it out; nothing was sent.") % {
        "names": names
    }
