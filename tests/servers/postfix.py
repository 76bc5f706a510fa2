"""A Postfix of our own, a real mail server between a customer's mail program and Dovecot. It runs only as root.

Mail to an address of dovecot.USERS arrives there; an unknown one of example.test is refused at once. Mail to
far.example is taken and then bounces, as it does when another company's server is behind ours.
"""

from __future__ import annotations

import shutil
import smtplib
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import debian
from tests.servers.dovecot import PASSWORD, USERS, Dovecot
from tests.servers.machine import HOST, Server, free_port, is_listening, own_folder

DOMAIN = "example.test"
FAR_DOMAIN = "far.example"

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
daemon_directory = {daemons}
myhostname = mail.example.test
mydestination =
local_recipient_maps =
alias_maps =
mynetworks = 127.0.0.0/8
inet_interfaces = {host}
inet_protocols = ipv4
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
smtp_host_lookup = native
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
virtual_mailbox_domains = {domain}
virtual_mailbox_maps = texthash:{folder}/users
virtual_transport = lmtp:inet:{host}:{lmtp}
recipient_delimiter = +
relay_domains = texthash:{folder}/relayed
transport_maps = texthash:{folder}/transport
default_transport = error:5.1.2 There is no way out of this machine
lmtp_connection_cache_on_demand = no
message_size_limit = 60000000
mailbox_size_limit = 0
virtual_mailbox_limit = 0
queue_run_delay = 1s
minimal_backoff_time = 1s
maximal_backoff_time = 2s
bounce_queue_lifetime = 1m
smtpd_client_connection_count_limit = 0
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = may
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:{host}:{sasl}
smtpd_recipient_restrictions = permit_mynetworks, reject_unauth_destination
"""

MASTER = """
{host}:{port} inet n - n - - smtpd
{host}:{submission} inet n - n - - smtpd
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o smtpd_recipient_restrictions=reject_unlisted_recipient,permit_sasl_authenticated,reject
{host}:{submissions} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o smtpd_recipient_restrictions=reject_unlisted_recipient,permit_sasl_authenticated,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """One private instance: `port` takes mail from anyone here, `submission` and `submissions` want PASSWORD.

    `submission` offers STARTTLS, `submissions` speaks TLS from the first byte; both show Dovecot's certificate.
    """

    def __init__(self, folder: Path, program: Path, dovecot: Dovecot):
        self.port, self.submission, self.submissions = (free_port() for _ in range(3))
        self.folder, self._dovecot, self._program = folder, dovecot, program
        self._routes = {FAR_DOMAIN: f"lmtp:inet:{HOST}:{dovecot.lmtp}"}
        self._write()
        self.server = Server([str(self._daemons() / "master"), "-d", "-c", str(folder)], log=folder / "said")

    def _daemons(self) -> Path:
        return next(path for path in (Path("/usr/lib/postfix/sbin"), Path("/usr/libexec/postfix")) if path.is_dir())

    def _write(self) -> None:
        dovecot = self._dovecot
        ports = {"port": self.port, "submission": self.submission, "submissions": self.submissions}
        peers = {"lmtp": dovecot.lmtp, "sasl": dovecot.sasl, "certificate": dovecot.certificate}
        place = {"folder": self.folder, "daemons": self._daemons(), "host": HOST, "domain": DOMAIN}
        key = dovecot.certificate.with_name("key.pem")
        (self.folder / "main.cf").write_text(MAIN.format(**place, **peers, key=key))
        (self.folder / "master.cf").write_text(MASTER.format(**place, **ports))
        (self.folder / "users").write_text("".join(f"{user} there\n" for user in USERS))
        self._write_routes()

    def _write_routes(self) -> None:
        (self.folder / "transport").write_text("".join(f"{domain} {way}\n" for domain, way in self._routes.items()))
        (self.folder / "relayed").write_text("".join(f"{domain} relayed\n" for domain in self._routes))

    def start(self) -> None:
        """Start it, also after stop(): what is in its queue goes on."""
        for name in ("queue", "data"):
            (self.folder / name).mkdir(exist_ok=True)
        shutil.chown(self.folder / "data", "postfix")
        self._postfix("check")
        self.server.start(lambda: is_listening(self.port))

    def _postfix(self, verb: str) -> None:
        command = [str(self._program), "-c", str(self.folder), verb]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"postfix {verb}: {done.stdout}{done.stderr}")

    def stop(self) -> None:
        """End it properly; its queue stays."""
        self.server.stop()

    def route(self, domain: str, port: int, *, protocol: str = "lmtp") -> None:
        """From now on, hand mail for this domain to a server on this port, by "lmtp" or "smtp"."""
        self._routes[domain] = f"{protocol}:inet:{HOST}:{port}" if protocol == "lmtp" else f"smtp:[{HOST}]:{port}"
        self._write_routes()
        self._postfix("reload")

    def send(self, mail: bytes, to: list[str], *, sender: str = "eva@example.test") -> None:
        """Hand over a mail as a customer's mail server would. Raises smtplib's errors when it is refused."""
        with smtplib.SMTP(HOST, self.port) as smtp:
            smtp.sendmail(sender, to, mail)

    def submit(self, mail: bytes, to: list[str], *, user: str) -> None:
        """Send as a person's mail program does: sign in over STARTTLS, then hand it over."""
        with smtplib.SMTP(HOST, self.submission) as smtp:
            smtp.starttls(context=self._dovecot.trust())
            smtp.login(user, PASSWORD)
            smtp.sendmail(user, to, mail)

    def said(self) -> str:
        """Its log: who sent what to whom, and what became of it."""
        log = self.folder / "log"
        return (log.read_text(errors="replace") if log.exists() else "") + self.server.said()


@contextmanager
def running(dovecot: Dovecot) -> Iterator[Postfix]:
    """An instance that runs inside the block and delivers into this Dovecot."""
    program = debian.need("postfix")
    with own_folder("postfix", hands_over=False) as folder:
        server = Postfix(folder, program, dovecot)
        server.start()
        try:
            yield server
        finally:
            server.stop()
