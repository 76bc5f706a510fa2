"""The help centre, as everybody reads it."""
