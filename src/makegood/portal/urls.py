"""Addresses for those who have no account: customers, and partners."""

from __future__ import annotations

from django.urls import path

from makegood.portal import asked, customer, example, partner, thanks
from makegood.portal.helping.urls import urlpatterns as helps
from makegood.portal.stories.urls import urlpatterns as stories

urlpatterns = [
    path("t/example", example.example, name="customer-example"),
    path("t/<str:token>", customer.page, name="customer-page"),
    path("t/<str:token>/files/<int:pk>", customer.file, name="customer-file"),
    path("t/<str:token>/receipts/<int:pk>", customer.receipt, name="customer-receipt"),
    path("t/<str:token>/solved", thanks.solved, name="solved-page"),
    path("thanks/at/<str:token>", thanks.place, name="place-page"),
    path("thanks/<str:token>", thanks.thanks, name="thanks-page"),
    path("a/<str:token>", asked.ask, name="ask-page"),
    path("h/<str:token>", partner.handoff, name="partner-page"),
    path("h/<str:token>/files/<str:key>", partner.file, name="partner-file"),
    *helps,
    *stories,
]
