"""Addresses for those who have no account: partners now."""

from __future__ import annotations

from django.urls import path

from makegood.portal import partner

urlpatterns = [
    path("h/<str:token>", partner.handoff, name="partner-page"),
    path("h/<str:token>/files/<str:key>", partner.file, name="partner-file"),
]
