"""What a policy says about asking somebody for their yes."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from makegood.authority.conditions.values import as_number
from makegood.authority.policy import Asking
from makegood.authority.reading.marks import Part

FIELDS = ("answer within", "silence is a yes up to")
TIME = re.compile(r"(\d{1,4}) (minute|minutes|hour|hours)")
LONGEST = 7 * 24 * 60


def read_asking(part: Part | None) -> Asking:
    """`answer within: 10 minutes` and `silence is a yes up to: 20.00`, each if said."""
    if part is None:
        return Asking()
    fields = part.fields(FIELDS)
    minutes = _minutes(fields["answer within"]) if "answer within" in fields else Asking().minutes
    upto = as_number(fields["silence is a yes up to"].text()) if "silence is a yes up to" in fields else None
    if "silence is a yes up to" in fields and (upto is None or upto < 0):
        fields["silence is a yes up to"].wrong(_("This is an amount such as 20.00."))
    return Asking(minutes, upto)


def _minutes(part: Part) -> int:
    found = TIME.fullmatch(part.text())
    minutes = int(found[1]) * (60 if found[2].startswith("hour") else 1) if found else 0
    if not 0 < minutes <= LONGEST:
        part.wrong(_("This is a time such as 10 minutes or 2 hours, a week at most."))
    return minutes or 1
