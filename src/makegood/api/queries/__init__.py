"""Reads that only programs need; all others are where they belong."""
