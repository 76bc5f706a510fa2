"""Every change to calls: one verb, one transaction, one event, its clocks and agenda rows."""

from makegood.calls.acts.carrying import bring_back, carry_all, take_along, undo
from makegood.calls.acts.leaving import Blocked, Left, leave, uploaded
from makegood.calls.acts.lines import add_line, bring_line_back, change_line, remove_line, set_tries
from makegood.calls.acts.logging import Said, Then, log
from makegood.calls.acts.recording import heard, note_trouble, recorded
from makegood.calls.acts.trying import Talk, called
from makegood.calls.acts.wishing import call_back, call_off, mind, number_of

__all__ = [
    "Blocked", "Left", "Said", "Talk", "Then", "add_line", "bring_back", "bring_line_back", "call_back", "call_off",
    "called", "carry_all", "change_line", "heard", "leave", "log", "mind", "note_trouble", "number_of", "recorded",
    "remove_line", "set_tries", "take_along", "undo", "uploaded",
]  # fmt: skip
