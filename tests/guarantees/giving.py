"""What people do in a random life to make it right: they grant, ask and answer; vouchers are spent; many are told.

And what must hold after each step, counted from the rows alone and not by the code that judges: guarantee 4.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from makegood.base.money import Money
from makegood.base.plain import ask
from makegood.conversations.acts import After
from makegood.conversations.models import Conversation, Message
from makegood.conversations.rules import Refused
from makegood.notices import acts as notices
from makegood.notices.models import Notice
from makegood.notices.rules import By, Choice
from makegood.people.models import Agent, Location
from makegood.remedies import acts as remedies
from makegood.remedies.models import Ask, How, Remedy
from makegood.remedies.models import State as Stands
from makegood.remedies.wish import Wish
from makegood.vouchers import acts as vouchers
from makegood.vouchers.models import Redemption, Voucher
from makegood.vouchers.queries import code_of
from makegood.worklog import acts as worklog
from makegood.worklog.models import Entry
from makegood.worklog.rules import Work
from tests.world import DAY, HOUR, World

LATER = ("refund", "gift", "replacement")
KINDS = ("store_credit", "voucher", "voucher", *LATER)
A_DAY, A_CUSTOMER = 12000, 60000
# What the policy of tests/remedies/common.py lets each give alone, in cents.
ALONE = {"ana": 5000, "ben": 5000, "mo": 5000, "lea": 15000, "max": 50000, "hal": A_CUSTOMER}

SUMS = """SELECT a.currency, SUM(l.minor) FROM books_leg l JOIN books_account a ON a.id = l.account_id
    GROUP BY a.currency"""
UNEVEN = "SELECT transfer_id FROM books_leg GROUP BY transfer_id HAVING SUM(minor) <> 0 OR COUNT(*) < 2"
SPENT = """SELECT v.id, v.value_minor, v.balance_minor, COALESCE(SUM(r.minor + r.lapsed_minor), 0)
    FROM vouchers_voucher v LEFT JOIN vouchers_redemption r ON r.voucher_id = v.id AND r.undone_at IS NULL
    WHERE v.state NOT IN ('voided', 'expired') GROUP BY v.id, v.value_minor, v.balance_minor"""


class Giving:
    """The part of a life in which something is given. The rest of it is `Walk`."""

    world: World
    chance: random.Random
    now: datetime
    people: list[Agent]
    _one: Callable[[], Conversation]
    _who: Callable[[], Agent]
    _once: Callable[[], str]
    _reply: Callable[..., Message]

    def _wish(self, *upto: int) -> Wish:
        kind = self.chance.choice(KINDS)
        worth = Money(self.chance.choice(upto), "EUR")
        cost = worth if kind == "voucher" or self.chance.random() < 0.6 else Money(worth.minor // 2, "EUR")
        later = kind in LATER and self.chance.random() < 0.7
        due = self.now + self.chance.choice((5 * HOUR, 3 * DAY)) if later else None
        places = (self.world.harbour.location, self.world.hill.location)
        bearer = self.chance.choice(places) if self.chance.random() < 0.3 else None
        return Wish(kind, worth, cost, bearer, thing=self.chance.choice(("", "lamp", "cord")), due_at=due)

    def do_grant(self) -> None:
        told, again = self.chance.random() < 0.5, self.chance.random() < 0.8
        by = self.chance.choice([*self.people, self.world.ana])
        wish = self._wish(700, 2000, 4900, 5100)
        remedies.grant(self._one(), wish, by=by, at=self.now, told=told, again=again, once=self._once())

    def do_grant_in_a_reply(self) -> None:
        wish, again = self._wish(700, 2000, 5100), self.chance.random() < 0.8
        self._reply(After(), lambda by: remedies.granting(wish, by=by, at=self.now, again=again))

    def do_tell_of_a_remedy(self) -> None:
        one = self._remedy(told_at=None)
        self._reply(After(), lambda by: remedies.telling(one.pk, at=self.now), on=one.conversation)

    def _remedy(self, **which: Any) -> Remedy:
        found = Remedy.objects.filter(**which).select_related("conversation", "promise").order_by("-pk").first()
        if found is None:
            raise Refused("Nothing of that kind was given.")
        return found

    def do_fulfil_a_remedy(self) -> None:
        remedies.fulfil(self._remedy(state=Stands.GRANTED).pk, by=self._who(), at=self.now)

    def do_hand_a_remedy_over(self) -> None:
        one, by = self._remedy(state=Stands.GRANTED), self.chance.choice((self.world.mo, self.world.ana))
        place = self.world.hill.location if by == self.world.mo else self.world.harbour.location
        remedies.hand_over(one.pk, to=one.conversation.customer_id, at_location=place, by=by, at=self.now)

    def do_a_remedy_gets_stuck(self) -> None:
        remedies.fail(self._remedy(state=Stands.GRANTED).pk, why="It is out of stock.", by=self._who(), at=self.now)

    def do_try_a_remedy_again(self) -> None:
        remedies.retry(self._remedy(state=Stands.STUCK), by=self._who(), at=self.now)

    def do_take_a_remedy_back(self) -> None:
        one = self._remedy(state=self.chance.choice((Stands.GRANTED, Stands.STUCK)))
        remedies.withdraw(one, reason="A mistake.", by=self.chance.choice(self.people), at=self.now, told=True)

    def do_ask_for_a_yes(self) -> None:
        wish = self._wish(5100, 9000, 16000, 40000, 70000)
        remedies.ask(self._one(), wish, by=self._who(), at=self.now, again=True, once=self._once())

    def _ask(self) -> Ask:
        open_ones = Ask.objects.filter(state=Ask.State.ASKED).select_related("conversation", "asked")
        found = open_ones.order_by("-pk").first()
        if found is None:
            raise Refused("Nobody is asked.")
        return found

    def _asked(self, one: Ask) -> Agent:
        return one.asked if one.asked and self.chance.random() < 0.8 else self.chance.choice(self.people)

    def do_say_yes(self) -> None:
        one = self._ask()
        remedies.say_yes(one, by=self._asked(one), at=self.now)

    def do_say_yes_but_less(self) -> None:
        one = self._ask()
        remedies.say_yes(one, by=self._asked(one), at=self.now, value=Money(one.value // 2, one.currency))

    def do_say_no(self) -> None:
        one = self._ask()
        remedies.say_no(one, reason="Send a new one instead.", by=self._asked(one), at=self.now)

    def do_take_a_question_back(self) -> None:
        remedies.unask(self._ask(), by=self._who(), at=self.now)

    def do_spend_a_voucher(self) -> None:
        """At one till or another; sometimes pressed twice, sometimes for more than is on it."""
        one = self._voucher()
        by, place = self._till()
        part = max(1, one.balance_minor // self.chance.choice((1, 2)))
        worth = one.balance_minor + 1 if self.chance.random() < 0.2 else part
        once = self._once()
        for _ in range(self.chance.choice((1, 2))):
            vouchers.redeem(code_of(one), Money(worth, one.currency), at_location=place, by=by, once=once, at=self.now)

    def _voucher(self) -> Voucher:
        found = list(Voucher.objects.order_by("pk"))
        if not found:
            raise Refused("There is no voucher.")
        return self.chance.choice(found)

    def _till(self) -> tuple[Agent, Location]:
        return self.chance.choice(
            ((self.world.mo, self.world.hill.location), (self.world.ana, self.world.harbour.location))
        )

    def do_put_money_back_on_a_voucher(self) -> None:
        spent = Redemption.objects.filter(undone_at=None).order_by("-pk").first()
        if spent is None:
            raise Refused("Nothing was spent.")
        vouchers.give_back(spent, by=self.chance.choice(self.people), at=self.now)

    def do_make_a_voucher_void(self) -> None:
        vouchers.void(self._voucher(), by=self.chance.choice(self.people), at=self.now)

    def do_tell_many(self) -> None:
        """Eva and somebody new hear of the rain; now and then it is paused, or stopped."""
        if Conversation.objects.count() >= 9:
            raise Refused("Enough of them.")
        draft = notices.Draft(self.world.harbour, "Rain", {"en": "It rains."}, 1, 5)
        made = notices.make(draft, Choice(By.LIST, "eva@post.example\nida@post.example"), by=self.world.lea,
                            at=self.now, once=self._once())  # fmt: skip
        notices.start(made, by=self.world.lea, at=self.now)

    def do_pause_or_stop_telling(self) -> None:
        found = Notice.objects.order_by("-pk").first()
        if found is None:
            raise Refused("Nobody is told anything.")
        verb = self.chance.choice((notices.pause, notices.stop, notices.start))
        verb(found, by=self.world.lea, at=self.now)

    def do_write_down_what_was_done(self) -> None:
        work = Work("Mended the lamp", self.now.date(), 30, "", Money(500, "EUR"))
        worklog.write(self._one(), work, by=self._who(), at=self.now, tells=self.chance.random() < 0.5)

    def do_correct_or_strike_what_was_done(self) -> None:
        found = Entry.objects.order_by("-pk").first()
        if found is None:
            raise Refused("Nothing was done.")
        if self.chance.random() < 0.5:
            worklog.strike(found, why="It was another's.", by=self._who(), at=self.now)
        else:
            worklog.correct(found, Work("Mended the cord", self.now.date(), 20), by=self._who(), at=self.now)


def wrong_with_money(names: dict[int, str]) -> list[str]:
    """Guarantee 4, cheaply: the books are even, no voucher is spent twice, nobody gave more than they may.

    `names` are the first names of people by id, in small letters.
    """
    wrong = [f"the books are {over} {currency} off" for currency, over in ask(SUMS) if over]
    wrong += [f"transfer {pk} is uneven" for (pk,) in ask(UNEVEN)]
    wrong += [f"voucher {pk} holds {left} of {value}, and {spent} was spent" for pk, value, left, spent in ask(SPENT)
              if left < 0 or left + spent != value]  # fmt: skip
    a_day, all_of_it = Counter[tuple[str, object]](), Counter[int]()
    given = Remedy.objects.exclude(state=Stands.WITHDRAWN).select_related("conversation")
    for one in given:
        who = names[one.answers_for_id or 0]
        all_of_it[one.conversation.customer_id] += one.amount
        if one.amount > ALONE.get(who, 0):
            wrong.append(f"{who} answers for {one.amount} of remedy {one.pk}")
        if one.how == How.AUTHORITY and who in ("ana", "ben"):
            a_day[who, one.granted_at.date()] += one.amount
    wrong += [f"{who} gave {sum_} on {day}" for (who, day), sum_ in a_day.items() if sum_ > A_DAY]
    return wrong + [f"customer {pk} was given {sum_}" for pk, sum_ in all_of_it.items() if sum_ > A_CUSTOMER]
