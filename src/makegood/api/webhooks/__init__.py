"""Telling other programs that something happened (Standard Webhooks)."""
