"""Stripe: refunds go out through it, and what it tells of them comes in. `client.py` alone knows its library."""
