"""Whether a sentence says firmly that we will do something. Pure."""

from __future__ import annotations

import re

_MONTHS = "Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez"  # "am 24. November" ends no sentence
_ENDS = re.compile(rf"(?<=[.!?…])\s+(?!(?:{_MONTHS}))(?=[\"“„'(]?[A-ZÄÖÜ0-9])|\n+|;\s+")
_JOINS = re.compile(
    r"(?:,\s*|\s+)(?:and|und|but|aber|then|dann)\s+(?=(?:i|we|you|ich|wir|sie|du)(?:\s|'))"
    r"|,\s+(?=(?:i|we)(?:'ll|\s+will)\b)",
    re.IGNORECASE,
)

_DO = (
    "call ring phone telephone write email e-mail mail send ship post dispatch reply answer respond update check "
    "investigate refund replace repair fix deliver bring prepare confirm arrange organise organize book contact return "
    "credit transfer pay reimburse sort solve resolve exchange order reserve tell inform notify collect forward upload "
    "process issue finish complete"
).split()
_DOING = "calling ringing phoning writing emailing mailing sending shipping posting replying refunding".split()
_PHRASES = (
    r"get back to|come back to|be in touch|get in touch|let you know|look into|look at|look after|find out|follow up|"
    r"keep you (?:posted|updated|informed)|have (?:it|them|your|the|this|that|an?)\b|"
    r"get (?:it|them|this|that|your|the|an?)\b|give you|make sure|see to|take care of|put (?:it|them|this) right|"
    r"drop (?:it|them|you)|pick (?:it|them) up|try you again"
)
_SOFTLY = r"(?:\s+(?:then|also|certainly|definitely|gladly|personally|of course|both|all|just|now|surely|happily))*"
_WILL = rf"\b(?:i|we)\s*(?:'ll|\s+will|\s+shall|'m going to|\s+am going to|'re going to|\s+are going to){_SOFTLY}\s+"
_OURS = re.compile(rf"{_WILL}(?:{'|'.join(_DO)}|{_PHRASES})\b")
_MEANT = re.compile(rf"\b(?:i'm|i am|we're|we are)\s+(?:{'|'.join(_DOING)})\b")
_SWORN = re.compile(r"\b(?:i|we)\s+(?:promise|guarantee)\b")
_YOURS = re.compile(
    r"\byou(?:'ll|\s+will|\s+shall)\s+(?:definitely\s+|certainly\s+)?"
    r"(?:hear (?:back )?from (?:me|us)|get (?:it|them|a|an|the|your|my|our)\b|receive|"
    r"have (?:it|them|an answer|a reply|your|the|my|our|a)\b)"
)
_DONE = "sent shipped ready delivered there repaired fixed done refunded replaced dispatched posted yours back".split()
_IT = re.compile(
    rf"\b(?:it|they|this|that|(?:the|your|our|a|an)\s+(?:\w+\s+){{1,3}})\s*(?:'ll|will|shall)\s+"
    rf"(?:be (?:with you|in the post|on its way|on the way|(?:{'|'.join(_DONE)}))|arrive|ship|reach you|leave)\b"
)
_COMES = re.compile(r"\bexpect\s+(?:a|an|my|our)\s+(?:call|reply|answer|e?mail|letter|parcel)\b.*\bfrom (?:me|us)\b")

_TUN = (
    "rufe rufen melde melden schicke schicken sende senden schreibe schreiben liefere liefern bringe bringen gebe "
    "geben sage sagen kümmere kümmern erstatte erstatten überweise überweisen antworte antworten prüfe prüfen kläre "
    "klären "
    "informiere informieren repariere reparieren tausche tauschen ersetze ersetzen hole holen bestelle bestellen "
    "erledige erledigen versende versenden benachrichtige benachrichtigen komme kommen reserviere reservieren "
    "bestätige bestätigen verspreche versprechen"
).split()
_INFINITIVES = (
    "anrufen zurückrufen melden schicken senden schreiben liefern bringen geben sagen kümmern erstatten überweisen "
    "antworten prüfen klären informieren reparieren tauschen umtauschen austauschen ersetzen holen bestellen erledigen "
    "versenden verschicken benachrichtigen reservieren bestätigen zusenden zuschicken nachsehen zurückmelden"
).split()
_WIR = re.compile(rf"\b(?:ich|wir)\s+(?:{'|'.join(_TUN)})\b|\b(?:{'|'.join(_TUN)})\s+(?:ich|wir)\b")
_WERDEN = re.compile(rf"\b(?:ich werde|werde ich|wir werden|werden wir)\b.*\b(?:{'|'.join(_INFINITIVES)})\b")
_SIE = re.compile(
    r"\b(?:sie (?:hören|erhalten|bekommen|haben)|(?:hören|erhalten|bekommen|haben) sie|"
    r"du (?:hörst|erhältst|bekommst|hast)|(?:hörst|erhältst|bekommst|hast) du)\b"
)
_SIE_WHAT = re.compile(r"\b(?:von uns|von mir|erh[aä]lt|bekomm|haben|hast)")

COMMITMENTS = (_OURS, _MEANT, _SWORN, _YOURS, _IT, _COMES, _WIR, _WERDEN)

# What makes a sentence no promise: a denial, a condition, a hope, a question, a wish to others, what was.
_DOUBT = re.compile(
    r"\?\s*[\"”“']?\s*$|n't\b|\bas soon as\b|\bno longer\b|\btry to\b|\bneed to\b|\bwant(?:ed)? to\b|"
    r"\byou (?:said|wrote|told)\b|\bhope(?:fully)?\b|\bmay\b(?! \d)|\b(?:not|never|cannot|unable|if|unless|whether|"
    r"once|might|maybe|perhaps|possibly|probably|would|could|should|usually|normally)\b|"
    r"\bkein\w*\b|\bhoffen?\b|\bversuchen?\b|\bkönn(?:te|ten|en)\b|\bwürden?\b|\bsollten?\b|\bmöchten?\b|"
    r"\b(?:nicht|nie|leider|falls|wenn|sobald|sofern|ob|vielleicht|eventuell|wahrscheinlich|hoffentlich|kann|"
    r"normalerweise|dürfen)\b"
)
_WAS = re.compile(r"\b(?:yesterday|last (?:week|month|year|time)|gestern|letzte\w* (?:woche|monat|jahr))\b")


def clauses(text: str) -> list[str]:
    """The sentences of what is newly written, and their parts that have a subject of their own. Quotes are left out."""
    ours = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith(">"))
    straight = ours.replace("’", "'").replace("‘", "'").replace("\u00a0", " ")
    found = [part for sentence in _ENDS.split(straight) for part in _JOINS.split(sentence)]
    return [one for one in (" ".join(part.split()) for part in found) if 8 <= len(one) <= 300]


def commitment(clause: str) -> int | None:
    """Where in the clause we begin to promise something; None: nothing is promised."""
    said = clause.lower()
    if _DOUBT.search(said) or _WAS.search(said):
        return None
    starts = [found.start() for one in COMMITMENTS if (found := one.search(said))]
    sie = _SIE.search(said)
    if sie and _SIE_WHAT.search(said) and not said.startswith("bitte"):
        starts.append(sie.start())
    return min(starts, default=None)
