"""At the till: a code is looked up, money is taken off it once, and a lead puts it back; guessing ends soon."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from makegood.people.models import Agent, Location, Role, Team
from makegood.timeline.models import Event
from makegood.vouchers import acts, scanning
from makegood.vouchers.codes import draw
from makegood.vouchers.models import Redemption, State, Voucher
from tests.vouchers.issuing import code, eur, issue
from tests.world import World

SignIn = Callable[[Agent], Client]


def form_of(page: str) -> dict[str, str]:
    """What the form for taking money off sends along."""
    form = page[page.index('action="/redeem/take"') :]
    return dict(re.findall(r'<input type="hidden" name="(code|once|currency|place)" value="([^"]*)"', form))


def test_mo_looks_takes_and_the_same_press_takes_once(world: World, mo: Client) -> None:
    voucher = issue(2000, bearer=world.harbour.location)
    page = mo.post("/redeem", {"code": code(voucher).lower()}).content.decode()
    assert "Eva’s voucher" in page and "€20" in page and "Stern" not in page
    sent = form_of(page) | {"amount": "7,50"}
    for _press in range(2):
        page = mo.post("/redeem/take", sent).content.decode()
        assert "€7.50 taken off" in page and "€12.50 are left on it." in page
    voucher.refresh_from_db()
    assert voucher.balance == eur(1250) and Redemption.objects.get().location == world.hill.location
    assert Event.objects.filter(kind="look.taken").count() == 1


@pytest.mark.parametrize(
    ("amount", "words"), [("20.01", "only €20 left"), ("0", "how much"), ("x", "Type a sum"), ("$5", "EUR")]
)
def test_what_cannot_be_taken_is_said_beside_the_amount(world: World, mo: Client, amount: str, words: str) -> None:
    page = mo.post("/redeem", {"code": code(issue(2000, bearer=world.harbour.location))}).content.decode()
    refused = mo.post("/redeem/take", form_of(page) | {"amount": amount})
    assert refused.status_code == 422 and words in refused.content.decode() and not Redemption.objects.exists()


def test_a_slip_of_the_finger_and_a_stranger_s_code_find_nothing(world: World, mo: Client) -> None:
    said = code(issue(2000, bearer=world.harbour.location))
    for typed, words in ((said[:-1], "a letter is missing or wrong"), (draw(), "No voucher of ours"), ("", "missing")):
        page = mo.post("/redeem", {"code": typed})
        assert page.status_code == 422 and words in page.content.decode()
    sent = {"code": draw(), "once": "1", "currency": "EUR", "amount": "1", "place": str(world.hill.location_id)}
    assert "No voucher of ours" in mo.post("/redeem/take", sent).content.decode()
    assert mo.post("/redeem/take", sent | {"place": str(world.harbour.location_id)}).status_code == 404
    assert not Event.objects.filter(kind="look.taken").exists()


def test_guessing_ends_soon_for_who_guesses_and_for_nobody_else(world: World, mo: Client, ana: Client) -> None:
    said = code(issue(2000, bearer=world.harbour.location))
    for _try in range(10):
        mo.post("/redeem", {"code": draw()})
    assert "Too many codes were tried" in mo.post("/redeem", {"code": said}).content.decode()
    assert "€20" in ana.post("/redeem", {"code": said}).content.decode()
    assert Event.objects.filter(kind="alarm.raised").count() == 1


def test_lea_puts_it_back_and_ana_cannot(world: World, ana: Client, signed_in: SignIn) -> None:
    voucher, here = issue(2000, bearer=world.hill.location), world.harbour.location
    took = acts.redeem(code(voucher), eur(2000), at_location=here, by=world.ana, once="1", at=timezone.now())
    lea = signed_in(world.lea)
    assert "Put it back" in lea.post("/redeem", {"code": code(voucher)}).content.decode()
    assert "Put it back" not in ana.post("/redeem", {"code": code(voucher)}).content.decode()
    assert "A lead of the location" in ana.post(f"/redeem/{took.pk}/back", follow=True).content.decode()
    assert "€20 are on the voucher again." in lea.post(f"/redeem/{took.pk}/back", follow=True).content.decode()
    assert Voucher.objects.get().state == State.ISSUED
    assert "not yours to see" in lea.post(f"/redeem/{10**9}/back", follow=True).content.decode()


def test_lea_makes_one_valid_again_and_another_void(world: World, ana: Client, signed_in: SignIn) -> None:
    old, new = (
        issue(2000, bearer=world.harbour.location, expires_on=date(2026, 11, 20)),
        issue(bearer=world.harbour.location),
    )
    later = timezone.now().replace(year=timezone.now().year + 1)
    acts.expire(old.pk, at=later)
    lea = signed_in(world.lea)
    page = lea.post("/redeem", {"code": code(old)}).content.decode()
    assert "ran out on 20 November 2026" in page and "Make it valid again" in page and "Take it off" not in page
    for client, said, state in (
        (ana, "", State.EXPIRED),
        (lea, "2027-02-30", State.EXPIRED),
        (lea, "soon", State.EXPIRED),
        (lea, "", State.ISSUED),
    ):
        client.post(f"/redeem/vouchers/{old.pk}/revive", {"until": said})
        old.refresh_from_db()
        assert old.state == state
    assert "Make it void" in lea.post("/redeem", {"code": code(new)}).content.decode()
    for client, state in ((ana, State.ISSUED), (lea, State.VOIDED)):
        client.post(f"/redeem/vouchers/{new.pk}/void")
        new.refresh_from_db()
        assert new.state == state


def test_who_works_at_two_places_says_where(world: World, signed_in: SignIn) -> None:
    Role.objects.create(agent=world.mo, rank="agent", team=world.harbour)
    page = (
        (mo := signed_in(world.mo))
        .post("/redeem", {"code": code(issue(bearer=world.harbour.location))})
        .content.decode()
    )
    assert "Where you are" in page and "given by Harbour" in page
    sent = form_of(page) | {"amount": "x", "place": str(world.harbour.location_id)}
    assert f'value="{world.harbour.location_id}" selected' in mo.post("/redeem/take", sent).content.decode()
    mo.post("/redeem/take", sent | {"amount": "1"})
    assert Redemption.objects.get().location == world.harbour.location
    assert mo.session["till"] == world.harbour.location_id

    # He works somewhere else now: no place is chosen for him.
    Role.objects.filter(agent=world.mo, team=world.harbour).delete()
    north = Location.objects.create(name="North")
    Role.objects.create(agent=world.mo, rank="agent", team=Team.objects.create(name="North", location=north))
    page = mo.post("/redeem", {"code": code(issue(bearer=world.harbour.location))}).content.decode()
    assert "Choose</option>" in page


def photo(text: str) -> bytes:
    """A picture of a QR code, turned a little."""
    from PIL import Image

    drawn = io.BytesIO()
    segno.make_qr(text, error="q").save(drawn, kind="png", scale=8, border=4)
    picture = io.BytesIO()
    Image.open(drawn).convert("L").rotate(7, fillcolor=255, expand=True).save(picture, "JPEG")
    return picture.getvalue()


def test_a_photo_is_as_good_as_typing(world: World, mo: Client) -> None:
    voucher = issue(2000, bearer=world.harbour.location)
    sent = SimpleUploadedFile("x.jpg", photo(code(voucher).replace("-", "")), "image/jpeg")
    assert "Eva’s voucher" in mo.post("/redeem", {"code": "", "photo": sent}).content.decode()
    other = SimpleUploadedFile("x.jpg", photo("https://else.example/"), "image/jpeg")
    assert "No code was found" in mo.post("/redeem", {"code": "", "photo": other}).content.decode()


@pytest.mark.parametrize(
    "bytes_", [b"", b"x" * 100, b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\x89PNG\r\n\x1a\n" + b"\0" * 50]
)
def test_what_is_no_photo_is_none(bytes_: bytes) -> None:
    assert scanning.code_in(bytes_) == ""


def test_nobody_comes_in_without_signing_in(world: World) -> None:
    stranger = Client()
    for address in (
        "/redeem",
        "/redeem/take",
        "/redeem/1/back",
        "/redeem/vouchers/1/void",
        "/redeem/vouchers/1/revive",
    ):
        assert "/sign-in/" in stranger.post(address, {"code": draw()}).headers["Location"]
    assert "Nothing" not in Client().get("/redeem").content.decode()


def test_at_the_counter_a_voucher_opens_what_we_owe_its_customer_and_nothing_that_was_said(
    world: World, mo: Client
) -> None:
    conversation = world.receive(at=timezone.now())
    voucher = issue(2000, bearer=world.harbour.location, customer=conversation.customer, conversation=conversation)
    page = mo.post("/counter", {"said": code(voucher)}).content.decode()
    assert "What we owe Eva" in page and "€20 are left on it." in page and "lamp" not in page and "Stern" not in page
    [look] = Event.objects.filter(kind="look.taken")
    assert look.customer_id == conversation.customer_id and 'action="/redeem"' in page
    for _try in range(10):
        assert "Nobody is known by that." in mo.post("/counter", {"said": draw()}).content.decode()
    assert "Too many codes" in mo.post("/counter", {"said": code(voucher)}).content.decode()
