"""Conditions in CEL: read and checked by a library, walked by us, for what is missing must be named and money exact."""
