"""Proves the guarantees on the live data. Each check looks for what must never be, and says in words where it is."""

from makegood.config.doctor.examine import Finding, examine, warnings

__all__ = ["Finding", "examine", "warnings"]
