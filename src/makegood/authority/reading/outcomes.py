"""Answers in a policy's file: `allowed`, or `needs approval by manager`, or as two fields."""

from __future__ import annotations

from django.utils.translation import gettext as _

from makegood.authority.policy import WORDS, Answer, Outcome
from makegood.authority.reading.marks import Part

LIST = ", ".join(WORDS)


def read_outcome(part: Part, roles: tuple[str, ...], by: Part | None = None) -> Outcome:
    """The outcome that the part says; `by` is the field beside it. What is wrong is noted."""
    if part.is_group():
        fields = part.fields(("answer", "by"))
        if "answer" not in fields:
            part.wrong(_("answer is missing. It is one of: %(list)s.") % {"list": LIST})
            return Outcome(Answer.NEVER)
        return read_outcome(fields["answer"], roles, fields.get("by"))
    words, _by, named = part.text().replace("_", " ").partition(" by ")
    role = named.strip().replace(" ", "_") if named.strip().replace(" ", "_") in roles else named.strip()
    if by is not None:
        role = by.text()
    answer = WORDS.get(words.strip())
    if answer is None:
        part.wrong(_wrong(words.strip()))
        return Outcome(Answer.NEVER)
    if role and role not in roles:
        (by or part).wrong(
            _("%(role)s is none of the roles: %(choices)s.") % {"role": role, "choices": ", ".join(roles)}
        )
    if role and answer in (Answer.ALLOWED, Answer.NEVER):
        (by or part).wrong(_("by says who may lift it; %(word)s is lifted by nobody.") % {"word": words.strip()})
    return Outcome(answer, role)


def _wrong(words: str) -> str:
    if words == "refused":
        return _("How strong is this no? Write never, or not within your authority (then someone above may).")
    if not words:
        return _("Nothing is no answer. There are: %(list)s.") % {"list": LIST}
    return _("%(words)s is no answer. There are: %(list)s.") % {"words": words, "list": LIST}
