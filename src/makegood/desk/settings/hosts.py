"""Which servers a mailbox most likely has, so that an admin only checks them. No network: an address tells enough."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as noop

from makegood.channels.mail.models import Provider


@dataclass(frozen=True, slots=True)
class Guess:
    """Servers and ports as TLS from the first byte (IMAP) and STARTTLS or TLS (SMTP) want them; what else to know."""

    imap: str
    smtp: str
    smtp_port: int = 587
    provider: str = ""
    hint: str = ""


WANTS_APP_PASSWORD = noop(
    "This provider wants an app password: make one in the account's security settings, and use it here."
)
GMAIL = Guess("imap.gmail.com", "smtp.gmail.com", provider=Provider.GOOGLE, hint=WANTS_APP_PASSWORD)
OUTLOOK = Guess(
    "outlook.office365.com",
    "smtp.office365.com",
    provider=Provider.MICROSOFT,
    hint=noop("Microsoft takes no passwords for mail any more: choose signing in with the provider."),
)
KNOWN = {
    "gmail.com": GMAIL,
    "googlemail.com": GMAIL,
    "outlook.com": OUTLOOK,
    "hotmail.com": OUTLOOK,
    "live.com": OUTLOOK,
    "yahoo.com": Guess("imap.mail.yahoo.com", "smtp.mail.yahoo.com", hint=WANTS_APP_PASSWORD),
    "icloud.com": Guess("imap.mail.me.com", "smtp.mail.me.com", hint=WANTS_APP_PASSWORD),
    "me.com": Guess("imap.mail.me.com", "smtp.mail.me.com", hint=WANTS_APP_PASSWORD),
    "fastmail.com": Guess("imap.fastmail.com", "smtp.fastmail.com", 465, hint=WANTS_APP_PASSWORD),
    "zoho.com": Guess("imap.zoho.com", "smtp.zoho.com", 465, hint=WANTS_APP_PASSWORD),
    "gmx.net": Guess("imap.gmx.net", "mail.gmx.net"),
    "gmx.de": Guess("imap.gmx.net", "mail.gmx.net"),
    "gmx.com": Guess("imap.gmx.com", "mail.gmx.com"),
    "web.de": Guess("imap.web.de", "smtp.web.de"),
    "posteo.de": Guess("posteo.de", "posteo.de"),
    "mailbox.org": Guess("imap.mailbox.org", "smtp.mailbox.org"),
}
# For a company's own domain at one of the two big hosts.
HOSTED = {"google": GMAIL, "microsoft": OUTLOOK}


def guess(address: str, host: str = "") -> Guess:
    """The servers of an address; `host` is "google" or "microsoft" when the admin says whose they are."""
    domain = address.rpartition("@")[2].lower()
    return HOSTED.get(host) or KNOWN.get(domain) or Guess(f"imap.{domain}", f"smtp.{domain}")
