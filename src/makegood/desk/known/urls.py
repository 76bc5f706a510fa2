"""The addresses of what we know. What changes something is a POST to its own."""

from __future__ import annotations

from django.urls import path

from makegood.desk.known import along, arranging, articles, helping, made, saved

urlpatterns = [
    path("articles", articles.articles, name="articles"),
    path("articles/new", articles.new, name="article-new"),
    path("articles/categories", arranging.categories, name="article-categories"),
    path("articles/files/<int:pk>/<str:name>", arranging.file, name="article-file"),
    path("articles/files/<int:pk>/<str:name>/remove", arranging.remove, name="article-file-remove"),
    path("articles/<int:pk>/arrange", arranging.arrange, name="article-arrange"),
    path("articles/<int:pk>/files", arranging.enclose, name="article-enclose"),
    path("articles/<int:pk>/<str:language>", articles.page, name="article"),
    path("articles/<int:pk>/<str:language>/versions", articles.versions, name="article-versions"),
    path("articles/<int:pk>/<str:language>/<str:verb>", articles.move, name="article-move"),
    path("c/<int:number>/article", made.answers, name="article-from"),
    path("c/<int:number>/help", helping.help_with, name="help-with"),
    path("c/<int:number>/help/used", helping.used, name="help-used"),
    path("me/help", helping.switch, name="help-switch"),
    path("saved-replies", saved.replies, name="saved-replies"),
    path("saved-replies/new", saved.new, name="saved-reply-new"),
    path("saved-replies/file", saved.take_in, name="saved-replies-file"),
    path("saved-replies.csv", saved.table, name="saved-replies-csv"),
    path("saved-replies.json", saved.listed, name="saved-replies-json"),
    path("saved-replies/<int:pk>", saved.reply, name="saved-reply"),
    path("saved-replies/<int:pk>/back", saved.put_back, name="saved-reply-back"),
    path("saved-replies/<int:pk>/files", along.add, name="saved-reply-files"),
    path("saved-replies/files/<int:pk>", along.file, name="saved-reply-file"),
    path("saved-replies/files/<int:pk>/remove", along.remove, name="saved-reply-file-remove"),
    path("saved-replies/<int:pk>/away", saved.put_away, name="saved-reply-away"),
]
