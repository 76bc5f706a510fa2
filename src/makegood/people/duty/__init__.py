"""Who works when, and who stands in."""
