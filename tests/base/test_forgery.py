"""The token of our forms: Django takes it for its own."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import RequestFactory

from makegood.base import forgery


def _page(cookie: str = "") -> HttpRequest:
    request = RequestFactory().get("/")
    if cookie:
        request.META["CSRF_COOKIE"] = cookie
    return request


def _may_post(cookie: str, token: str) -> bool:
    request = RequestFactory().post("/", {"csrfmiddlewaretoken": token})
    request.COOKIES["csrftoken"] = cookie
    guard = CsrfViewMiddleware(lambda _request: HttpResponse())
    guard.process_request(request)
    return guard.process_view(request, lambda _request: HttpResponse(), (), {}) is None


def test_a_browser_without_a_secret_is_given_one_and_its_form_may_be_posted() -> None:
    page = _page()
    token = forgery.token(page)
    cookie = page.META["CSRF_COOKIE"]
    assert page.META["CSRF_COOKIE_NEEDS_UPDATE"] and _may_post(cookie, token)
    assert not _may_post(forgery._drawn(), token)


@pytest.mark.parametrize("_page_number", range(20))
def test_each_page_has_another_mask_of_the_same_secret(_page_number: int) -> None:
    cookie = forgery._drawn()
    tokens = {forgery.token(_page(cookie)), forgery.token(_page(cookie)), get_token(_page(cookie))}
    assert len(tokens) == 3 and all(_may_post(cookie, one) for one in tokens)


def test_every_letter_is_drawn() -> None:
    assert set("".join(forgery._drawn() for _ in range(100))) == set(forgery.LETTERS)
