"""The wall for programs: Atom (RFC 4287), JSON Feed 1.1, and a list of addresses for search engines."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from markupsafe import escape

from makegood.portal.stories.page import address_with, house, origin_of, page_number, shown, sight_of
from makegood.stories import queries
from makegood.stories.queries import Shown

SIZE, MOST, SUMMARY = 20, 5000, 300
NOTHING_YET = datetime(2026, 1, 1, tzinfo=UTC)


class Feed(Atom1Feed):
    """Atom with the whole text of each story, its language and its own dates, and addresses that do not change."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """As the library writes it, then the text itself."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html", "xml:lang": item["tongue"]})

    def latest_post_date(self) -> datetime:
        """When anything changed; a feed with nothing in it never did."""
        return super().latest_post_date() if self.items else NOTHING_YET


@shown
def atom(request: HttpRequest) -> HttpResponse:
    """The newest stories, or those that the address asks for."""
    origin, sight = origin_of(request), sight_of(request)
    here = address_with(f"{origin}/stories/feed", sight)
    title = _("Stories of %(house)s") % {"house": house()}
    about = _("What customers told us, and let us show.")
    feed = Feed(title, f"{origin}/stories", about, language=get_language(), feed_url=here, feed_guid=here)
    for one in queries.on_wall(sight, size=SIZE).stories:
        feed.add_item(
            title=one.title,
            link=f"{origin}/stories/{one.id}",
            unique_id=f"{origin}/stories/{one.id}",
            description=escape(one.text[:SUMMARY]),
            author_name=one.name or _("A customer"),
            pubdate=one.at,
            updateddate=max(one.at, one.changed_at),
            categories=[word for word in (one.topic, one.place) if word],
            content=_markup(one),
            tongue=one.language,
        )
    out = StringIO()
    feed.write(out, "utf-8")
    return HttpResponse(out.getvalue(), content_type="application/atom+xml; charset=utf-8")


@shown
def as_json(request: HttpRequest) -> HttpResponse:
    """A page of stories as JSON Feed 1.1. Any website may read it."""
    origin, sight = origin_of(request), sight_of(request)
    found = queries.on_wall(sight, page=page_number(request), size=SIZE)
    path = f"{origin}/stories/feed.json"
    body: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": _("Stories of %(house)s") % {"house": house()},
        "home_page_url": f"{origin}/stories",
        "feed_url": address_with(path, sight),
        "items": [_item(one, origin) for one in found.stories],
    }
    if found.number < found.pages:
        body["next_url"] = address_with(path, sight, page=found.number + 1)
    response = JsonResponse(body, content_type="application/feed+json")
    response["Access-Control-Allow-Origin"] = "*"
    return response


@shown
def sitemap(request: HttpRequest) -> HttpResponse:
    """The address of each story, for search engines."""
    origin, out = origin_of(request), StringIO()
    xml = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    xml.startElement("urlset", AttributesImpl({"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}))
    for one in queries.on_wall(sight_of(request), size=MOST).stories:
        xml.startElement("url", AttributesImpl({}))
        xml.addQuickElement("loc", f"{origin}/stories/{one.id}")
        xml.addQuickElement("lastmod", rfc3339_date(max(one.at, one.changed_at)))
        xml.endElement("url")
    xml.endElement("urlset")
    xml.endDocument()
    return HttpResponse(out.getvalue(), content_type="application/xml; charset=utf-8")


def _markup(one: Shown) -> str:
    return "".join(f"<p>{part}</p>" for part in one.paragraphs)


def _item(one: Shown, origin: str) -> dict[str, Any]:
    said = {
        "id": f"{origin}/stories/{one.id}",
        "url": f"{origin}/stories/{one.id}",
        "title": one.title,
        "content_text": one.text,
        "content_html": _markup(one),
        "date_published": rfc3339_date(one.at),
        "date_modified": rfc3339_date(max(one.at, one.changed_at)),
        "language": one.language,
        "tags": [word for word in (one.topic, one.place) if word],
    }
    return said | ({"authors": [{"name": one.name}]} if one.name else {})
