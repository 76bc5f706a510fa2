"""Every change to an escalation, and to the ladders themselves."""

from makegood.escalations.acts.asking import escalate, take_higher, take_higher_saying, taken_by, why_not_higher
from makegood.escalations.acts.climbing import begin, end, look_again, turn, turn_away
from makegood.escalations.acts.ladders import set_ladder

__all__ = [
    "begin", "end", "escalate", "look_again", "set_ladder", "take_higher", "take_higher_saying", "taken_by",
    "turn", "turn_away", "why_not_higher",
]  # fmt: skip
