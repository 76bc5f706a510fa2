"""Addresses of the help centre."""

from __future__ import annotations

from django.urls import path

from makegood.portal.helping import pages

urlpatterns = [
    path("help", pages.first, name="help-first"),
    path("help/sitemap.xml", pages.sitemap, name="help-sitemap"),
    path("help/files/<int:pk>/<str:name>", pages.file, name="help-file"),
    path("help/<str:language>/", pages.contents, name="help"),
    path("help/<str:language>/<str:slug>", pages.page, name="help-page"),
    path("help/<str:language>/<str:slug>/helped", pages.said, name="help-said"),
]
