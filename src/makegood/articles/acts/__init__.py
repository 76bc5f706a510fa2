"""Every change to articles and saved replies."""

from makegood.articles.acts.common import Between
from makegood.articles.acts.enclosing import enclose, take_out
from makegood.articles.acts.going import bring_along, put_with, take_off
from makegood.articles.acts.learning import learn
from makegood.articles.acts.publishing import drop_category, publish, sort, take_down
from makegood.articles.acts.saved import Saved, change, put_away, save, take, take_in, want_help
from makegood.articles.acts.saved import put_back as put_reply_back
from makegood.articles.acts.telling import say
from makegood.articles.acts.writing import arrange, begin, put_back, translate, write

__all__ = [
    "Between",
    "Saved",
    "arrange",
    "begin",
    "bring_along",
    "change",
    "drop_category",
    "enclose",
    "learn",
    "publish",
    "put_away",
    "put_back",
    "put_reply_back",
    "put_with",
    "save",
    "say",
    "sort",
    "take",
    "take_down",
    "take_in",
    "take_off",
    "take_out",
    "translate",
    "want_help",
    "write",
]
