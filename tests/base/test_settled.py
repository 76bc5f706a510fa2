"""Templates hold what never changes: words, signs, loops over constants; and still say what Jinja would say."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest
from django.utils import translation
from markupsafe import Markup, escape

from makegood.base.settled import Environment, shown
from makegood.base.words import filled

WORDS = {"en": {"Close": "Close", "Open & shut": "Open & shut"}, "de": {"Close": "Schließen", "Open & shut": "<Auf>"}}


class Asked:
    """Counts how often a word is looked up."""

    def __init__(self) -> None:
        self.times = 0

    def word(self, message: str) -> Markup:
        self.times += 1
        return Markup(WORDS[translation.get_language() or "en"][message])  # noqa: S704 - our own words

    def page(self, source: str, **values: Any) -> str:
        return self.environment({"page": source}).get_template("page").render(values)

    def environment(self, pages: dict[str, str]) -> Environment:
        env = Environment(autoescape=True, loader=jinja2.DictLoader(pages), undefined=jinja2.StrictUndefined)
        env.globals.update(_=self.word)
        env.settled = {"_": self.word}
        return env


def test_a_word_is_looked_up_when_the_page_is_compiled() -> None:
    asked = Asked()
    template = asked.environment({"page": "{{ _('Close') }}{% if _('Close') %}!{% endif %}"}).get_template("page")
    assert asked.times == 2
    assert [template.render(), template.render()] == ["Close!", "Close!"]
    assert asked.times == 2


def test_each_language_has_its_own_words_in_whatever_is_included() -> None:
    env = Asked().environment({"page": "{{ _('Close') }} {% include 'part' %}", "part": "{{ _('Close') }}"})
    said = []
    for language in ("en", "de", "en"):
        with translation.override(language):
            said.append(env.get_template("page").render())
    assert said == ["Close Close", "Schließen Schließen", "Close Close"]


def test_a_word_that_is_chosen_on_the_page_is_looked_up_there() -> None:
    asked = Asked()
    assert asked.page("{{ _(word) }}", word="Close") == "Close"


def test_words_with_values_are_settled_and_their_values_escaped() -> None:
    env = Asked().environment({"page": "{{ _('to %(name)s', name=name) }} {{ _('%(n)d late', n=n) }}"})
    env.worded = {"_": {"to %(name)s": "an %(name)s", "%(n)d late": "%(n)d zu spät"}.__getitem__}
    env.filters["filled"] = filled
    template = env.get_template("page")
    assert template.render(name="<Eva>", n=2) == "an &lt;Eva&gt; 2 zu spät"
    assert template.render(name=Markup("<b>Mo</b>"), n=3) == "an <b>Mo</b> 3 zu spät"


LOOPS = [
    ("{% for a in ('x', 'y') %}{{ a }}{{ b }}{% endfor %}", "x<1>y<1>".replace("<1>", "&lt;1&gt;")),
    ("{% for a, w in (('x', _('Close')), ('y', _('Open & shut'))) %}{{ a }}={{ w }};{% endfor %}", None),
    ("{% for a in ('x', 'y') %}{% if a == c %}{{ a }}{% else %}-{% endif %}{% endfor %}", "-y"),
    ("{% for a in ('x', 'y') %}{{ loop.index }}{{ a }}{% endfor %}", "1x2y"),
    ("{% for a in ('x', 'y') %}{% set d = a %}{{ d }}{% endfor %}", "xy"),
    ("{% for a in ('x', 'y') %}{% for e in f %}{{ a }}{{ e }}{% endfor %}{% endfor %}", "x1x2y1y2"),
    ("{% for a in ('x', 'y') if a == c %}{{ a }}{% else %}none{% endfor %}", "y"),
    ("{% for a in f %}{{ a }}{% endfor %}", "12"),
    ("{% set a = 'before' %}{% for a in ('x',) %}{{ a }}{% endfor %}{{ a }}", "xbefore"),
    ("{{ 'x' if c == 'y' }}{{ 'x' if c == 'z' }}", "x"),
    ("{{ g.h }}{{ g.none is defined }}{{ g.none|default('-') }}{{ c.none is defined }}", "7False-False"),
    ("{{ 1.real }}{{ f.count(2) }}{{ g.items()|length }}{{ g.keys is callable }}", "111True"),
]


@pytest.mark.parametrize(("source", "said"), LOOPS)
def test_a_page_says_what_jinja_says(source: str, said: str | None) -> None:
    asked = Asked()
    values = {"b": "<1>", "c": "y", "f": [1, 2], "g": {"h": 7}}
    plain = jinja2.Environment(autoescape=True)
    plain.globals.update(_=asked.word)
    expected = plain.from_string(source).render(values)
    assert asked.page(source, **values) == expected
    assert said in (None, expected)


class Html:
    def __html__(self) -> str:
        return "<hr>"


@pytest.mark.parametrize(
    "value",
    ["a", '<a href="\'">&', Markup("<b>"), 12, -1.5, None, True, Html(), ["<"], b"<", translation.gettext_lazy],
)
def test_what_is_shown_is_escaped_as_everywhere(value: Any) -> None:
    assert shown(value) == escape(value)
