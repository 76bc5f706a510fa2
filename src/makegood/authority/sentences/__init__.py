"""The commonest sentences of a policy with blanks to fill, and the file that they become and are read from."""

from makegood.authority.sentences.patterns import PATTERNS, Pattern, Said, kept, said_of
from makegood.authority.sentences.sheet import Entry, Sheet, opened, written

__all__ = ["PATTERNS", "Entry", "Pattern", "Said", "Sheet", "kept", "opened", "said_of", "written"]
