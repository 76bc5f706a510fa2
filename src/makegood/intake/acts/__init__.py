"""Bytes in: kept first, then filed. What reached us is never lost, and is filed exactly once."""

from makegood.intake.acts.filing import Reading, Unplaced, file_all
from makegood.intake.acts.keeping import CALLS, FILING, IN_DATABASE, PHONE, Bytes, Kept, content, keep, keep_all
from makegood.intake.acts.shelf import retry, set_aside_deadly, stick, unrefuse

__all__ = [
    "CALLS", "FILING", "IN_DATABASE", "PHONE", "Bytes", "Kept", "Reading", "Unplaced", "content", "file_all", "keep",
    "keep_all", "retry", "set_aside_deadly", "stick", "unrefuse",
]  # fmt: skip
