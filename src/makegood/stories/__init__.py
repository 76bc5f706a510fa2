"""Accounts that customers let us publish."""
