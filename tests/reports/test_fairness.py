"""Were like cases treated alike: read from real cases, on a page, as a table, through the API, and for whom."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date
from typing import Any

import pytest
from django.test import Client

from makegood.conversations.letter import Address
from makegood.conversations.models import Conversation
from makegood.orders.models import Order, Source
from makegood.people import acts as people
from makegood.people.models import Agent, Rank, Role
from makegood.promises.models import Promise
from makegood.reports.fairness import queries
from makegood.reports.fairness.queries import Fairness
from makegood.reports.fairness.rules import Asked, Finding, Of, Verdict
from makegood.reports.rules import Period
from tests.world import HOUR, MINUTE, NOON, World

pytestmark = pytest.mark.django_db
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22), UTC)
DAYS = "from=2026-11-16&to=2026-11-22"
ENGLISH = "Hello, my lamp does not work and I would like to know when you will send me another one."
GERMAN = "Guten Tag, meine Lampe geht nicht mehr, und ich wüsste gern, wann Sie mir eine andere schicken."
MANY = 21


def write(world: World, number: int, text: str, **more: Any) -> Conversation:
    sender = Address(f"Customer {number}", f"c{number}@post.example")
    return world.receive(sender=sender, text=text, reply_text=text, at=NOON + number * MINUTE, **more)


def who_writes_german_waits(world: World) -> None:
    """As many in either language; English is answered within the hour, German the next morning."""
    for number in range(2 * MANY):
        english = number % 2 == 0
        case = write(world, number, ENGLISH if english else GERMAN)
        world.reply(case, at=case.created_at + (HOUR if english else 20 * HOUR) + number * MINUTE)


def report(agent: Agent) -> Fairness:
    return queries.fairness(Agent.objects.get(pk=agent.pk), WEEK)


def finding(report: Fairness, of: Of, key: str, asked: Asked) -> Finding:
    return next(one for one in report.found[of] if one.key == key).findings[asked]


def client_of(agent: Agent) -> Client:
    client = Client()
    client.force_login(agent, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_who_waited_longer_is_seen_by_language(world: World) -> None:
    who_writes_german_waits(world)
    found = report(world.lea)
    assert list(found.found) == [Of.LANGUAGE] and found.of == 2 * MANY
    slow = finding(found, Of.LANGUAGE, "de", Asked.FIRST)
    assert slow.cases == MANY and slow.verdict is Verdict.MORE and slow.effect is not None and slow.effect.size == 1
    assert finding(found, Of.LANGUAGE, "en", Asked.FIRST).verdict is Verdict.LESS
    assert finding(found, Of.LANGUAGE, "de", Asked.KEPT).verdict is Verdict.FEW


def test_a_lead_reads_it_and_looks_at_the_cases_behind_a_figure(world: World) -> None:
    who_writes_german_waits(world)
    lea = client_of(world.lea)
    html = lea.get(f"/reports/fairness?{DAYS}").content.decode()
    assert "German: first reply, longer than in like cases." in html and "the longer in 100 of 100 pairs" in html
    behind = f"/reports/fairness/cases?{DAYS}&of=language&group=de&what=first_reply"
    assert behind.replace("&", "&amp;") in html
    page = lea.get(behind).content.decode()
    slowest = Conversation.objects.latest("pk")
    assert page.index(f'"/c/{slowest.pk}"') < page.index(f'"/c/{slowest.pk - 2}"'), "who waited longest comes first"
    assert f'"/c/{slowest.pk - 1}"' not in page, "an English one"
    assert lea.get(f"/c/{slowest.pk}").status_code == 200
    table = list(csv.DictReader(io.StringIO(lea.get(f"/reports/fairness.csv?{DAYS}").content.decode("utf-8-sig"))))
    assert {(row["Group"], row["What"]): row["Verdict"] for row in table}["German", "first_reply"] == "more"
    assert lea.get("/reports/fairness?from=soon").status_code == 422
    assert lea.get("/reports/fairness.csv?from=soon").status_code == 422
    for wrong in ("of=fame&group=de&what=first_reply", "of=language&group=xx&what=first_reply", "of=language"):
        assert lea.get(f"/reports/fairness/cases?{DAYS}&{wrong}").status_code == 404
    assert (
        Client().get(f"/reports/fairness?{DAYS}").status_code == 302
        and lea.post("/reports/fairness").status_code == 405
    )


def test_whoever_sees_no_case_sees_no_figure(world: World) -> None:
    who_writes_german_waits(world)
    behind = f"/reports/fairness/cases?{DAYS}&of=language&group=de&what=first_reply"
    for stranger in (world.mo, world.ada):
        assert report(stranger).of == 0
        assert "Nothing to compare yet" in client_of(stranger).get(f"/reports/fairness?{DAYS}").content.decode()
        assert client_of(stranger).get(behind).status_code == 404


def test_a_small_group_is_not_shown_and_no_address_opens_it(world: World) -> None:
    who_writes_german_waits(world)
    french = "Bonjour, ma lampe ne marche plus et je voudrais savoir quand vous m'en envoyez une autre."
    write(world, 999, french)
    lea = client_of(world.lea)
    html = lea.get(f"/reports/fairness?{DAYS}").content.decode()
    assert "French" in html and "fewer than 20 cases: not shown" in html
    assert lea.get(f"/reports/fairness/cases?{DAYS}&of=language&group=fr&what=remedy").status_code == 404


def test_places_promises_and_what_was_bought_are_told_apart(world: World) -> None:
    head = Agent.objects.create_user("hana@harbour.example", name="Hana", created_at=NOON)
    Role.objects.create(agent=head, rank=Rank.HEAD_OFFICE)
    people.change_company(name="Harbour & Hill", zone="UTC", currency="EUR", by=world.ada, now=NOON)
    shop = Source.objects.create(name="Web", team=world.harbour, created_at=NOON)
    for number in range(2 * MANY):
        is_hill = number % 2 == 1
        case = write(world, number, ENGLISH, mailbox=world.hill_help if is_hill else world.help)
        due = NOON + 30 * MINUTE
        kept = {"state": "broken", "broken_at": due} if is_hill else {"state": "kept", "kept_at": NOON}
        Promise.objects.create(
            conversation=case,
            made_in=case.team,
            what="We call you.",
            made_at=NOON,
            due_at=due,
            first_due_at=due,
            **kept,
        )
        if not is_hill:
            Order.objects.create(
                source=shop, number=str(number), mail=f"c{number}@post.example", placed_at=NOON - HOUR,
                total=1000 + number, currency="EUR", updated_at=NOON, kept_at=NOON,
            )  # fmt: skip
    found = report(head)
    hill = str(world.hill.location_id)
    assert finding(found, Of.LOCATION, hill, Asked.KEPT).verdict is Verdict.LESS
    assert {one.key for one in found.found.get(Of.VALUE, [])} <= {"none", "least", "middle", "most"}
    bought = [case.groups[Of.VALUE] for case in found.cases]
    assert bought.count("none") == MANY and bought.count("least") == bought.count("middle") == bought.count("most")
    assert found.bounds is not None and found.bounds[0].minor == 1012


def test_it_asks_as_much_of_many_as_of_few(world: World, django_assert_max_num_queries: Any) -> None:
    who_writes_german_waits(world)
    with django_assert_max_num_queries(17):
        report(world.lea)
