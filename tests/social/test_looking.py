"""What feeds, Mastodon and Bluesky say is read as it is, and whatever else they say is nothing."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from makegood.base.places import place_of
from makegood.channels.social import answers, bluesky, feeds, mastodon
from makegood.channels.social.fetching import Fetched
from makegood.channels.social.looking import Asked
from tests.servers.elsewhere import Answer, Elsewhere
from tests.servers.elsewhere import Asked as Heard

NOW = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
RSS = """<rss version="2.0"><channel><title>b</title>
<item><title>Second &amp; last</title><link>https://blog.example/2</link><guid>two</guid>
<pubDate>Thu, 19 Nov 2026 10:00:00 +0100</pubDate>
<description>&lt;p&gt;Hello &lt;b&gt;there&lt;/b&gt;</description></item>
<item><title>First</title><link>https://blog.example/1</link><guid>one</guid><author>Jo</author></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>b</title><entry><id>tag:1</id><title>Only</title>
<link href="https://blog.example/a"/><updated>2026-11-19T09:00:00Z</updated>
<author><name>Jo</name></author></entry></feed>"""


def asked(there: Elsewhere, what: str = "", mark: dict[str, object] | None = None, token: str = "") -> Asked:
    return Asked(there.origin, what, token, mark or {}, frozenset({place_of(there.origin)}))


def feed(there: Elsewhere, mark: dict[str, object] | None = None) -> feeds.Look:
    return feeds.look(Asked(f"{there.origin}/feed", mark=mark or {}, inside=asked(there).inside), now=NOW)


def test_a_feed_is_read_the_oldest_first_and_not_again_while_it_has_not_changed(there: Elsewhere) -> None:
    def says(heard: Heard) -> Answer:
        if heard.headers.get("if-none-match") == '"v1"':
            return Answer(status=304)
        return Answer(RSS.encode(), "application/rss+xml", headers={"etag": '"v1"'})

    there.pages["/feed"] = says
    first = feed(there).brought
    assert first is not None
    assert [(one.key, one.title, one.address) for one in first.found] == [
        ("one", "First", "https://blog.example/1"),
        ("two", "Second & last", "https://blog.example/2"),
    ]
    assert first.found[1].published_at == datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
    assert first.found[1].text == "Hello there" and first.came.content == RSS.encode()
    again = feed(there, dict(first.mark)).brought
    assert again is not None and list(again.found) == [] and again.mark == first.mark


def test_an_atom_feed_is_one_too(there: Elsewhere) -> None:
    there.pages["/feed"] = Answer(ATOM.encode(), "application/atom+xml")
    brought = feed(there).brought
    assert brought is not None
    assert [(one.key, one.author, one.address) for one in brought.found] == [("tag:1", "Jo", "https://blog.example/a")]


BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    "body",
    [
        b"<html><body>No feed</body></html>",
        b"",
        b"\x00\x01\x02",
        b'{"items": []}',
        f'<!DOCTYPE x [<!ENTITY a0 "ha">{BOMB}]><rss version="2.0"><channel>&a11;</channel></rss>'.encode(),
    ],
)
def test_what_is_no_feed_says_so(there: Elsewhere, body: bytes) -> None:
    there.pages["/feed"] = Answer(body, "application/xml")
    look = feed(there)
    assert look.why_not or (look.brought is not None and not look.brought.found)


def test_a_feed_cannot_read_our_files(there: Elsewhere) -> None:
    evil = RSS.replace("<rss", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss').replace("First", "&x;")
    there.pages["/feed"] = Answer(evil.encode(), "application/xml")
    look = feed(there)
    assert look.brought is None or "root:" not in str(look.brought.found)


def test_gone_is_gone(there: Elsewhere) -> None:
    there.pages["/feed"] = Answer(status=410)
    assert feed(there).is_gone


def status(number: int, **more: object) -> dict[str, object]:
    return {
        "id": str(number),
        "uri": f"https://social.example/s/{number}",
        "url": f"https://social.example/@jo/{number}",
        "created_at": "2026-11-19T09:00:00.000Z",
        "content": f"<p>My washer leaks ({number}).</p>",
        "visibility": "public",
        "account": {"acct": "jo", "display_name": "Jo", "followers_count": 3_000_000},
        **more,
    }


def test_an_account_is_read_from_where_we_were_page_by_page(there: Elsewhere) -> None:
    def says(heard: Heard) -> Answer:
        since = int(heard.query.get("min_id", "0"))
        some = [status(one) for one in range(1, 101) if one > since]
        page = some[: mastodon.PAGE][::-1] if since else some[::-1][: mastodon.PAGE]
        return Answer(json.dumps(page).encode(), "application/json")

    there.json("/api/v1/accounts/lookup", {"id": "77"})
    there.pages["/api/v1/accounts/77/statuses"] = says
    first = mastodon.account(asked(there, "@jo"), now=NOW).brought
    assert first is not None and first.mark == {"account": "77", "min_id": "100"} and not first.goes_on
    assert [one.key[-3:] for one in first.found][-2:] == ["/99", "100"]
    assert first.found[-1].followers == 3_000_000 and first.found[-1].is_whole
    later = mastodon.account(asked(there, "@jo", {"account": "77", "min_id": "5"}), now=NOW).brought
    assert later is not None and later.mark["min_id"] == "45" and later.goes_on


def test_what_was_said_to_few_or_by_others_is_not_taken(there: Elsewhere) -> None:
    there.json("/api/v1/timelines/tag/makegood", [
        status(1, visibility="private"), status(2, reblog=status(9)), status(3, url="javascript:x"), {"id": 7}, "x",
    ])  # fmt: skip
    brought = mastodon.search(asked(there, "#makegood"), now=NOW).brought
    assert brought is not None
    assert [(one.key[-1], one.address) for one in brought.found] == [("3", "")]


def test_a_search_without_a_token_says_what_to_do(there: Elsewhere) -> None:
    there.json("/api/v2/search", {"error": "no"}, status=401)
    assert "without a token" in mastodon.search(asked(there, "makegood washer"), now=NOW).why_not
    there.json("/api/v2/search", {"statuses": [status(4)]})
    brought = mastodon.search(asked(there, "makegood washer", token="t"), now=NOW).brought
    assert brought is not None and len(brought.found) == 1
    assert there.asked[-1].headers["authorization"] == "Bearer t"


@pytest.mark.parametrize("said", ["{}", "[1, 2]", "null", "no json", "[" * 100_000, '{"feed": "x"}', '{"feed": [[]]}'])
def test_nonsense_brings_nothing(there: Elsewhere, said: str) -> None:
    for path in ("/api/v1/timelines/tag/x", "/xrpc/app.bsky.feed.getAuthorFeed"):
        there.pages[path] = Answer(said.encode(), "application/json")
    for look in (mastodon.search(asked(there, "#x"), now=NOW), bluesky.account(asked(there, "jo.example"), now=NOW)):
        assert look.brought is None or not look.brought.found


def post(number: int) -> dict[str, object]:
    return {
        "uri": f"at://did:plc:abc/app.bsky.feed.post/k{number}",
        "author": {"handle": "jo.example", "displayName": "Jo"},
        "record": {"text": f"My washer leaks ({number}).", "createdAt": "2026-11-19T09:00:00Z"},
        "indexedAt": (NOW - timedelta(days=1) + timedelta(seconds=number)).isoformat().replace("+00:00", "Z"),
    }


def test_bluesky_is_read_back_to_where_we_were_and_nothing_between_is_passed_over(there: Elsewhere) -> None:
    known = 30

    def says(heard: Heard) -> Answer:
        start = int(heard.query.get("cursor", known))
        page = [post(number) for number in range(start, max(start - bluesky.PAGE, 0), -1)]
        more = {"cursor": str(start - bluesky.PAGE)} if start > bluesky.PAGE else {}
        return Answer(json.dumps({"posts": page, **more}).encode(), "application/json")

    there.pages["/xrpc/app.bsky.feed.searchPosts"] = says
    first = bluesky.search(asked(there, "makegood"), now=NOW).brought
    assert first is not None and len(first.found) == known and not first.goes_on and "until" in first.mark
    known, mark, met = 200, dict(first.mark), set()
    while True:
        brought = bluesky.search(asked(there, "makegood", mark), now=NOW).brought
        assert brought is not None
        met |= {one.key for one in brought.found}
        mark = dict(brought.mark)
        if not brought.goes_on:
            break
        known += 1  # somebody writes while we read
    assert {f"at://did:plc:abc/app.bsky.feed.post/k{number}" for number in range(31, 201)} <= met
    after = bluesky.search(asked(there, "makegood", mark), now=NOW).brought
    assert after is not None and {one.key[-4:] for one in after.found} >= {"k201", "k202", "k203"}


def test_what_bluesky_passes_on_from_others_is_not_taken(there: Elsewhere) -> None:
    feed = [{"post": post(1)}, {"post": post(2), "reason": {"by": {}}}, {"post": post(3) | {"uri": "at://x/y/z"}}]
    there.json("/xrpc/app.bsky.feed.getAuthorFeed", {"feed": feed})
    brought = bluesky.account(asked(there, "jo.example"), now=NOW).brought
    assert brought is not None
    assert [one.address for one in brought.found] == ["https://bsky.app/profile/did:plc:abc/post/k1"]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "90"}, 90),
        ({"retry-after": "Thu, 19 Nov 2026 12:05:00 GMT"}, 300),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-11-19T12:10:00.000Z"}, 600),
        ({"ratelimit-remaining": "0", "ratelimit-reset": str(int(NOW.timestamp()) + 60)}, 60),
        ({"ratelimit-remaining": "200", "ratelimit-reset": str(int(NOW.timestamp()) + 60)}, None),
        ({"retry-after": "999999999999999999"}, 86400),
        ({"retry-after": "soon"}, None),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "²"}, None),
    ],
)
def test_who_asks_us_to_wait_is_waited_for(headers: dict[str, str], seconds: int | None) -> None:
    at = answers.not_before(Fetched("https://x.example/", headers=headers), now=NOW)
    assert at == (NOW + timedelta(seconds=seconds) if seconds else None)
