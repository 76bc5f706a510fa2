"""Every page says what a browser may load for it, once."""

from __future__ import annotations

from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from makegood.config.policy import PolicyMiddleware

NAME = "Content-Security-Policy"


def _answered(own: str = "") -> HttpResponse:
    def page(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={NAME: own} if own else {})

    answer = PolicyMiddleware(page)(RequestFactory().get("/"))
    assert isinstance(answer, HttpResponse)
    return answer


def test_a_page_has_the_policy_of_the_settings() -> None:
    parts = sorted(_answered()[NAME].split("; "))
    assert parts == sorted(build_policy().split("; ")) and "default-src 'self'" in parts


def test_a_page_that_says_its_own_keeps_it() -> None:
    assert _answered("default-src 'none'")[NAME] == "default-src 'none'"
