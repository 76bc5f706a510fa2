"""What goes wrong on the way to a mail server, in words that say what to do."""

from __future__ import annotations

import imaplib
import smtplib
import socket
import ssl

from makegood.channels.mail.servers import Server

# Numbers of OpenSSL's X509_V_ERR_*, which the ssl module hands on unnamed.
EXPIRED = 10
NAME_DIFFERS = 62
UNKNOWN_ISSUERS = (18, 19, 20, 21)

APP_PASSWORD_HINTS = {
    ("gmail.com", "google.com", "googlemail.com"): (
        "Google takes no account password here: make an app password in the Google account, or sign in with OAuth."
    ),
    ("outlook.com", "office365.com", "office.com", "hotmail.com"): (
        "Microsoft takes no passwords for mail any more: sign in with OAuth."
    ),
    ("yahoo.com", "icloud.com", "me.com", "aol.com", "fastmail.com", "zoho.com"): (
        "This provider wants an app password, made in the account's security settings."
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
        return Trouble(f"The name {server.host} was not found. Is it spelled right?", needs_person=True)
    if isinstance(error, TimeoutError):
        return Trouble(f"{server} did not answer in time. Is a firewall in between?")
    if isinstance(error, ConnectionRefusedError):
        return Trouble(f"{server} refuses connections. Is the port right, and is the server running?")
    return Trouble(f"The connection to {server} broke: {words_of(error)}")


def _tls(error: ssl.SSLError, server: Server) -> Trouble:
    if not isinstance(error, ssl.SSLCertVerificationError):
        if "WRONG_VERSION_NUMBER" in str(error) or "RECORD_LAYER" in str(error):
            return Trouble(
                f"{server} does not speak TLS on this port. STARTTLS or another port may be right.", needs_person=True
            )
        return Trouble(f"No protected connection to {server} could be agreed on: {words_of(error)}")
    if error.verify_code == NAME_DIFFERS:
        words = f"The certificate of {server} is for another name. Use the name that the provider gives."
    elif error.verify_code == EXPIRED:
        words = f"The certificate of {server} has expired."
    elif error.verify_code in UNKNOWN_ISSUERS:
        words = f"The certificate of {server} comes from an issuer that this machine does not know."
    else:
        words = f"The certificate of {server} was not accepted: {error.verify_message}."
    return Trouble(words, needs_person=True)


def no_starttls(server: Server) -> Trouble:
    """The server offers no encryption where we insist on it."""
    return Trouble(
        f"{server} does not offer STARTTLS. Nothing was sent, so that the password stays secret.", needs_person=True
    )


def refused_sign_in(error: Exception, server: Server) -> Trouble:
    """The server did not let us in, with a hint for providers that want something other than a password."""
    words = f"{server} refused the sign-in of {server.user}: {words_of(error)}"
    hint = (
        "The authorisation may have been withdrawn: sign in with OAuth again."
        if server.token
        else password_hint(server.host)
    )
    return Trouble(f"{words} {hint}".strip(), needs_person=True)


def password_hint(host: str) -> str:
    """What a provider wants instead of the account's password; "" when we know nothing special."""
    for domains, hint in APP_PASSWORD_HINTS.items():
        if any(host.lower() == domain or host.lower().endswith("." + domain) for domain in domains):
            return hint
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
