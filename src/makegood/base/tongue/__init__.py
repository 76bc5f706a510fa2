"""In which language something is written, told from its small words and its letters. Offline, and silent in doubt."""

from makegood.base.tongue.guess import tongue_of

__all__ = ["tongue_of"]
