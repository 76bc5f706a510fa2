"""A picture of every screen, on the demo company, at three widths, light and dark: `bin/shots [FOLDER]`."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.servers import browser
from tests.servers.desk import Desk

WIDTHS = {1440: 900, 1024: 768, 390: 844}
SCHEMES = ("light", "dark")


@dataclass(frozen=True)
class Screen:
    """One screen: its name in the file, and where it is. `keys` are pressed once it stands."""

    name: str
    path: str
    keys: tuple[str, ...] = ()


SCREENS = (
    Screen("inbox", "/inbox"),
    Screen("unclaimed", "/inbox/unclaimed"),
    Screen("closed", "/inbox/closed"),
    Screen("today", "/today"),
    Screen("search", "/search?q=lamp"),
    Screen("times", "/reports/times"),
    Screen("keys", "/inbox", ("?",)),
    Screen("new", "/new"),
    Screen("call", "/call"),
    Screen("redeem", "/redeem"),
    Screen("books", "/books"),
    Screen("transfers", "/books/transfers"),
    Screen("voicemail", "/call/voicemail"),
    Screen("counter", "/counter"),
    Screen("notices", "/notices"),
    Screen("notice", "/notices/2"),
    Screen("refund", "/c/1005"),
    Screen("work-log", "/c/1013/work"),
    Screen("late-order", "/c/1016"),
    Screen("mentions", "/mentions"),
    Screen("mention", "/mentions/1"),
    Screen("mention-paste", "/mentions/paste"),
    Screen("settings-mentions", "/settings/mentions/add"),
    Screen("kudos", "/kudos"),
    Screen("kudos-new", "/kudos/new"),
    Screen("kudos-places", "/kudos/places"),
    Screen("place-page", "/thanks/at/wharf-table"),
    Screen("notice-new", "/notices/new"),
    Screen("me", "/me"),
    Screen("settings", "/settings/"),
    Screen("settings-company", "/settings/company"),
    Screen("settings-people", "/settings/people"),
    Screen("settings-places", "/settings/teams"),
    Screen("settings-hours", "/settings/hours"),
    Screen("settings-hours-new", "/settings/hours/add"),
    Screen("settings-targets", "/settings/targets"),
    Screen("settings-target-new", "/settings/targets/add"),
    Screen("settings-ladder", "/settings/ladder"),
    Screen("settings-mailboxes", "/settings/mailboxes"),
    Screen("settings-mailbox-new", "/settings/mailboxes/add"),
    Screen("settings-after-hours", "/settings/mailboxes/1/after-hours"),
    Screen("settings-phone", "/settings/phone"),
    Screen("settings-line-new", "/settings/phone/add"),
    Screen("settings-policies", "/settings/policies"),
    Screen("settings-policy-new", "/settings/policies/add"),
    Screen("settings-policy-form", "/settings/policies/form"),
    Screen("settings-orders", "/settings/orders"),
    Screen("settings-order-source", "/settings/orders/1"),
    Screen("settings-order-source-new", "/settings/orders/add"),
    Screen("settings-late-gift", "/settings/orders/1/late"),
    Screen("settings-payments", "/settings/payments"),
    Screen("settings-order-file", "/settings/orders/file"),
    Screen("settings-stuck", "/settings/stuck"),
    Screen("not-found", "/c/1"),
    Screen("customers-page", "/t/example"),
)
BESIDE = ("together", "split", "higher", "hand-on")
STORY = "Casserole came with a broken lid"


def main(folder: Path) -> int:
    """Takes them all. Prints where they are, and which screens answered with an error."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, browser.running() as chromium:
        desk = Desk(Path(data) / "data", demo=True)
        desk.start()
        try:
            bad = [words for page, tag in _pages(chromium, desk) for words in _take(page, desk, folder, tag)]
        finally:
            desk.stop()
    print(f"{len(list(folder.glob('*.png')))} pictures in {folder}")
    for words in bad:
        print(words, file=sys.stderr)
    return 1 if bad else 0


def _pages(chromium: Browser, desk: Desk) -> Iterator[tuple[Page, str]]:
    """A signed-in page for each width and scheme."""
    state = _signed_in(chromium, desk)
    for width, height in WIDTHS.items():
        for scheme in SCHEMES:
            size = {"width": width, "height": height}
            context = chromium.new_context(
                viewport=size, color_scheme=scheme, storage_state=state, has_touch=width < 500
            )  # type: ignore[arg-type]
            yield context.new_page(), f"{width}-{scheme}"
            context.close()


def _signed_in(chromium: Browser, desk: Desk) -> str:
    context = chromium.new_context()
    page = context.new_page()
    page.goto(desk.link)
    page.screenshot(path=str(desk.data.parent / "sign-in.png"))
    page.locator("form button").first.click()
    page.wait_for_load_state()
    state = str(desk.data.parent / "state.json")
    context.storage_state(path=state)
    context.close()
    return state


def _take(page: Page, desk: Desk, folder: Path, tag: str) -> list[str]:
    bad = []
    for screen in SCREENS:
        answer = page.goto(desk.url + screen.path)
        if answer is None or (answer.status >= 400 and screen.name != "not-found"):
            bad.append(f"{screen.path}: {answer.status if answer else 'no answer'}")
        for key in screen.keys:
            page.keyboard.press(key)
        _picture(page, folder / f"{screen.name}-{tag}.png")
    page.goto(desk.url + "/inbox")
    page.get_by_text(STORY).first.click()
    page.wait_for_url("**/c/*")
    _picture(page, folder / f"conversation-{tag}.png")
    here = page.url.partition("?")[0]
    for name in BESIDE:
        page.goto(f"{here}/{name}")
        _picture(page, folder / f"conversation-{name}-{tag}.png")
    page.goto(here)
    page.goto(desk.url + (page.locator("a[href^='/customers/']").first.get_attribute("href") or ""))
    _picture(page, folder / f"customer-{tag}.png")
    return bad


def _picture(page: Page, path: Path) -> None:
    page.wait_for_load_state("load")
    page.wait_for_timeout(400)  # frames size themselves once their pictures are there
    page.screenshot(path=str(path))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="bin/shots", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("shots"))
    sys.exit(main(parser.parse_args().folder.resolve()))
