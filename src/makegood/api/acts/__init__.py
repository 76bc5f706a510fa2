"""Every change to tokens and webhooks."""
