"""The settings of orders: sources with their secrets, and a file that is looked at before anything is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from makegood.orders.models import Order, Posted, Source
from makegood.orders.reading import table
from tests.orders.common import post_shopify, shop
from tests.world import NOON, World

pytestmark = pytest.mark.django_db
Opens = Callable[..., Client]
FILE = """number;date;name;mail;item;sku;quantity;price;warranty;expected;shipped;tracking
1042;2026-11-19;Eva Stern;eva@post.example;Tap, chrome;TAP-1;1;129,90;2028-11-19;2026-11-25;;
1042;2026-11-19;Eva Stern;eva@post.example;Hose;HOSE-2;2;14,50;;2026-11-25;20.11.2026;T1
1043;2026-11-19;Tom Weber;tom;Lamp;L-1;1;9;;;;
1044;tomorrow;Ida Roth;ida@post.example;Lamp;L-1;one;9;;;;
"""


@pytest.fixture
def ada(world: World) -> Client:
    client = Client()
    client.force_login(world.ada, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sent(content: bytes = FILE.encode(), **more: Any) -> dict[str, Any]:
    return {"source": "shop", "orders": SimpleUploadedFile("orders.csv", content)} | more


def test_a_file_is_looked_at_first_and_says_of_each_line_what_is_wrong(ada: Client) -> None:
    page = ada.post("/settings/orders/file", sent()).content.decode()
    assert "1 order, with 2 lines." in page and "1 × Tap, chrome, 2 × Hose" in page
    assert "This is not a mail address: tom" in page and "order 1043" in page
    assert "line 5" in page and "one is no quantity" in page
    assert not Order.objects.exists() and not Source.objects.exists()


def test_taken_in_again_and_again_it_is_the_same(ada: Client) -> None:
    for _ in range(2):
        said = {"source": "shop", "content": FILE, "import": "1"}
        assert ada.post("/settings/orders/file", said).status_code == 302
    order = Order.objects.get()
    assert (order.number, order.source.name, order.standing, str(order.expected_on)) == (
        "1042", "shop", "partly", "2026-11-25",
    )  # fmt: skip
    assert [(one.price, str(one.warranty_until)) for one in order.lines.order_by("key")] == [
        (12990, "2028-11-19"), (1450, "None"),
    ]  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Choose a file first."),
        (b"a;b\n1;2\n", "Missing: number, item."),
        (b"\0\0", "This is no table."),
        (b"number;item\n" + b"1;x\n" * 2001, "A file has 2000 lines at most."),
        (b"number,item\n1,\"" + b"x" * 20_000, "a quotation never ends"),
        (b"x" * 1_000_001, "larger than 1 MB"),
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_refused_in_words(ada: Client, content: bytes, words: str) -> None:
    answer = ada.post("/settings/orders/file", sent(content))
    assert answer.status_code == 422 and words in answer.content.decode()


@pytest.mark.once
def test_windows_writes_files_too() -> None:
    found = table.read(
        "bestellnummer;artikel;preis\n7;Türgriff;12,-\n".encode("cp1252"), currency="EUR", zone=NOON.tzinfo
    )  # type: ignore[arg-type]
    assert (found.orders[0].number, found.orders[0].lines[0].name, found.orders[0].lines[0].price) == (  # type: ignore[index]
        "7", "Türgriff", 1200,
    )  # fmt: skip


def test_a_secret_is_shown_once(ada: Client) -> None:
    page = ada.post("/settings/orders/add", {"name": "Shop", "kind": "woocommerce"})
    [source] = Source.objects.all()
    from makegood.orders.queries import secret_of

    assert secret_of(source) in page.content.decode() and page["Cache-Control"] == "no-store"
    again = ada.get(f"/settings/orders/{source.pk}").content.decode()
    assert secret_of(source) not in again and f"/hooks/orders/{source.slug}" in again


def test_shopify_needs_its_own_secret_and_names_are_taken_once(ada: Client) -> None:
    assert "paste it" in ada.post("/settings/orders/add", {"name": "Shop", "kind": "shopify"}).content.decode()
    shop(name="Shop")
    answer = ada.post("/settings/orders/add", {"name": "Shop", "kind": "program"})
    assert answer.status_code == 422 and Source.objects.count() == 1


def test_a_source_is_renamed_switched_and_given_another_secret(world: World, ada: Client) -> None:
    source = shop("shopify")
    here = f"/settings/orders/{source.pk}"
    ada.post(here, {"name": "The shop", "team": world.hill.pk})
    ada.post(f"{here}/off")
    source.refresh_from_db()
    assert (source.name, source.team, source.is_active) == ("The shop", world.hill, False)
    assert "another one" in ada.post(f"{here}/secret", {"secret": "another one"}).content.decode()
    assert ada.post(f"{here}/secret", {"secret": " "}).status_code == 422
    ada.post(f"{here}/on")
    post_shopify(source, [], **{"X-Shopify-Hmac-Sha256": "x"})
    posted = Posted.objects.create(source=source, key="k", content=b"x", at=NOON, state="stuck", why="It is no JSON.")
    assert "It is no JSON." in ada.get(here).content.decode()
    ada.post(f"{here}/again/{posted.pk}")
    posted.refresh_from_db()
    assert posted.state == "kept"


@pytest.mark.once
def test_nobody_but_an_admin_opens_them(world: World) -> None:
    source, client = shop(), Client()
    client.force_login(world.lea, backend="django.contrib.auth.backends.ModelBackend")
    for path in ("", "/add", "/file", f"/{source.pk}", f"/{source.pk}/secret", f"/{source.pk}/off"):
        assert client.post(f"/settings/orders{path}").status_code == 403, path
