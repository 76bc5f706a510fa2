"""The addresses that providers of telephone lines call."""

from __future__ import annotations

from django.urls import path

from makegood.channels.phone import arriving

urlpatterns = [path("voicemail/<str:token>", arriving.voicemail, name="phone-voicemail")]
