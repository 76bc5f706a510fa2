"""Thanks for a named colleague."""
