"""Reads a reply before it is sent: which words would hurt, why, and what to say instead. Offline; it never blocks."""
