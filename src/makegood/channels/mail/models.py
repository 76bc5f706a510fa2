"""How a mailbox's mail is fetched and sent, how far we have read, and what the source is doing now.

Settings (Access) and what a worker writes (Watch, Position) are separate rows, so that neither overwrites the other.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from makegood.channels.mail.servers import Security

SECURITIES = [
    (Security.TLS, _("TLS")),
    (Security.STARTTLS, _("STARTTLS")),
    (Security.NONE, _("none (this machine only)")),
]


class SignIn(models.TextChoices):
    """What the servers are shown."""

    PASSWORD = "password", _("password")
    OAUTH = "oauth", _("OAuth")


class Provider(models.TextChoices):
    """Whose OAuth endpoints are used; those of OTHER are typed in."""

    MICROSOFT = "microsoft", "Microsoft"
    GOOGLE = "google", "Google"
    OTHER = "other", _("another provider")


class Access(models.Model):
    """The settings of a mailbox's servers. Every `…_sealed` is encrypted at rest and shown to nobody.

    No `imap_host`: nothing is fetched, a mail server brings the mail. No `smtp_host`: it goes out by MAKEGOOD_SMTP_URL.
    `plus_proven_for` is the address whose plus addresses are known to arrive.
    `version` goes up with each change, so that a running watch notices.
    """

    mailbox = models.OneToOneField("people.Mailbox", models.CASCADE, related_name="access")
    imap_host = models.CharField(max_length=255, blank=True)
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = models.CharField(max_length=8, choices=SECURITIES, default=Security.TLS)
    imap_user = models.CharField(max_length=320, blank=True)
    imap_sealed = models.TextField(blank=True)
    folder = models.CharField(max_length=255, default="INBOX")
    with_history = models.BooleanField(default=False)
    smtp_host = models.CharField(max_length=255, blank=True)
    smtp_port = models.PositiveIntegerField(default=587)
    smtp_security = models.CharField(max_length=8, choices=SECURITIES, default=Security.STARTTLS)
    smtp_user = models.CharField(max_length=320, blank=True)
    smtp_sealed = models.TextField(blank=True)
    sign_in = models.CharField(max_length=8, choices=SignIn.choices, default=SignIn.PASSWORD)
    provider = models.CharField(max_length=9, choices=Provider.choices, blank=True)
    authorize_url = models.CharField(max_length=500, blank=True)
    token_url = models.CharField(max_length=500, blank=True)
    scope = models.CharField(max_length=500, blank=True)
    client_id = models.CharField(max_length=255, blank=True)
    client_sealed = models.TextField(blank=True)
    refresh_sealed = models.TextField(blank=True)
    consent_ends_at = models.DateTimeField(null=True, blank=True)
    authserv_id = models.CharField(max_length=255, blank=True)
    plus_proven_for = models.CharField(max_length=320, blank=True)
    plus_proven_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "access"

    def __str__(self) -> str:
        return f"access of mailbox {self.mailbox_id}"


class Token(models.Model):
    """The short-lived OAuth token of an access, sealed; kept so that not every connection asks for a new one."""

    access = models.OneToOneField(Access, models.CASCADE, primary_key=True, related_name="token")
    sealed = models.TextField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"token of {self.access_id}"


class Watch(models.Model):
    """Who fetches this mailbox now (a lease), and how it goes. `alarmed_at` is set while an alarm stands."""

    access = models.OneToOneField(Access, models.CASCADE, primary_key=True, related_name="watch")
    by = models.CharField(max_length=120, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    ok_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)
    reconciled_at = models.DateTimeField(null=True, blank=True)
    difference = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "watches"

    def __str__(self) -> str:
        return f"watch of {self.access_id}"


class Position(models.Model):
    """How far a folder has been read, under one UIDVALIDITY.

    From `start_uid` up every mail is ours to take, and up to `last_uid` all have been. What lies below was there
    before: `older_uid` is how far that has been read (null: nothing below is ours, or all of it has been taken).
    `since` is set when the server renumbered or was replaced: below, what it took in since then is taken as new mail.
    """

    access = models.ForeignKey(Access, models.CASCADE, related_name="positions")
    source = models.CharField(max_length=60)
    uidvalidity = models.BigIntegerField()
    start_uid = models.BigIntegerField()
    last_uid = models.BigIntegerField()
    older_uid = models.BigIntegerField(null=True, blank=True)
    since = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "uidvalidity"], name="position_once")]

    def __str__(self) -> str:
        return f"{self.source} {self.uidvalidity}:{self.last_uid}"


class Passed(models.Model):
    """A mail of a folder that has no arrival of its own, and why; so the reconciliation does not miss it."""

    class Why(models.TextChoices):
        """Closed list."""

        SAME = "same", _("the same bytes are kept already")
        PROOF = "proof", _("our own test mail")
        TOO_LARGE = "too_large", _("too large to take")

    source = models.CharField(max_length=60)
    position = models.CharField(max_length=120)
    why = models.CharField(max_length=9, choices=Why.choices)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["source", "position"], name="passed_once")]
        verbose_name_plural = "passed"

    def __str__(self) -> str:
        return f"{self.source} {self.position}: {self.why}"


class Proof(models.Model):
    """A mail of ours to our own plus address. When it arrives, signed reply addresses work for this mailbox."""

    access = models.ForeignKey(Access, models.CASCADE, related_name="proofs")
    mark = models.CharField(max_length=32, unique=True)
    sent_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"proof for {self.access_id}"


class Halt(models.Model):
    """While this row is there, no mail leaves: the kill switch. There is one at most."""

    reason = models.CharField(max_length=300)
    by_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(pk=1), name="one_halt")]

    def __str__(self) -> str:
        return self.reason


class Told(models.Model):
    """Up to which event an agent was told by mail what needs them. `at` is when the last such mail left."""

    agent = models.OneToOneField("people.Agent", models.CASCADE, primary_key=True, related_name="+")
    up_to = models.BigIntegerField()
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "told"

    def __str__(self) -> str:
        return f"{self.agent_id} up to {self.up_to}"


class Automatic(models.Model):
    """An automatic mail that left, counted against the caps of the gate. Forgotten after two days."""

    address = models.CharField(max_length=320)
    conversation_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["address", "at"], name="automatic_address"),
            models.Index(fields=["conversation_id", "at"], name="automatic_conversation"),
            models.Index(fields=["at"], name="automatic_at"),
        ]

    def __str__(self) -> str:
        return f"to {self.address}"
