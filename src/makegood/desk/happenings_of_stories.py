"""What became of a customer's story, in one sentence each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from makegood.conversations.queries import Happening

if TYPE_CHECKING:
    from makegood.desk.happenings import Names

Sentence = Callable[[Happening, "Names"], str]


def _asked(happening: Happening, names: Names) -> str:
    return _("asked whether we may publish what they told us")


def _told(happening: Happening, names: Names) -> str:
    return "\0" + _("The customer lets us publish their story")


def _published(happening: Happening, names: Names) -> str:
    return _("put their story on the wall") if happening.by else "\0" + _("Their story is on the wall")


def _withdrawn(happening: Happening, names: Names) -> str:
    return "\0" + _("The customer took their story back")


STORIES: dict[str, tuple[str, Sentence]] = {
    "story.asked": ("quote", _asked),
    "story.told": ("quote", _told),
    "story.published": ("quote", _published),
    "story.withdrawn": ("undo", _withdrawn),
}
