"""The desk's addresses. A verb on the screen is a noun in the address; what changes something is a POST to its own."""

from django.urls import include, path
from django.views.generic import RedirectView

from makegood.desk import body, compose, conversation, files, first, inbox, moves, presence, search, switches, today

urlpatterns = [
    path("", include("makegood.desk.signin_urls")),
    path("settings/", include("makegood.desk.settings.urls")),
    path("", RedirectView.as_view(url="/inbox"), name="home"),
    path("inbox", inbox.inbox, name="inbox-first"),
    path("inbox/<str:view>", inbox.inbox, name="inbox"),
    path("c/<int:number>", conversation.conversation, name="conversation"),
    path("c/<int:number>/reply", compose.reply, name="reply"),
    path("c/<int:number>/note", compose.note, name="note"),
    path("c/<int:number>/draft", compose.draft, name="draft"),
    path("c/<int:number>/presence", presence.presence, name="presence"),
    path("c/<int:number>/files", files.upload, name="upload"),
    path("c/<int:number>/claim", moves.claim, name="claim"),
    path("c/<int:number>/release", moves.release, name="release"),
    path("c/<int:number>/assign", moves.assign, name="assign"),
    path("c/<int:number>/hold", moves.hold, name="hold"),
    path("c/<int:number>/close", moves.close, name="close"),
    path("c/<int:number>/reopen", moves.reopen, name="reopen"),
    path("c/<int:number>/nothing", moves.nothing, name="nothing"),
    path("c/<int:number>/tags", moves.tag, name="tags"),
    path("c/<int:number>/m/<int:pk>/body", body.body, name="body"),
    path("c/<int:number>/m/<int:pk>/undo", moves.undo_reply, name="undo-reply"),
    path("c/<int:number>/d/<int:pk>/again", moves.try_again, name="try-again"),
    path("undo/<int:pk>", moves.undo, name="undo"),
    path("files/<int:pk>", files.file, name="file"),
    path("files/<int:pk>/remove", files.remove, name="file-remove"),
    path("today", today.today, name="today"),
    path("tags", search.tags, name="known-tags"),
    path("search", search.search, name="search"),
    path("new", first.start, name="new"),
    path("new/draft", first.draft, name="new-draft"),
    path("new/files", first.upload, name="new-files"),
    path("new/discard", first.discard, name="new-discard"),
    path("keys", switches.keys, name="keys"),
    path("me/theme", switches.theme, name="theme"),
]
