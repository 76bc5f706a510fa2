"""What goes wrong on the way to a mail server, in words that say what to do."""

from __future__ import annotations

import imaplib
import smtplib
import socket
import ssl

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from makegood.channels.mail.servers import Server

# Numbers of OpenSSL's X509_V_ERR_*, which the ssl module hands on unnamed.
EXPIRED = 10
NAME_DIFFERS = 62
UNKNOWN_ISSUERS = (18, 19, 20, 21)

APP_PASSWORD_HINTS = {
    ("gmail.com", "google.com", "googlemail.com"): (
        noop(
            "Google takes no account password here: make an app password in the Google account, or sign in with OAuth."
        )
    ),
    ("outlook.com", "office365.com", "office.com", "hotmail.com"): (
        noop("Microsoft takes no passwords for mail any more: sign in with OAuth.")
    ),
    ("yahoo.com", "icloud.com", "me.com", "aol.com", "fastmail.com", "zoho.com"): (
        noop("This provider wants an app password, made in the account's security settings.")
    ),
}


class Trouble(Exception):
    """A mail server could not be used. Its text is for a person; `needs_person` when waiting will not help."""

    def __init__(self, words: str, *, needs_person: bool = False) -> None:
        super().__init__(words)
        self.needs_person = needs_person


def connecting(error: Exception, server: Server) -> Trouble:
    """Why no protected connection came about."""
    if isinstance(error, Trouble):
        return error
    if isinstance(error, ssl.SSLError):
        return _tls(error, server)
    if isinstance(error, socket.gaierror):
        return Trouble(
            _("The name %(host)s was not found. Is it spelled right?") % {"host": server.host}, needs_person=True
        )
    if isinstance(error, TimeoutError):
        return Trouble(_("%(server)s did not answer in time. Is a firewall in between?") % {"server": server})
    if isinstance(error, ConnectionRefusedError):
        return Trouble(
            _("%(server)s refuses connections. Is the port right, and is the server running?") % {"server": server}
        )
    return Trouble(_("The connection to %(server)s broke: %(error)s") % {"server": server, "error": words_of(error)})


def _tls(error: ssl.SSLError, server: Server) -> Trouble:
    if not isinstance(error, ssl.SSLCertVerificationError):
        if "WRONG_VERSION_NUMBER" in str(error) or "RECORD_LAYER" in str(error):
            return Trouble(
                _("%(server)s does not speak TLS on this port. STARTTLS or another port may be right.")
                % {"server": server},
                needs_person=True,
            )
        return Trouble(
            _("No protected connection to %(server)s could be agreed on: %(error)s")
            % {"server": server, "error": words_of(error)}
        )
    if error.verify_code == NAME_DIFFERS:
        words = _("The certificate of %(server)s is for another name. Use the name that the provider gives.") % {
            "server": server
        }
    elif error.verify_code == EXPIRED:
        words = _("The certificate of %(server)s has expired.") % {"server": server}
    elif error.verify_code in UNKNOWN_ISSUERS:
        words = _("The certificate of %(server)s comes from an issuer that this machine does not know.") % {
            "server": server
        }
    else:
        words = _("The certificate of %(server)s was not accepted: %(reason)s.") % {
            "server": server,
            "reason": error.verify_message,
        }
    return Trouble(words, needs_person=True)


def no_starttls(server: Server) -> Trouble:
    """The server offers no encryption where we insist on it."""
    return Trouble(
        _("%(server)s does not offer STARTTLS. Nothing was sent, so that the password stays secret.")
        % {"server": server},
        needs_person=True,
    )


def refused_sign_in(error: Exception, server: Server) -> Trouble:
    """The server did not let us in, with a hint for providers that want something other than a password."""
    words = f"{server} refused the sign-in of {server.user}: {words_of(error)}"
    hint = (
        _("The authorisation may have been withdrawn: sign in with OAuth again.")
        if server.token
        else password_hint(server.host)
    )
    return Trouble(f"{words} {hint}".strip(), needs_person=True)


def password_hint(host: str) -> str:
    """What a provider wants instead of the account's password; "" when we know nothing special."""
    for domains, hint in APP_PASSWORD_HINTS.items():
        if any(host.lower() == domain or host.lower().endswith("." + domain) for domain in domains):
            return _(hint)
    return ""


def words_of(error: Exception) -> str:
    """What the other side said, as one printable line of at most 300 characters, ending in a full stop."""
    said: object = error.args[0] if error.args and isinstance(error, imaplib.IMAP4.error) else error
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
    if isinstance(said, bytes):
        said = said.decode("utf-8", "replace")
    line = " ".join("".join(c if c.isprintable() else " " for c in str(said)).split())[:300]
    return (line or type(error).__name__).rstrip(".") + "."
