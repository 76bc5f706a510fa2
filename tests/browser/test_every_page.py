"""What holds on every page: nothing for axe to find, nothing that overflows, little to load."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Response

from tests.browser.conftest import Opener, Work

PAGES = ["/inbox", "/c/{number}", "/today", "/search?q=lamp", "/new", "/keys", "/inbox/closed", "/c/424242"]
LOOKS = [(1440, "light"), (1024, "dark"), (390, "light"), (390, "dark")]
KILOBYTES = 60


@pytest.fixture(scope="module")
def number(work: Work) -> int:
    """A conversation with a bit of everything."""
    return work.write(
        "The lamp flickers\n\n> quoted", html="<p>The lamp <b>flickers</b></p>", subject="The lamp flickers"
    )


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_and_nothing_overflows(open_page: Opener, number: int, width: int, scheme: str) -> None:
    page = open_page("/inbox", width=width, color_scheme=scheme, bypass_csp=True)
    found = []
    for path in PAGES:
        page.goto(path.format(number=number))
        page.wait_for_load_state("networkidle" if "live" in path else "load")
        answer = Axe().run(page).response
        assert answer["passes"], "axe did not run"
        found += [(path, one["id"], one["nodes"][0]["html"][:120]) for one in answer["violations"]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append((path, "overflows", str(width)))
    assert not found


def test_a_page_loads_little(open_page: Opener, number: int) -> None:
    loaded: dict[str, int] = {}

    def note(response: Response) -> None:
        if "/static/" in response.url and response.ok:
            loaded[response.url] = int(response.headers.get("content-length", "0")) or len(response.body())

    page = open_page("/keys")
    page.on("response", note)
    page.goto(f"/c/{number}")
    page.wait_for_load_state("load")
    styles_and_scripts = {url: size for url, size in loaded.items() if url.endswith((".css", ".js"))}
    assert len(styles_and_scripts) > 5
    assert sum(styles_and_scripts.values()) < KILOBYTES * 1000, styles_and_scripts
    assert not any("squire" in url for url in loaded)  # the editor comes when somebody writes
