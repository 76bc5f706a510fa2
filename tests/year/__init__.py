"""A simulated year of a chain of shops: real acts and turns, simulated time (`bin/year`, docs/simulated-year.md)."""
