"""The verbs of each kind of clock: one table, from which `clockwords` says a chip."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as noop


@dataclass(frozen=True, slots=True)
class Verb:
    """The words of a kind of clock, not yet translated: `{at}` is a moment, `{span}` a length, `{who}` a name.

    `short` follows a leader.
    """

    by: str
    soon: str
    now: str
    late: str
    kept: str
    short: tuple[str, str, str, str] = (noop("by {at}"), noop("in {span}"), noop("now"), noop("{span} late"))
    rests: bool = False


_ANSWER = Verb(
    noop("answer by {at}"),
    noop("answer in {span}"),
    noop("answer now"),
    noop("answer, {span} late"),
    noop("answered in {span}"),
)
_BROKEN = (noop("by {at}"), noop("in {span}"), noop("now"), noop("broken {at}"))
_HIGHER = noop("taken higher {at}")  # its clock is due when its cause was: it is always past
_ASK_AGAIN = noop("we ask again {at}")
_RESTS = noop("rests until {at}")

VERBS: dict[str, Verb] = {
    "first_response": _ANSWER,
    "next_response": _ANSWER,
    "resolution": Verb(
        noop("solve by {at}"),
        noop("solve in {span}"),
        noop("solve now"),
        noop("solve, {span} late"),
        noop("solved in {span}"),
    ),
    "callback": Verb(
        noop("call back by {at}"),
        noop("call back in {span}"),
        noop("call back now"),
        noop("call back, {span} late"),
        noop("called back in {span}"),
    ),
    "promise": Verb(
        noop("promise due {at}"),
        noop("promise due in {span}"),
        noop("promise due now"),
        noop("promise broken {at}"),
        noop("kept {at}"),
        _BROKEN,
    ),
    "offer": Verb(
        noop("{who} has until {at} to accept"),
        noop("{who} has until {at} to accept"),
        noop("{who} has until {at} to accept"),
        noop("{who} is {span} late to accept"),
        noop("{who} accepted in {span}"),
    ),
    "offered": Verb(
        noop("{who} offers this: accept by {at}"),
        noop("{who} offers this: accept in {span}"),
        noop("{who} offers this: accept now"),
        noop("{who} offered this, {span} late"),
        noop("accepted in {span}"),
    ),
    "partner_offer": Verb(
        noop("{who} has until {at} to answer"),
        noop("{who} has until {at} to answer"),
        noop("{who} has until {at} to answer"),
        noop("{who} is {span} late to answer"),
        noop("{who} answered in {span}"),
    ),
    "partner": Verb(
        noop("{who} due {at}"),
        noop("{who} due in {span}"),
        noop("{who} due now"),
        noop("{who}, {span} late"),
        noop("{who} finished in {span}"),
    ),
    "please_answer": Verb(
        noop("please answer by {at}"),
        noop("please answer in {span}"),
        noop("please answer now"),
        noop("please answer, {span} late"),
        noop("answered in {span}"),
    ),
    "you_said": Verb(
        noop("you said by {at}"),
        noop("you said in {span}"),
        noop("you said now"),
        noop("you said {at}"),
        noop("done in {span}"),
    ),
    "ask": Verb(
        noop("{who} has until {at} to say yes"),
        noop("{who} has until {at} to say yes"),
        noop("{who} has until {at} to say yes"),
        noop("{who} is {span} late to say yes"),
        noop("{who} answered in {span}"),
    ),
    "rung": Verb(_HIGHER, _HIGHER, _HIGHER, _HIGHER, noop("answered in {span}")),
    "look_again": Verb(_ASK_AGAIN, _ASK_AGAIN, _ASK_AGAIN, _ASK_AGAIN, _ASK_AGAIN, rests=True),
    "rest": Verb(_RESTS, _RESTS, _RESTS, _RESTS, _RESTS, rests=True),
}
