"""Every change to stories."""

from makegood.stories.acts.commenting import let_in, say, take_back, turn_away
from makegood.stories.acts.ending import erase_old, withdraw
from makegood.stories.acts.mailing import mail_failed, mail_sent
from makegood.stories.acts.moderating import decline, keep_own, propose, publish
from makegood.stories.acts.naming import answer_name, ask_name, hide_name, show_name
from makegood.stories.acts.reminding import remind
from makegood.stories.acts.settings import add_topic, change_wall, remove_topic
from makegood.stories.acts.telling import Said, Tap, agree, ask, offer, reword, send

__all__ = [
    "Said",
    "Tap",
    "add_topic",
    "agree",
    "answer_name",
    "ask",
    "ask_name",
    "change_wall",
    "decline",
    "erase_old",
    "hide_name",
    "keep_own",
    "let_in",
    "mail_failed",
    "mail_sent",
    "offer",
    "propose",
    "publish",
    "remind",
    "remove_topic",
    "reword",
    "say",
    "send",
    "show_name",
    "take_back",
    "turn_away",
    "withdraw",
]
