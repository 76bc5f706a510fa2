"""Shift plans as files: what a file says, and what of it cannot be understood, in words. Pure; files are hostile."""

from makegood.people.duty.plans.reading import read, text_of, whose
from makegood.people.duty.plans.shapes import Plan, Problem, Said, Unreadable

__all__ = ["Plan", "Problem", "Said", "Unreadable", "read", "text_of", "whose"]
