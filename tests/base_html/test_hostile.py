"""Nothing active survives, whichever way it is dressed. Another parser than the sanitiser's looks at what is left."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from makegood.base.html import from_text, sanitise, sanitise_composed, to_text
from makegood.base.html.allowed import ATTRIBUTES, TAGS
from tests.base_html.hostile import ALL

GOOD_LINK = re.compile(r"(https?://|mailto:|tel:)\S*", re.I)
GOOD_PICTURE = re.compile(r"(https?://|cid:)\S*|data:image/(png|gif|jpe?g|webp);base64,[\w+/=%\s]+|/files/\S+", re.I)
BAD_STYLE = re.compile(r"url|expression|import|behavior|binding|position|\\|/\*|[<>{}@]|javascript", re.I)


class Findings(HTMLParser):
    """All that is left in a page and should not be."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.bad.append(f"<{tag}>")
        self.bad += [f"{tag} {name}={value!r}" for name, value in attrs if self._is_bad(tag, name, value or "")]

    def handle_comment(self, data: str) -> None:
        self.bad.append(f"comment {data}")

    handle_decl = handle_pi = unknown_decl = handle_comment

    @staticmethod
    def _is_bad(tag: str, name: str, value: str) -> bool:
        if tag == "a" and (name, value) in {("rel", "noopener noreferrer"), ("target", "_blank")}:
            return False
        if name not in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, frozenset()):
            return True
        checks = {"href": not GOOD_LINK.fullmatch(value), "src": not GOOD_PICTURE.fullmatch(value)}
        return checks.get(name, bool(name == "style" and BAD_STYLE.search(value)))


def assert_harmless(html: str) -> None:
    assert Findings(html).bad == []
    assert not re.search(r"<[^>]*(script|\son\w+\s*=)", html, re.I)
    assert "\x00" not in html


@pytest.mark.parametrize("vector", ALL)
def test_no_vector_survives(vector: str) -> None:
    assert_harmless(sanitise(vector))
    assert_harmless(sanitise(f"<table><tr><td>a<p>{vector}</p>b</td></tr></table>"))
    assert_harmless(sanitise_composed(vector))


@pytest.mark.parametrize("vector", ALL)
def test_no_vector_survives_in_a_large_mail(vector: str) -> None:
    assert_harmless(sanitise(vector + "<p>" * 801 + vector))


@pytest.mark.parametrize("vector", ALL)
def test_sanitising_twice_changes_nothing(vector: str) -> None:
    once = sanitise(vector)
    assert sorted(sanitise(once)) == sorted(once)  # attributes come in no order


@pytest.mark.parametrize("vector", ALL)
def test_as_text_it_is_only_text(vector: str) -> None:
    assert_harmless(from_text(to_text(vector)))


@pytest.mark.parametrize("one", ALL[::9])
@pytest.mark.parametrize("other", ALL[4::9])
def test_two_together_do_not_either(one: str, other: str) -> None:
    assert_harmless(sanitise(one + other))
    assert_harmless(sanitise(one[: len(one) // 2] + other))


WORDS = """
    < > " ' = / ! -- & ; ` \\ script svg math style img p b table td a href src onerror javascript: cid:x steal()
    xlink:href <p> </p> <table> <b <img <!-- --> <![CDATA[ ]]> &lt; &#x6a; url(
"""
PIECES = st.sampled_from([*WORDS.split(), " ", "\n", "\x00", "\ud800"])


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_nothing_thrown_together_survives(html: str) -> None:
    assert_harmless(sanitise(html))
    assert_harmless(sanitise_composed(html))
    to_text(html)


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_nothing_thrown_into_a_large_mail_survives(html: str) -> None:
    assert_harmless(sanitise("<p>word</p>" * 801 + html))


@settings(max_examples=100, deadline=None)
@given(st.text())
def test_any_text_survives_as_what_it_is(text: str) -> None:
    assert_harmless(from_text(text))
    to_text(text)
