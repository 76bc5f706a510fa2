"""The settings, for admins alone: a module a subject."""
