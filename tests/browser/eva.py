"""Eva, a customer with a mail program of her own: she writes through Postfix and reads what lies in her mailbox."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, localtime, make_msgid

from tests.servers.dovecot import Dovecot
from tests.servers.machine import wait_until
from tests.servers.postfix import Postfix

ADDRESS = "eva@example.test"
PICTURE = bytes.fromhex(  # a PNG of 4 x 4 pixels
    "89504e470d0a1a0a0000000d4948445200000004000000040802000000269309290000001049444154789c6370493386"
    "2306e2380068730dd1b91fdf9d0000000049454e44ae426082"
)
HOSTILE = """<p>The lid came in <b>three</b> pieces:</p>
<script>parent.document.title = "taken over"</script>
<p onclick="parent.document.title = 'taken over'">Look: <img src="cid:lid@example.test" alt="the lid"></p>
<img src="https://pixel.example/seen.png" alt="" onerror="parent.document.title = 'taken over'">
<a href="javascript:parent.document.title='taken over'">my order</a>
<form action="https://pixel.example/"><input name="password"><button>Sign in again</button></form>"""


def read(raw: bytes) -> EmailMessage:
    """A mail as her program reads it."""
    return email.message_from_bytes(raw, _class=EmailMessage, policy=email.policy.default)


@dataclass
class Eva:
    """Her mail program, signed in at her provider."""

    dovecot: Dovecot
    postfix: Postfix

    def complains(self, to: str, subject: str) -> EmailMessage:
        """She sends words, a picture among them, a receipt, and what a thief of sessions would add."""
        mail = self._begun(to, subject)
        mail.set_content("The lid came in three pieces.\n")
        mail.add_alternative(HOSTILE, subtype="html")
        mail.get_payload()[1].add_related(PICTURE, "image", "png", cid="<lid@example.test>", filename="lid.png")
        mail.add_attachment(b"%PDF-1.4 receipt", maintype="application", subtype="pdf", filename="Receipt 12.pdf")
        return self._sent(mail, to)

    def answers(self, got: EmailMessage, text: str) -> EmailMessage:
        """She answers a mail as programs do: to its Reply-To, with its ids, and quoting it."""
        to = str(got["reply-to"] or got["from"])
        mail = self._begun(to, f"Re: {got['subject']}")
        mail["In-Reply-To"] = got["message-id"]
        mail["References"] = f"{got['references'] or ''} {got['message-id']}".strip()
        body = got.get_body(("plain",))
        quoted = "\n".join(f"> {line}" for line in body.get_content().splitlines()) if body else ""
        mail.set_content(f"{text}\n\nOn Thursday they wrote:\n{quoted}\n")
        return self._sent(mail, to)

    def _begun(self, to: str, subject: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"Eva Stern <{ADDRESS}>", to, subject
        mail["Message-ID"], mail["Date"] = make_msgid(domain="example.test"), format_datetime(localtime())
        return mail

    def _sent(self, mail: EmailMessage, to: str) -> EmailMessage:
        self.postfix.submit(mail.as_bytes(), [email.utils.parseaddr(to)[1]], user=ADDRESS)
        return mail

    def inbox(self) -> list[EmailMessage]:
        """What lies in her mailbox, oldest first."""
        return [read(raw) for raw in self.dovecot.mails(ADDRESS)]

    def waits_for(self, count: int) -> EmailMessage:
        """The newest of so many mails, once they are there; exactly so many. The undo window lies before each."""
        found = wait_until(f"{count} mails for Eva", lambda: found if len(found := self.inbox()) >= count else [])
        assert len(found) == count
        return found[-1]
