"""What is known when a reply is read: what the customer said, what we know of them, what the team leaves out."""

from __future__ import annotations

from makegood.coach.kinds import Around, Kind
from makegood.coach.models import LeftOut
from makegood.conversations.models import Conversation, Message
from makegood.customers.models import Identity, IdentityKind

KNOWN_BY = {IdentityKind.MAIL: "email", IdentityKind.PHONE: "phone"}
OF_AN_ORDER = ("order", "receipt", "date", "product", "address", "name")


def left_out(team: int | None) -> frozenset[Kind]:
    """What the team does not want to hear. One query; none without a team."""
    if team is None:
        return frozenset()
    return frozenset(map(Kind, LeftOut.objects.filter(team=team).values_list("kind", flat=True)))


def around(found: Conversation, *, has_ordered: bool) -> Around:
    """What is known of the conversation; `has_ordered`: we have an order of theirs. Three queries."""
    said = Message.objects.filter(conversation=found.pk, direction=Message.IN).order_by("-pk")
    newest = said.values_list("reply_text", "text").first() or ("", "")
    known = {KNOWN_BY[IdentityKind(kind)]: value for kind, value in _identities(found)}
    if has_ordered:
        known |= dict.fromkeys(OF_AN_ORDER, "")
    asked = newest[0] or newest[1]
    return Around(asked=asked[:20_000], known=known | {"problem": ""}, leave_out=left_out(found.team_id))


def around_first(team: int | None) -> Around:
    """What is known when we write first: nobody asked anything. One query."""
    return Around(known={}, leave_out=left_out(team) | {Kind.UNANSWERED})


def _identities(found: Conversation) -> list[tuple[str, str]]:
    return list(Identity.objects.filter(customer=found.customer_id).values_list("kind", "value"))
