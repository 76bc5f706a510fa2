"""What we give to put something right, and who was asked whether we may."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from makegood.base.money import Money


class RemedyKind(models.TextChoices):
    """What can be given. `rules.SORTS` says what each is."""

    REFUND = "refund", _("refund")
    STORE_CREDIT = "store_credit", _("store credit")
    VOUCHER = "voucher", _("voucher")
    REPLACEMENT = "replacement", _("replacement")
    PARTS = "parts", _("parts")
    REPAIR = "repair", _("repair")
    WAIVER = "waiver", _("waiver")
    GIFT = "gift", _("gift")


class State(models.TextChoices):
    """What became of a remedy. Closed list: see rules.TABLE."""

    GRANTED = "granted", _("granted")
    FULFILLED = "fulfilled", _("given")
    STUCK = "stuck", _("stuck")
    WITHDRAWN = "withdrawn", _("withdrawn")


class How(models.TextChoices):
    """By what somebody might grant it."""

    AUTHORITY = "authority", _("within their authority")
    YES = "yes", _("with another's yes")
    SILENCE = "silence", _("by silence")
    ITSELF = "itself", _("by itself")


class Wanted(models.Model):
    """What is given, or is to be: shared by remedies and asks.

    `cost` is what it costs us, `value` what it is worth to the customer, `amount` the greater of both, which limits
    count; minor units. `thing` is what it is for, in a few words, "" for the matter as a whole; `thing_key` the same
    for comparing. `order` and `line` are what of the customer's orders it is for, where that is known. `bearer` is
    the place that erred, which is not always the one that helps. `words` say it to the customer, `reason` why, to
    colleagues. `due_at`: given by then; null: at once. `case` is what the policy was asked.
    """

    kind = models.CharField(max_length=14, choices=RemedyKind.choices)
    cost = models.BigIntegerField()
    value = models.BigIntegerField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    thing = models.CharField(max_length=120, blank=True)
    thing_key = models.CharField(max_length=120, blank=True)
    order = models.ForeignKey("orders.Order", models.PROTECT, null=True, blank=True, related_name="+")
    line = models.ForeignKey("orders.Line", models.PROTECT, null=True, blank=True, related_name="+")
    bearer = models.ForeignKey("people.Location", models.PROTECT, related_name="+")
    words = models.CharField(max_length=600)
    reason = models.CharField(max_length=600, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    path = models.JSONField(default=list, blank=True)
    once = models.CharField(max_length=80, null=True, blank=True, unique=True)

    class Meta:
        abstract = True

    @property
    def cost_money(self) -> Money:
        """What it costs us."""
        return Money(self.cost, self.currency)

    @property
    def value_money(self) -> Money:
        """What it is worth to the customer."""
        return Money(self.value, self.currency)

    @property
    def amount_money(self) -> Money:
        """What limits count."""
        return Money(self.amount, self.currency)


SUMS = [
    models.CheckConstraint(name="%(class)s_costs_nothing_less", condition=Q(cost__gte=0, value__gte=0)),
    models.CheckConstraint(
        name="%(class)s_counts_the_greater",
        condition=Q(amount=F("cost"), value__lte=F("cost")) | Q(amount=F("value"), cost__lte=F("value")),
    ),
]


class Remedy(Wanted):
    """Something given to a customer to put it right.

    `answers_for` is whose authority it was: the granter's own, or that of who said yes, or was silent. `version` is
    the policy that it was judged by. `told_by` is the message that said it (null with `told_at`: by word of mouth).
    """

    conversation = models.ForeignKey("conversations.Conversation", models.PROTECT, related_name="remedies")
    state = models.CharField(max_length=10, choices=State.choices, default=State.GRANTED)
    how = models.CharField(max_length=10, choices=How.choices)
    version = models.ForeignKey("authority.Version", models.PROTECT, related_name="+")
    case = models.JSONField()
    granted_by = models.ForeignKey("people.Agent", models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    answers_for = models.ForeignKey("people.Agent", models.PROTECT, related_name="+")
    promise = models.ForeignKey("promises.Promise", models.SET_NULL, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    told_by = models.ForeignKey("conversations.Message", models.SET_NULL, null=True, blank=True, related_name="+")
    fulfilled_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    stuck_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)
    ended_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            *SUMS,
            models.CheckConstraint(
                name="remedy_state_says_what_happened",
                condition=Q(state="granted", fulfilled_at=None, withdrawn_at=None)
                | Q(state="fulfilled", fulfilled_at__isnull=False, withdrawn_at=None)
                | Q(state="stuck", fulfilled_at=None, withdrawn_at=None, stuck_at__isnull=False)
                | Q(state="withdrawn", fulfilled_at=None, withdrawn_at__isnull=False),
            ),
            models.CheckConstraint(
                name="remedy_of_ones_own_or_anothers",
                condition=Q(how__in=["authority", "itself"], answers_for=F("granted_by"))
                | Q(how__in=["yes", "silence"]) & ~Q(answers_for=F("granted_by")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["conversation", "id"], name="remedy_conversation"),
            models.Index(fields=["answers_for", "granted_at"], name="remedy_answers_for"),
            models.Index(fields=["bearer", "granted_at"], name="remedy_bearer"),
            models.Index(fields=["thing_key", "granted_at"], condition=~Q(thing_key=""), name="remedy_thing"),
            models.Index(fields=["order"], condition=Q(order__isnull=False), name="remedy_order"),
            models.Index(fields=["conversation"], condition=Q(state="stuck"), name="remedy_stuck"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.amount_money} in #{self.conversation_id}"


class LateGift(models.Model):
    """What is given by itself to whoever waits too long for an order of this source, once an order.

    From `days` late on; `value` in minor units. In the name of `answers_for`, whose authority it is; `bearer` null: the
    place of the conversation's team bears it.
    """

    source = models.OneToOneField("orders.Source", models.CASCADE, related_name="+")
    is_on = models.BooleanField(default=False)
    days = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=14, choices=RemedyKind.choices)
    value = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    bearer = models.ForeignKey("people.Location", models.PROTECT, null=True, blank=True, related_name="+")
    answers_for = models.ForeignKey("people.Agent", models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="late_gift_is_something", condition=Q(value__gt=0))]

    def __str__(self) -> str:
        return f"{self.kind} for late orders of {self.source_id}"

    @property
    def money(self) -> Money:
        """What it is worth."""
        return Money(self.value, self.currency)


class Ask(Wanted):
    """Somebody is asked whether this may be given. `version` and `case` are those of the asking.

    `asked` has it now; `told_at` null: they come later, and are told then. `answer_by` is the end of their time.
    `remedy` is what was granted upon it, by the policy `answered_version`, which may give less than was asked for.
    """

    class State(models.TextChoices):
        """What became of it. Closed list: see rules.ASKS."""

        ASKED = "asked", _("asked")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("refused")
        UNANSWERED = "unanswered", _("not answered")
        WITHDRAWN = "withdrawn", _("withdrawn")

    conversation = models.ForeignKey("conversations.Conversation", models.PROTECT, related_name="asks")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    version = models.ForeignKey("authority.Version", models.PROTECT, related_name="+")
    case = models.JSONField()
    rules = models.JSONField(default=list)
    by = models.ForeignKey("people.Agent", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    asked = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey("people.Agent", models.PROTECT, null=True, blank=True, related_name="+")
    answered_version = models.ForeignKey("authority.Version", models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=300, blank=True)
    remedy = models.OneToOneField(Remedy, models.PROTECT, null=True, blank=True, related_name="ask")

    class Meta:
        constraints: ClassVar = [
            *SUMS,
            models.CheckConstraint(
                name="ask_ended_says_so",
                condition=Q(state="asked", ended_at=None) | ~Q(state="asked") & Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="ask_granted_has_its_remedy",
                condition=Q(state="granted", remedy__isnull=False, answered_by__isnull=False)
                | ~Q(state="granted") & Q(remedy=None),
            ),
            models.CheckConstraint(name="ask_of_somebody_else", condition=~Q(asked=F("by")) & ~Q(answered_by=F("by"))),
        ]
        indexes: ClassVar = [
            models.Index(fields=["conversation", "id"], name="ask_conversation"),
            models.Index(fields=["asked"], condition=Q(state="asked"), name="ask_asked"),
            models.Index(fields=["by"], condition=Q(state="asked"), name="ask_by"),
        ]

    def __str__(self) -> str:
        return f"ask {self.pk} in #{self.conversation_id}"


class Asked(models.Model):
    """Somebody was told of an ask. The link of their mail: `hashed`; `sealed` until it has left, "" from then on.

    `left_at` is when they went off duty before their time was over: their silence then says nothing.
    """

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="told")
    agent = models.ForeignKey("people.Agent", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    answer_by = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)
    hashed = models.CharField(max_length=64, unique=True)
    sealed = models.TextField(blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["ask", "agent"], name="ask_told_once")]

    def __str__(self) -> str:
        return f"{self.agent_id} of ask {self.ask_id}"
