"""Reads a reply before it is sent, and says which words would hurt, why, and what to say instead. Offline; it never blocks."""
