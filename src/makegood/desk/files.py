"""Files go through the permission check, as bytes of a fixed type; nothing that a browser would run is shown."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from makegood.base import files as stored
from makegood.base.pages import size
from makegood.base.ranges import Unsatisfiable, part_of
from makegood.base.sounds import sound_in
from makegood.conversations import acts, queries
from makegood.conversations.letter import Attachment
from makegood.conversations.models import File
from makegood.conversations.rules import Refused
from makegood.desk.page import agent_of

# Raster pictures that a browser only decodes. Everything else, SVG and HTML before all, is saved and never shown.
PICTURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "image/webp": (b"RIFF",),
}
SANDBOX = "default-src 'none'; sandbox"
MOST_FILES = 20


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, for who may see its conversation."""
    found = queries.file_for(agent_of(request), pk)
    content = stored.read(found.stored)
    shown_as = picture_type(found.type, content) or sound_type(content)
    response = _part(request, content, shown_as or "application/octet-stream")
    is_shown = bool(shown_as) and "download" not in request.GET
    response["Content-Disposition"] = _disposition(found.name, inline=is_shown)
    response["Content-Security-Policy"] = SANDBOX
    response["Accept-Ranges"] = "bytes"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def picture_type(said: str, content: bytes) -> str:
    """The picture type that the bytes bear out; "" when they are none that may be shown."""
    kind = said.partition(";")[0].strip().lower()
    kind = "image/jpeg" if kind in ("image/jpg", "image/pjpeg") else kind
    return kind if any(content.startswith(mark) for mark in PICTURES.get(kind, ())) else ""


def sound_type(content: bytes) -> str:
    """The type of a recording that browsers play, which its bytes bear out; "" when it is none."""
    sound = sound_in(content)
    return sound.type if sound and sound.plays else ""


def _part(request: HttpRequest, content: bytes, kind: str) -> HttpResponse:
    """The whole, or the part of it that is asked for. What is behind a name never changes, so nothing is compared."""
    try:
        part = None if "If-Range" in request.headers else part_of(request.headers.get("Range", ""), len(content))
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"}, content_type=kind)
    if part is None:
        return HttpResponse(content, content_type=kind)
    told = {"Content-Range": f"bytes {part.first}-{part.last}/{len(content)}"}
    return HttpResponse(content[part.first : part.last + 1], status=206, headers=told, content_type=kind)


def _disposition(name: str, *, inline: bool) -> str:
    """RFC 6266: the name in ASCII and in UTF-8, with nothing that could end the header."""
    plain = "".join(letter if " " <= letter <= "~" and letter not in '"\\%;' else "_" for letter in name) or "file"
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


@require_POST
def upload(request: HttpRequest, number: int) -> HttpResponse:
    """Files for the draft. Answers with what is to be shown, or why a file was not taken."""
    found = queries.get_for(agent_of(request), number)
    kind = "note" if request.POST.get("kind") == "note" else "reply"
    try:
        return taken(keep_uploads(request, partial(acts.attach, found, kind)))
    except Refused as why:
        return not_taken(why)


def taken(kept: list[File]) -> JsonResponse:
    """What is to be shown of files that were kept."""
    return JsonResponse({"files": [_shown(one) for one in kept]}, status=201)


def not_taken(why: Refused) -> JsonResponse:
    """Why they were not."""
    return JsonResponse({"refused": str(why)}, status=422)


def keep_uploads(request: HttpRequest, attach: Callable[..., File]) -> list[File]:
    """Each uploaded file is safe and belongs to a draft, by `attach`; ids stay on the request. Raises Refused."""
    uploads = request.FILES.getlist("file")
    if len(uploads) > MOST_FILES:
        raise Refused(_("Those are too many files at once. Send at most %(count)d.") % {"count": MOST_FILES})
    is_inline = request.POST.get("inline") == "yes"
    kept = []
    for one in uploads:
        cid = f"{secrets.token_hex(8)}@picture" if is_inline else ""
        kind = one.content_type or "application/octet-stream"
        attachment = Attachment(one.name or "file", kind, one.read(), is_inline, cid)
        kept.append(attach(attachment, by=agent_of(request), at=timezone.now()))
    request.kept_files = [one.pk for one in kept]  # type: ignore[attr-defined]
    return kept


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft has the file no more."""
    acts.detach(queries.file_for(agent_of(request), pk), by=agent_of(request))
    return HttpResponse(status=204)


def _shown(one: File) -> dict[str, object]:
    return {
        "id": one.pk,
        "name": one.name,
        "size": size(one.size),
        "address": f"/files/{one.pk}",
        "inline": one.is_inline,
    }
