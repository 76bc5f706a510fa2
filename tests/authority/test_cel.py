"""What docs/authority.md promises of CEL, held to the standard: by its own examples and to its own evaluator."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from makegood.authority.conditions.library import Reader, Wrong
from makegood.authority.conditions.running import Run
from makegood.authority.conditions.values import Unknown
from makegood.authority.conditions.walking import compiled
from makegood.clocks.hours import ALWAYS

AT = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
FACTS: dict[str, Any] = {
    "i": Decimal(7),
    "d": Decimal("1.5"),
    "s": "héllo",
    "b": True,
    "t": AT,
    "xs": [Decimal(1), Decimal(2), Decimal(3)],
    "words": ["a", "b"],
    "m": {"k": Decimal(1), "inner": {"z": "y"}},
    "none": [],
}
READER = Reader({name: "anything" for name in FACTS} | {"gone": "anything"})
ERROR = Unknown


def walked(text: str) -> Any:
    return compiled(READER.read(text))(Run(dict(FACTS), {}, AT, UTC, ALWAYS), {})


TRUE = """
1 == 1
1 != 2
"a" == "a"
"a" != "b"
[1, 2] == [1, 2]
[1, 2] != [2, 1]
{"a": 1} == {"a": 1}
{"a": 1, "b": 2} == {"b": 2, "a": 1}
{"a": 1} != {"a": 2}
[] == []
true != false
1 < 2
2 <= 2
2.5 > 2
3 >= 2.999
-1 < 0
"a" < "b"
"A" < "a"
"a" < "aa"
timestamp("2026-01-01T00:00:00Z") < timestamp("2026-01-02T00:00:00Z")
duration("60s") == duration("1m")
duration("1h30m") > duration("89m")
1 + 2 == 3
0.1 + 0.2 == 0.3
5 - 7 == -2
2 * 3 == 6
7 / 2 == 3
-7 / 2 == -3
7 % 3 == 1
-7 % 3 == -1
i / 2 == 3.5
7.0 / 2.0 == 3.5
1 + 2 * 3 == 7
(1 + 2) * 3 == 9
10 - 2 - 3 == 5
100 / 10 / 2 == 5
-(3) == -3
--3 == 3
"a" + "b" == "ab"
[1] + [2] == [1, 2]
t + duration("1h") > t
t - duration("1h") < t
t - timestamp("2026-05-04T10:00:00Z") == duration("30m")
duration("1h") + duration("30m") == duration("90m")
true && true
!(true && false)
false || true
!(false || false)
!false
!!true
true || gone == 1
gone == 1 || true
!(false && gone == 1)
!(gone == 1 && false)
true || false && false
(1 == 1) ? true : false
!(1 == 2 ? true : false)
1 == 1 ? 2 == 2 : gone == 1
false ? gone == 1 : true
1 in [1, 2, 3]
!(4 in [1, 2, 3])
"k" in m
!("x" in m)
"a" in words
!(1 in [])
xs[0] == 1
xs[2] == 3
m.k == 1
m["k"] == 1
m.inner.z == "y"
m["inner"]["z"] == "y"
m.inner["z"] == "y"
{"a": {"b": 2}}.a.b == 2
{1: "one"}[1] == "one"
{true: "yes"}[true] == "yes"
has(m.k)
!has(m.x)
has(m.inner.z)
!has(m.inner.y)
!has(gone.x)
size("") == 0
size("héllo") == 5
"héllo".size() == 5
size([1, 2]) == 2
[1, 2].size() == 2
size({"a": 1}) == 1
{"a": 1}.size() == 1
xs.all(x, x > 0)
!xs.all(x, x > 1)
none.all(x, x > 1)
xs.exists(x, x == 2)
!xs.exists(x, x == 9)
!none.exists(x, true)
xs.exists_one(x, x == 2)
!xs.exists_one(x, x > 1)
!none.exists_one(x, true)
xs.filter(x, x > 1) == [2, 3]
xs.map(x, x * 2) == [2, 4, 6]
xs.map(x, x > 1, x * 2) == [4, 6]
m.all(k, size(k) > 0)
m.exists(k, k == "inner")
xs.filter(x, x > 1).map(x, x + 1).exists(x, x == 4)
xs.all(x, words.exists(w, w == "a"))
xs.all(x, x > 0 || gone == 1)
xs.exists(x, x == 2 || gone == 1)
"héllo".startsWith("hé")
"héllo".endsWith("lo")
"héllo".contains("éll")
!"héllo".contains("x")
"".contains("")
"abc".matches("^a.c$")
"abcabc".matches("bc")
!"abc".matches("^b")
"ABC".lowerAscii() == "abc"
"abc".upperAscii() == "ABC"
"HÉ".lowerAscii() == "hÉ"
" a ".trim() == "a"
"a,b".split(",") == ["a", "b"]
"a,b,c".split(",", 2) == ["a", "b,c"]
["a", "b"].join("-") == "a-b"
"banana".replace("a", "o") == "bonono"
"banana".replace("a", "o", 1) == "bonana"
"abcd".substring(1) == "bcd"
"abcd".substring(1, 3) == "bc"
"banana".indexOf("an") == 1
"banana".indexOf("x") == -1
"abc".charAt(1) == "b"
'single' == "single"
"tab\\t" == "tab\\u0009"
r"\\d" == "\\\\d"
"\\u00e9" == "é"
"😀".size() == 1
int("5") == 5
int(5.9) == 5
double("1.5") == 1.5
string(5) == "5"
string(true) == "true"
string("a") == "a"
int(timestamp("1970-01-01T00:01:00Z")) == 60
timestamp("2026-05-04T10:30:00Z") == t
timestamp("2026-05-04T12:30:00+02:00") == t
timestamp("2026-02-28T23:00:00Z") + duration("2h") == timestamp("2026-03-01T01:00:00Z")
t.getFullYear() == 2026
t.getMonth() == 4
t.getDate() == 4
t.getDayOfMonth() == 3
t.getDayOfWeek() == 1
t.getDayOfYear() == 123
t.getHours() == 10
t.getMinutes() == 30
t.getSeconds() == 0
t.getHours("Europe/Berlin") == 12
t.getHours("+05:30") == 16
t.getDate("Pacific/Auckland") == 4
duration("90m").getHours() == 1
duration("90m").getMinutes() == 90
duration("1.5s").getSeconds() == 1
m.?k.orValue(0) == 1
m.?x.orValue(0) == 0
m.?x.orValue("") == ""
gone.?x.orValue(true)
m.?inner.?z.orValue("") == "y"
m.?inner.?q.orValue("n") == "n"
m.?k.hasValue()
!m.?x.hasValue()
i == 7
i > 6.5
d * 2 == 3
d + i == 8.5
1000000000000 * 1000000 == 1000000000000000000
0x10 == 16
.5 == 0.5
""".strip().splitlines()

NO_VALUE = """
1 / 0 == 1
1 % 0 == 1
gone == 1
gone.x == 1
m.x == 1
m["x"] == 1
m.inner.q == 1
xs[3] == 1
xs[-1] == 1
xs[0.5] == 1
s > i
s + i == "x"
b + 1 == 2
-s == "x"
!i
i && b
i ? true : false
s in i
size(i) == 1
xs.all(x, x.y == 1)
xs.map(x, gone)[0] == 1
i.filter(x, true) == []
s.k == 1
int(s) == 1
double(s) == 1.0
timestamp(s) == t
duration(s) == duration("1s")
t + t == t
t + 1 == t
9223372036854775807 + 1 == 0
s.charAt(99) == "x"
s.substring(9) == "x"
s.matches("(") == true
true && gone == 1
false || gone == 1
gone == 1 ? true : false
xs.exists(x, gone == 1)
xs.all(x, gone == 1)
""".strip().splitlines()


@pytest.mark.parametrize("text", TRUE)
def test_it_holds(text: str) -> None:
    assert walked(text) is True


@pytest.mark.parametrize("text", NO_VALUE)
def test_an_error_of_cel_is_unknown_here(text: str) -> None:
    assert isinstance(walked(text), Unknown)


ON_PURPOSE = frozenset(
    {
        "0.1 + 0.2 == 0.3",  # exact decimals
        *("i / 2 == 3.5", "d * 2 == 3", "d + i == 8.5"),  # whole numbers and decimals mix; facts divide exactly
        *("gone.?x.orValue(true)", "!has(gone.x)"),  # below what is missing nothing is there
        "t.getDayOfYear() == 123",
    }
)


def by_the_library(text: str) -> Any:
    from cel_expr_python import cel
    from cel_expr_python.ext import ext_optional, ext_strings

    facts = {name: _as_given(value) for name, value in FACTS.items()}
    extensions = [ext_optional.ExtOptional(), ext_strings.ExtStrings()]
    types = {**dict.fromkeys((*FACTS, "gone"), cel.Type.DYN), "t": cel.Type.TIMESTAMP}
    environment = cel.NewEnv(variables=types, extensions=extensions)
    answer = environment.compile(text).eval(data=facts)
    return ERROR if answer.type().name() == "ERROR" else answer.plain_value()


def _as_given(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, dict):
        return {key: _as_given(one) for key, one in value.items()}
    return [_as_given(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize("text", [text for text in TRUE if text not in ON_PURPOSE and "." not in text.split('"')[0]])
def test_the_standards_own_evaluator_agrees(text: str) -> None:
    assert by_the_library(text) is True


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 == 1.0", "both with a point"),
        ('1 != "1"', "a number and a text"),
        ("[1.0, 2.0] == [1, 2]", "a list and a list"),
        ("1.0 in [1, 2]", "a number and a list"),
        ("1e3 == 1000", "both with a point"),
        ("b == null", "has"),
        ("1 == 1 &&", "too early"),
        ("1u == 1u", "unsigned"),
        ("type(i) == int", "cannot be used"),
        ("dyn(i) == 1", "dyn"),
        ("b'a' == s", "bytes"),
        ("cel.bind(x, 1, x == 1)", "Nothing here is named"),
        ("{'a': 1, ?'b': m.?b}.size() == 1", "question mark"),
        ("[?m.?b].size() == 0", "question mark"),
    ],
)
def test_what_the_docs_do_not_promise_is_refused_when_it_is_read(text: str, words: str) -> None:
    with pytest.raises(Wrong, match=words):
        READER.read(text)


def test_values_keep_their_kind() -> None:
    assert walked("t + duration('1h')") == AT + timedelta(hours=1)
    assert walked("d + 1") == Decimal("2.5")
    assert walked("xs.map(x, x + 0.5)") == [Decimal("1.5"), Decimal("2.5"), Decimal("3.5")]
