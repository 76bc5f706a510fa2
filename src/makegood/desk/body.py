"""A mail's own HTML, in a frame that can run nothing and reach nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from markupsafe import Markup

from makegood.base.text_html import linked
from makegood.conversations import queries
from makegood.conversations.queries import FileItem
from makegood.desk import pictures
from makegood.desk.page import agent_of

# The sandbox holds when the mail is opened by itself too, where there is no frame to hold it.
STRICT = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
WITH_PICTURES = STRICT.replace("img-src 'self' data:", "img-src 'self' data: https:")
COLOURS = ("color", "background", "bgcolor")


@require_safe
def body(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """What is new in the message, or all of it with `whole`; pictures from elsewhere only with `pictures`."""
    agent = agent_of(request)
    queries.get_for(agent, number)
    message = queries.message_for(agent, pk)
    is_whole = "whole" in request.GET or not message.reply_html
    html = (message.html if is_whole else message.reply_html) or linked(message.text)
    files = [FileItem(one.pk, one.name, one.type, one.size, one.cid, one.is_inline) for one in message.files.all()]
    values = {
        "html": Markup(pictures.for_screen(html, files)),  # noqa: S704 - sanitised by intake
        "is_plain": not any(word in html for word in COLOURS),
        "agent": agent,
    }
    response = render(request, "desk/body.html", values)
    response["Content-Security-Policy"] = WITH_PICTURES if "pictures" in request.GET else STRICT
    response["Referrer-Policy"] = "no-referrer"
    return response
