"""The help centre as strangers see it: what is published and nothing else; safe, printable, in their language."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from makegood.articles import acts
from makegood.articles.models import Opinion
from makegood.articles.rules import Draft
from tests.articles.test_articles import LAMP, published, written
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def get(path: str, status: int = 200, **headers: str) -> str:
    answer = Client().get(path, headers=headers)
    assert answer.status_code == status, (path, answer.status_code)
    return answer["Location"] if status in (301, 302) else answer.content.decode()


def test_there_is_no_help_centre_until_something_is_published(world: World) -> None:
    page = written(world)
    for path in ("/help", "/help/en/", f"/help/en/{page.slug}", "/help/en/?q=lamp"):
        assert LAMP.title not in get(path, 404)
    acts.publish(page, by=world.lea, at=NOON)
    assert get("/help", 302) == "/help/en/"
    assert LAMP.title in get("/help/en/") and LAMP.title in get("/help/en/?q=flickering")
    assert "<strong>Wait a minute.</strong>" in get("/help/en/my-lamp-flickers")


def test_what_is_ours_alone_stays_ours(world: World) -> None:
    page = published(world, audience="agents")
    file = acts.enclose(page.article, "a.png", PNG, by=world.ana, at=NOON)
    for path in ("/help", f"/help/en/{page.slug}", f"/help/files/{file.pk}/a.png"):
        get(path, 404)


def test_a_reader_gets_their_language_and_finds_the_others(world: World) -> None:
    page = published(world)
    said = Draft("Meine Lampe flackert", "Warten.")
    acts.publish(acts.translate(page.article, said, language="de", by=world.ana, at=NOON), by=world.lea, at=NOON)
    published(world, Draft("Returns", "Send it back."))
    assert get("/help", 302, accept_language="de-AT,de;q=0.9") == "/help/de/"
    assert get("/help", 302, accept_language="fi") == "/help/en/"
    german = get("/help/de/")
    assert "Meine Lampe flackert" in german and "Returns" in german and '<html lang="de">' in german
    html = get("/help/de/meine-lampe-flackert")
    assert 'rel="canonical" href="http://testserver/help/de/meine-lampe-flackert"' in html
    assert 'hreflang="en" href="http://testserver/help/en/my-lamp-flickers"' in html
    assert get("/help/de/my-lamp-flickers", 302) == "/help/en/my-lamp-flickers"
    assert get("/help/fr/", 302) == "/help/en/"


def test_an_old_address_leads_on(world: World) -> None:
    page = published(world)
    acts.write(page, Draft(LAMP.title, LAMP.text, LAMP.other_words, "flicker"), seen=1, by=world.ana, at=NOON)
    assert get("/help/en/my-lamp-flickers", 301) == "/help/en/flicker"
    acts.take_down(page, by=world.lea, at=NOON)
    get("/help/en/my-lamp-flickers", 404)
    get("/help/en/flicker", 404)


def test_nothing_that_an_author_or_reader_writes_runs(world: World) -> None:
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) ![p](https://spy.example/p.png) <b onclick=x>"
    published(world, Draft("<script>alert(2)</script>", evil, "", "x"))
    for path in ("/help/en/x", "/help/en/", '/help/en/?q="><script>alert(3)</script>'):
        html = get(path)
        assert "<script" not in html and 'href="javascript' not in html and 'spy.example/p.png"' not in html
    answer = Client().get("/help/en/x")
    assert "default-src 'none'" in answer["Content-Security-Policy"] and "X-Robots-Tag" not in answer


def test_did_this_help_is_asked_once_a_reader(world: World) -> None:
    published(world)
    reader = Client()
    at = "/help/en/my-lamp-flickers/helped"
    assert reader.get(at).status_code == 405 and Client(enforce_csrf_checks=True).post(at).status_code == 403
    for said in ({"helped": "yes"}, {"helped": "no"}, {"helped": "no", "words": "<b>Which?</b>"}):
        assert reader.post(at, said).status_code == 302
    one = Opinion.objects.get()
    assert not one.helped and one.words == "<b>Which?</b>" and not reader.cookies.get("makegood")
    assert "What was missing" in reader.get("/help/en/my-lamp-flickers?said=no").content.decode()
    assert reader.post("/help/en/nothing/helped", {"helped": "yes"}).status_code == 404


def test_pictures_are_shown_and_everything_else_is_saved(world: World) -> None:
    page = published(world)
    picture = acts.enclose(page.article, "a.png", PNG, by=world.ana, at=NOON)
    html = acts.enclose(page.article, "a.png", b"<html><script>alert(1)</script>", by=world.ana, at=NOON)
    shown, saved = Client().get(f"/help/files/{picture.pk}/x"), Client().get(f"/help/files/{html.pk}/a.png")
    assert shown["Content-Type"] == "image/png" and shown["X-Content-Type-Options"] == "nosniff"
    assert saved["Content-Type"] == "application/octet-stream" and saved["Content-Disposition"].startswith("attachment")
    for path in ("/help/files/999999999/x", "/help/files/..%2f..%2fsecret.key/x", "/help/files/1/../../x"):
        assert Client().get(path).status_code == 404


def test_the_sitemap_names_what_is_public(world: World) -> None:
    published(world)
    published(world, Draft("Ours", "x"), audience="agents")
    written(world, Draft("Later", "x"))
    found = re.findall("<loc>(.*?)</loc>", get("/help/sitemap.xml"))
    assert found == ["http://testserver/help/en/my-lamp-flickers"]


def test_the_pages_ask_little(world: World, django_assert_max_num_queries: object) -> None:
    for number in range(8):
        published(world, Draft(f"Lamp {number}", "x"))
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        get("/help/en/")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        get("/help/en/lamp-3")
