"""Shift plans as files: what a file says, and what of it cannot be understood, in words. Pure; files are hostile."""

from makegood.base.tables import Problem, Unreadable, text_of
from makegood.people.duty.plans.reading import read, whose
from makegood.people.duty.plans.shapes import Plan, Said

__all__ = ["Plan", "Problem", "Said", "Unreadable", "read", "text_of", "whose"]
