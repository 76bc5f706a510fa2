"""A Dovecot of our own: IMAP and LMTP on free ports, mail in a temporary folder, people with one password."""

from __future__ import annotations

import grp
import re
import shutil
import smtplib
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from imapclient import IMAPClient

from tests.servers import debian
from tests.servers.machine import (
    HOST,
    PATIENCE,
    Server,
    certificate,
    free_port,
    hand_over,
    is_listening,
    own_folder,
    unprivileged,
)

PASSWORD = "a password for a second"
USERS = ("help@example.test", "billing@example.test", "eva@example.test", "mo@example.test")

CONFIG = """
protocols = imap lmtp
listen = {host}
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_vsz_limit = 1G
first_valid_uid = 1
first_valid_gid = 1
login_trusted_networks = {host}/32
mail_location = maildir:{folder}/mail/%u
mailbox_idle_check_interval = 1 s
mail_max_userip_connections = 100
recipient_delimiter = +
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = scheme=PLAIN username_format=%u {folder}/users
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {folder}/oauth2.conf
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {folder}/users
}}
protocol lmtp {{
  auth_username_format = %Lu
  postmaster_address = postmaster@example.test
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = {host}
    port = {lmtp}
  }}
}}
service auth {{
  inet_listener sasl {{
    address = {host}
    port = {sasl}
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""

OAUTH2 = """
introspection_mode = post
introspection_url = {issuer}/introspect
username_attribute = email
active_attribute = active
active_value = true
"""


class Dovecot:
    """One private instance. Everyone in USERS has PASSWORD; `issuer` vouches for their OAuth2 tokens."""

    def __init__(self, folder: Path, program: Path, issuer: str):
        self.imap, self.imaps, self.lmtp, self.sasl = (free_port() for _ in range(4))
        self.folder = folder
        self.certificate, self._key = certificate(folder)
        self._write(issuer)
        command = [str(program), "-F", "-c", str(folder / "dovecot.conf")]
        self.server = Server(command, log=folder / "said", drops_root=True, env=debian.libraries())

    def _write(self, issuer: str) -> None:
        user = unprivileged()
        group = grp.getgrgid(user.pw_gid).gr_name
        values = {name: getattr(self, name) for name in ("imap", "imaps", "lmtp", "sasl", "folder", "certificate")}
        config = CONFIG.format(host=HOST, user=user.pw_name, group=group, key=self._key, **values)
        users = "".join(
            f"{name}:{PASSWORD}:{user.pw_uid}:{user.pw_gid}::{self.folder}/home/{name}::\n" for name in USERS
        )
        texts = {"dovecot.conf": config, "oauth2.conf": OAUTH2.format(issuer=issuer), "users": users}
        for name, text in texts.items():
            (self.folder / name).write_text(text)
            hand_over(self.folder / name)

    def start(self) -> None:
        """Start it, also after stop() or kill(): on the same ports, with the same mail."""
        self.server.start(lambda: is_listening(self.imap) and is_listening(self.lmtp))

    def stop(self) -> None:
        """End it properly: clients are told BYE."""
        self.server.stop()

    def kill(self) -> None:
        """End it with SIGKILL, open connections and all."""
        self.server.kill()

    @property
    def is_alive(self) -> bool:
        return self.server.is_alive

    def deliver(self, user: str, mail: bytes, *, sender: str = "eva@example.test") -> None:
        """Hand over one mail by LMTP, as a mail server would; it is in the mailbox when this returns."""
        with smtplib.LMTP(HOST, self.lmtp) as lmtp:
            lmtp.sendmail(sender, [user], mail)

    def put(self, user: str, mail: bytes, *, folder: str = "INBOX") -> int:
        """Append exactly these bytes to a folder; the UID that they got."""
        with self.login(user) as client:
            answer = client.append(folder, mail)
        return int(re.findall(rb"APPENDUID \d+ (\d+)", answer)[0])

    def login(self, user: str) -> IMAPClient:
        """A signed-in IMAP connection, without TLS; use it in a `with`."""
        client = IMAPClient(HOST, port=self.imap, ssl=False, timeout=PATIENCE)
        client.login(user, PASSWORD)
        return client

    def mails(self, user: str, *, folder: str = "INBOX") -> list[bytes]:
        """Every mail in the folder as it is stored, oldest first; none is marked as read by looking."""
        with self.login(user) as client:
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search(), ["BODY.PEEK[]"])
        return [found[uid][b"BODY[]"] for uid in sorted(found)]

    def trust(self) -> ssl.SSLContext:
        """A TLS context that believes this server's certificate, and no other."""
        return ssl.create_default_context(cafile=str(self.certificate))

    def forget_uids(self, user: str) -> None:
        """Number the mails anew: same mail, other UIDVALIDITY, as after a restored backup. It restarts meanwhile."""
        self.stop()
        for pattern in ("dovecot-uidlist*", "dovecot.index*"):
            for path in (self.folder / "mail" / user).glob(pattern):
                path.unlink()
        self.start()

    def empty(self) -> None:
        """Throw away everyone's mail and see that it runs: the next test finds a server like a new one."""
        shutil.rmtree(self.folder / "mail", ignore_errors=True)
        if not self.is_alive:
            self.start()


def _must_be_understood(program: Path) -> None:
    said = subprocess.run(
        [program, "--version"], capture_output=True, text=True, check=True, env=debian.libraries()
    ).stdout
    if not said.startswith("2.3."):
        pytest.skip(f"these tests know the configuration of Dovecot 2.3, and here is {said.strip()}")


@contextmanager
def running(issuer: str) -> Iterator[Dovecot]:
    """An instance that runs inside the block; `issuer` is the address of the token issuer that it asks."""
    program = debian.need("dovecot")
    debian.need("dovecot-lmtp")
    _must_be_understood(program)
    with own_folder("dovecot") as folder:
        server = Dovecot(folder, program, issuer)
        server.start()
        try:
            yield server
        finally:
            server.stop()
