"""A policy's file, read strictly: whatever is wrong is told with its line and field, in words."""

from makegood.authority.reading.marks import Problem, Unfit
from makegood.authority.reading.whole import read_cases, read_policy

__all__ = ["Problem", "Unfit", "read_cases", "read_policy"]
