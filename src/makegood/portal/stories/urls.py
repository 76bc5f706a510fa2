"""Addresses of the wall, and of who told a story."""

from __future__ import annotations

from django.urls import path

from makegood.portal.stories import comments, feeds, mine, offering, sending, wall

urlpatterns = [
    path("t/<str:token>/story", offering.offer, name="story-offer"),
    path("stories", wall.wall, name="stories"),
    path("stories/new", sending.new, name="story-new"),
    path("stories/feed", feeds.atom, name="stories-feed"),
    path("stories/feed.json", feeds.as_json, name="stories-json"),
    path("stories/sitemap.xml", feeds.sitemap, name="stories-sitemap"),
    path("stories/embed", wall.embed, name="stories-embed"),
    path("stories/mine/<str:token>", mine.mine, name="story-mine"),
    path("stories/comments/<str:token>", comments.own, name="story-comment-own"),
    path("stories/<int:pk>", wall.one, name="story"),
    path("stories/<int:pk>/comment", comments.write, name="story-comment"),
]
