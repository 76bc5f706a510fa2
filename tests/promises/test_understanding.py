"""What we type is understood as a promise only when it is one, and by the time that it names."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from makegood.clocks.hours import Hours
from makegood.promises.understanding import understood

ZONE = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 19, 11, 42, tzinfo=ZONE)  # a Thursday
NINE_TO_SIX = Hours("Europe/Paris", ((((9 * 60), (18 * 60)),),) * 5 + ((((10 * 60), (16 * 60)),), ()))


def by(text: str) -> list[tuple[str, str]]:
    found = understood(text, now=NOW, zone=ZONE, hours=NINE_TO_SIX)
    return [(one.what, f"{one.due_at.astimezone(ZONE):%a %d %b %H:%M}") for one in found]


PROMISES = [
    ("I'll call you tomorrow before noon.", "I'll call you", "Fri 20 Nov 12:00"),
    ("I’ll call you tomorrow before noon", "I'll call you", "Fri 20 Nov 12:00"),
    ("I will ring you back today at 5pm.", "I will ring you back", "Thu 19 Nov 17:00"),
    ("We will send it by Friday.", "We will send it", "Fri 20 Nov 18:00"),
    ("We'll send the new lid by Monday noon.", "We'll send the new lid", "Mon 23 Nov 12:00"),
    ("You'll hear from us within two days.", "You'll hear from us", "Sat 21 Nov 16:00"),
    ("You will hear from me by tomorrow 12:00.", "You will hear from me", "Fri 20 Nov 12:00"),
    ("I'll get back to you this afternoon.", "I'll get back to you", "Thu 19 Nov 18:00"),
    ("I'll let you know by the end of the week.", "I'll let you know", "Fri 20 Nov 18:00"),
    ("We are going to refund the €20 within 3 working days.", "We are going to refund the €20", "Mon 23 Nov 18:00"),
    ("I'll look into this and write to you by 4.", "I'll look into this and write to you", "Thu 19 Nov 16:00"),
    ("I will call you on 24 November at 10:30.", "I will call you", "Tue 24 Nov 10:30"),
    ("I will write to you before December 3rd.", "I will write to you", "Wed 02 Dec 18:00"),
    ("We'll deliver it next Thursday.", "We'll deliver it", "Thu 26 Nov 18:00"),
    ("Your order will be shipped on Monday.", "Your order will be shipped", "Mon 23 Nov 18:00"),
    ("It will be with you by Saturday.", "It will be with you", "Sat 21 Nov 16:00"),
    ("Thanks for your mail, I'll check and reply within the hour.", "I'll check and reply", "Thu 19 Nov 12:42"),
    ("I'll phone you in half past nonsense, tomorrow at half past ten.", None, "Fri 20 Nov 10:30"),
    ("I promise to send the invoice tomorrow.", "I promise to send the invoice", "Fri 20 Nov 18:00"),
    ("We will certainly repair it by 2026-11-25.", "We will certainly repair it", "Wed 25 Nov 18:00"),
    ("I'm sending the parts tomorrow morning.", "I'm sending the parts", "Fri 20 Nov 12:00"),
    ("I'll call you tomorrow between 2 and 4.", "I'll call you", "Fri 20 Nov 16:00"),
    ("I'll call you tomorrow after 3.", "I'll call you", "Fri 20 Nov 18:00"),
    ("I'll call you the day after tomorrow at noon.", "I'll call you", "Sat 21 Nov 12:00"),
    ("We will have it ready by 17:30 today.", "We will have it ready", "Thu 19 Nov 17:30"),
    ("Expect a call from me by Monday 10 am.", "Expect a call from me", "Mon 23 Nov 10:00"),
    ("I'll be in touch next week.", "I'll be in touch", "Fri 27 Nov 18:00"),
    ("I'll email you in 20 minutes.", "I'll email you", "Thu 19 Nov 12:02"),
    ("You will receive the refund by the end of the month.", "You will receive the refund", "Mon 30 Nov 18:00"),
    ("Ich rufe Sie morgen vor 12 Uhr an.", "Ich rufe Sie an", "Fri 20 Nov 12:00"),
    ("Ich rufe Sie morgen vor zwölf an.", "Ich rufe Sie an", "Fri 20 Nov 12:00"),
    ("Ich rufe Sie morgen um drei Uhr zurück.", "Ich rufe Sie zurück", "Fri 20 Nov 15:00"),
    ("Ich rufe Sie morgen um 3 Uhr an.", "Ich rufe Sie an", "Fri 20 Nov 15:00"),
    ("I'll call you tomorrow at 3:30.", "I'll call you", "Fri 20 Nov 15:30"),
    ("I'll call you tomorrow before twelve.", "I'll call you", "Fri 20 Nov 12:00"),
    ("I'll call you tomorrow at three o'clock.", "I'll call you", "Fri 20 Nov 15:00"),
    ("I'll send the plates one by one tomorrow.", "I'll send the plates one by one", "Fri 20 Nov 18:00"),
    ("I'll get back to you before the weekend.", "I'll get back to you", "Fri 20 Nov 18:00"),
    ("You will hear from me by Monday 30 November, 12:00.", "You will hear from me", "Mon 30 Nov 12:00"),
    ("I'll call you on Tuesday, November 24, at 10:30.", "I'll call you", "Tue 24 Nov 10:30"),
    ("Sie hören bis Montag, 30. November, 12:00 von mir.", "Sie hören von mir", "Mon 30 Nov 12:00"),
    ("Ich rufe Sie am Dienstag, den 24.11., an.", None, "Tue 24 Nov 18:00"),
    ("Ich melde mich bis Freitag.", "Ich melde mich", "Fri 20 Nov 18:00"),
    ("Wir schicken Ihnen den Deckel bis Montag um 17 Uhr.", "Wir schicken Ihnen den Deckel", "Mon 23 Nov 17:00"),
    ("Sie hören innerhalb von zwei Tagen von uns.", "Sie hören von uns", "Sat 21 Nov 16:00"),
    ("Morgen Vormittag rufe ich Sie zurück.", "Rufe ich Sie zurück", "Fri 20 Nov 12:00"),
    ("Wir werden das bis übermorgen klären.", "Wir werden das klären", "Sat 21 Nov 16:00"),
    ("Bis Ende der Woche senden wir Ihnen die Rechnung.", "Senden wir Ihnen die Rechnung", "Fri 20 Nov 18:00"),
    ("Ich gebe Ihnen heute Nachmittag Bescheid.", "Ich gebe Ihnen Bescheid", "Thu 19 Nov 18:00"),
    ("Sie bekommen am 24. November eine Antwort.", "Sie bekommen eine Antwort", "Tue 24 Nov 18:00"),
    ("Wir erstatten den Betrag innerhalb von 3 Werktagen.", "Wir erstatten den Betrag", "Mon 23 Nov 18:00"),
    ("Ich schreibe dir heute bis 17:30 Uhr.", "Ich schreibe dir", "Thu 19 Nov 17:30"),
]


@pytest.mark.parametrize(("text", "what", "due"), PROMISES, ids=[text for text, *_ in PROMISES])
def test_a_promise_is_understood(text: str, what: str | None, due: str) -> None:
    [(said, when)] = by(text)
    assert when == due
    assert what is None or said == what


NO_PROMISES = [
    "Good morning Eva, thank you for your mail.",
    "I called you yesterday at 5.",
    "We can't send it by Friday.",
    "We cannot promise that it arrives tomorrow.",
    "I will not be able to call you tomorrow.",
    "I won't call before noon.",
    "Will you be at home tomorrow before noon?",
    "Shall I call you tomorrow?",
    "I'll call you soon.",
    "We'll send it as soon as possible, tomorrow at the earliest.",
    "We will be closed tomorrow.",
    "I'll be on holiday until Monday.",
    "I hope to call you tomorrow.",
    "I'll try to call you tomorrow.",
    "If it arrives tomorrow, I'll call you.",
    "I'll call you tomorrow if the part arrives.",
    "Maybe we will send it by Friday.",
    "We might send it on Monday.",
    "Please call us by Friday.",
    "You will need to send it back by Friday.",
    "You wrote that you will call us tomorrow.",
    "We usually answer within two days.",
    "> I'll call you tomorrow before noon.",
    "The sale ends on Friday at noon.",
    "I would send it tomorrow.",
    "I'll call you.",
    "I'll call you today at 9:00 am.",  # it is past that
    "Unfortunately we will not deliver on Saturday.",
    "Ich rufe Sie an.",
    "Guten Morgen, ich schreibe Ihnen wegen der Lampe.",
    "Bitte rufen Sie uns bis Freitag an.",
    "Wir können es leider nicht bis Montag schicken.",
    "Wenn es morgen kommt, rufe ich Sie an.",
    "Vielleicht schicken wir es morgen.",
    "Wir haben morgen geschlossen.",
    "Haben Sie morgen Zeit?",
    "Ich versuche, Sie morgen anzurufen.",
    "Wir sind ab Montag wieder da.",
    "Rufen Sie uns morgen an.",
]


@pytest.mark.parametrize("text", NO_PROMISES)
def test_what_is_no_promise_is_left_alone(text: str) -> None:
    assert by(text) == []


def test_two_in_one_letter_and_none_twice() -> None:
    text = "Dear Eva,\n\nI'll call you tomorrow before noon, and we will send the lid by Monday.\nI'll call you at 2."
    assert by(text) == [("I'll call you", "Fri 20 Nov 12:00"), ("We will send the lid", "Mon 23 Nov 18:00")]


def test_always_open_a_day_ends_at_six_and_night_is_another_day_elsewhere() -> None:
    late = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)  # in Paris it is Friday already
    [offer] = understood("I'll call you tomorrow.", now=late, zone=ZONE)
    assert offer.due_at == datetime(2026, 11, 21, 17, 0, tzinfo=UTC)


def test_clocks_change_and_noon_stays_noon() -> None:
    before = datetime(2026, 10, 24, 9, 0, tzinfo=UTC)
    [offer] = understood("I'll call you tomorrow at noon.", now=before, zone=ZONE)
    assert offer.due_at == datetime(2026, 10, 25, 11, 0, tzinfo=UTC)
