"""The mail that leaves by itself while nobody is there: when we are back, and by when we answer."""
