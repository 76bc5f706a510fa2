"""How times are written, in English and German: the expressions that moments.py reads."""

from __future__ import annotations

import re

NUMBERS = {
    word: number
    for number, words in enumerate(
        (
            "", "one a an ein eine einer einem einen", "two zwei", "three drei", "four vier", "five fünf", "six sechs",
            "seven sieben", "eight acht", "nine neun", "ten zehn", "eleven elf", "twelve zwölf",
        )
    )
    for word in words.split()
}  # fmt: skip
N = rf"(\d{{1,2}}|{'|'.join(NUMBERS)})"
SPELT = "|".join(word for word, number in NUMBERS.items() if number > 1)  # "one by one" is no time
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon montag", "tuesday tue tues dienstag", "wednesday wed mittwoch", "thursday thu thurs donnerstag",
            "friday fri freitag", "saturday sat samstag sonnabend", "sunday sonntag",
        )
    )
    for name in names.split()
}  # fmt: skip
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar", "february feb februar", "march mar märz", "april apr", "may mai", "june jun juni",
            "july jul juli", "august aug", "september sept sep", "october oct oktober okt", "november nov",
            "december dec dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAY = "|".join(sorted(WEEKDAYS, key=len, reverse=True))
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))

SPAN = re.compile(
    rf"\b(?:with)?in(?:nerhalb(?: von)?)?(?: the| the next| den nächsten| der nächsten)?\s+{N}\s+"
    r"(minutes?|mins?|minuten?|hours?|stunden?|working days?|business days?|werktagen?|arbeitstagen?|"
    r"days?|tagen?|weeks?|wochen?)\b"
)
THE_HOUR = re.compile(r"\bwithin the hour\b|\binnerhalb der nächsten stunde\b")
THE_DAY = re.compile(r"\bwithin the day\b|\bby the end of (?:the |this )?day\b|\bby close of business\b|\bby cob\b")
END_OF = re.compile(
    r"\b(?:by |until |at )?(?:the )?end of (?:the |this |next )?(week|month)\b|"
    r"\bbis (?:zum )?ende (?:der|dieser) (woche)\b|\b(?:bis (?:zum )?)?(monats|wochen)ende\b|"
    r"\b(?:before|by) the (week)end\b|\bende (?:der|dieser|nächster) (woche)\b|\b(?:this|diese) (week|woche)\b"
)
NEXT_WEEK = re.compile(r"\b(?:early |sometime )?next week\b|\bnächste(?:r|n)? woche\b")
ISO = re.compile(r"\b(20\d\d)-(\d\d)-(\d\d)\b")
ITS_DAY = rf"(?:\b(?:{WEEKDAY}),?\s+(?:the\s+|den\s+|dem\s+)?)?"  # "Monday 30 November"
DATE = re.compile(
    rf"{ITS_DAY}\b(\d{{1,2}})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?({MONTH})\b\.?|{ITS_DAY}\b({MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b|"
    rf"{ITS_DAY}\b(\d{{1,2}})\.\s?(\d{{1,2}})\.(?:\d{{2,4}})?"
)
RELATIVE = (
    (re.compile(r"\b(?:the )?day after tomorrow\b|\bübermorgen\b"), 2),
    (re.compile(r"\btomorrow\b|(?<!guten )\bmorgen\b(?! früh\w+)"), 1),
    (re.compile(r"\btoday\b|\bheute\b|\bthis (?=morning|afternoon|evening)|\btonight\b"), 0),
)
ON_WEEKDAY = re.compile(
    rf"\b(next |this |coming |nächsten |kommenden |diesen )?({WEEKDAY})(?:s|\b)"
    r"(?= |$|[,.!;:]|vormittag|nachmittag|abend|mittag)"
)

BETWEEN = re.compile(
    r"\b(?:between|zwischen)\s+(\d{1,2})(?:[:.]\d\d)?(?:\s*uhr)?\s+(?:and|und)\s+"
    r"(\d{1,2})(?:[:.](\d\d))?\s*(am|pm|uhr)?\b"
)
CLOCK = re.compile(r"\b(\d{1,2})[:.h](\d{2})\s*(a\.?m\.?|p\.?m\.?|uhr)?(?!\d)")
HOUR = re.compile(rf"\b{N}\s*(a\.?m\b\.?|p\.?m\b\.?|o'clock|uhr)")
BARE = re.compile(
    rf"\b(?:at|by|before|until|um|bis|vor|gegen|after|nach|ab)\s+(\d{{1,2}}|{SPELT})"
    r"(?=\s*(?:$|[,.!;])|\s+(?:on|tomorrow|today|morgen|heute|at the latest|an|zurück|bei ihnen)\b)"
)
HALF = re.compile(rf"\bhalf past {N}\b|\bhalb {N}\b")
PARTS: tuple[tuple[re.Pattern[str], int | None], ...] = (
    (re.compile(r"\b(?:12 )?noon\b|\bmidday\b|\b(?:before |by )?lunch(?:time)?\b|\bmittags?\b"), 12 * 60),
    (re.compile(r"\bmidnight\b|\bmitternacht\b"), 24 * 60),
    (re.compile(r"\bfirst thing(?: in the morning)?\b|\bin der früh\b"), 10 * 60),
    (re.compile(r"\b(?:in the |this )?morning\b|\bvormittags?\b|(?<=morgen )früh\b"), 12 * 60),
    (re.compile(r"\b(?:in the |this )?afternoon\b|\bnachmittags?\b"), None),
    (re.compile(r"\b(?:in the |this )?evening\b|\btonight\b|\babends?\b"), 20 * 60),
)
AFTER = re.compile(r"\b(?:after|nach|ab)\s+$")
BEFORE = re.compile(r"\b(?:before|vor)\s+(?:dem |the )?$")
