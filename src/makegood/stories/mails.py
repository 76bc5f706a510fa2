"""What a teller is written: why, what they can do, and the link by which they take it back at any time."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from makegood.people.models import Mailbox
from makegood.people.queries import company, mailboxes
from makegood.stories import queries
from makegood.stories.models import Letter, State, StoryMail

FITS: dict[str, frozenset[State]] = {
    Letter.ASK: frozenset({State.TELLER}),
    Letter.CONFIRM: frozenset({State.TELLER}),
    Letter.PROPOSAL: frozenset({State.PROPOSED}),
    Letter.PUBLISHED: frozenset({State.PUBLISHED}),
    Letter.DECLINED: frozenset({State.DECLINED}),
}


@dataclass(frozen=True, slots=True)
class ToTeller:
    """A mail to a teller, in their language."""

    mailbox: Mailbox
    address: str
    subject: str
    text: str


def to_teller(mail: StoryMail, *, origin: str) -> ToTeller | None:
    """The mail; None when there is no mailbox to write from. `origin`: the desk's address on the web."""
    story = mail.story
    mailbox = story.conversation.mailbox if story.conversation else None
    mailbox = mailbox or next((one for one in mailboxes() if one.is_active), None)
    if mailbox is None:
        return None
    house = company()
    said = {"house": house.name if house else mailbox.name or mailbox.address, "title": _title(mail)}
    with translation.override(story.language if story.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE):
        page = f"{origin}/stories/mine/{queries.token_of(story)}"
        parts = [*_words(mail, said, page, f"{origin}/stories/{story.pk}")]
        if mail.letter in (Letter.PROPOSAL, Letter.PUBLISHED):
            parts.append(_("Take it back with one tap, at any time, here:") + f"\n{page}")
        return ToTeller(mailbox, story.address, SUBJECTS[Letter(mail.letter)]() % said, "\n\n".join(parts) + "\n")


def is_needed(mail: StoryMail) -> bool:
    """Whether what it says is still so."""
    return mail.story.state in FITS[mail.letter] and bool(mail.story.address)


SUBJECTS = {
    Letter.ASK: lambda: _("May we show others what you told us? %(house)s"),
    Letter.CONFIRM: lambda: _("Your story for %(house)s: please look at it once more"),
    Letter.PROPOSAL: lambda: _("Your story: may we change a few words? %(house)s"),
    Letter.PUBLISHED: lambda: _("Your story is on our wall: “%(title)s”"),
    Letter.DECLINED: lambda: _("About your story for %(house)s"),
}


def _title(mail: StoryMail) -> str:
    return " ".join(queries.plain_title(mail.story.title, queries.masks_of(mail.story), mail.story.language).split())


def _words(mail: StoryMail, said: dict[str, str], page: str, shown: str) -> list[str]:
    match mail.letter:
        case Letter.ASK:
            asks = mail.story.asked_by
            who = asks.name.partition(" ")[0] if asks else said["house"]
            likes = _("you told us how it went. %(who)s thinks that others would be glad to read it.") % {"who": who}
            may = _(
                "May we show it on our wall of stories, without names and private data? You see first how it looks."
            )
            none = _("If you do nothing, nothing is shown, and we do not ask again.")
            return [_("Hello,"), f"{likes} {may}", _("Read it, and choose:") + f"\n{page}", none]
        case Letter.CONFIRM:
            sent = _("somebody sent a story with your address to %(house)s.") % said
            look = _("If it was you, look at it once more and say yes, and we read it. Before that nobody does.")
            none = _(
                "If it was not you, do nothing: it is erased after a month. On the same page you can erase it now."
            )
            return [_("Hello,"), f"{sent} {look}", _("Look at it here:") + f"\n{page}", none]
        case Letter.PROPOSAL:
            like = _("thank you for your story “%(title)s”. We would like to show it with a few words changed.") % said
            only = _("We do so only if you say yes. You can also keep your own words. What would be different:")
            return [_("Hello,"), f"{like} {only}\n{page}"]
        case Letter.PUBLISHED:
            return [_("Hello,"), _("your story “%(title)s” is on our wall now. Thank you.") % said + f"\n{shown}"]
        case _:
            again = _("What you told us is on this page until you take it back, or for three months:")
            return [_("Hello,"), mail.story.why, f"{again}\n{page}"]
