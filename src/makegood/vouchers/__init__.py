"""Codes that are worth money at every location of ours."""
