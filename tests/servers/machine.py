"""This machine, as the test servers use it: ports, folders, a user without rights, programs that start and stop."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
# Seconds that a test waits for what should come at once: only what never comes takes so long, for busy is not broken.
PATIENCE = 240.0
T = TypeVar("T")


def free_port() -> int:
    """A port of the loopback address that nothing listens on right now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def is_listening(port: int) -> bool:
    """True when something answers on this port of the loopback address."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0


def wait_until(what: str, ready: Callable[[], T], *, seconds: float = PATIENCE) -> T:
    """The first truthy answer of `ready`. Raises TimeoutError, naming `what`, when there is none in time."""
    deadline = time.monotonic() + seconds
    while True:
        answer = ready()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:g} seconds")
        time.sleep(0.02)


@contextmanager
def costs_at_most(seconds: float) -> Iterator[None]:
    """What this thread does inside the block takes no more of the processor's time; that others are busy costs nothing.

    Allow ten times what it takes here: what grows beyond all bounds takes a hundred times as much.
    """
    begun = time.thread_time()
    yield
    cost = time.thread_time() - begun
    assert cost < seconds, f"it took {cost:.1f} seconds of the processor, not {seconds:g}"


def unprivileged() -> pwd.struct_passwd:
    """Who runs the servers that refuse root: whoever runs the tests, or nobody when that is root."""
    return pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("nobody")


@contextmanager
def own_folder(name: str, *, hands_over: bool = True) -> Iterator[Path]:
    """A new folder that goes at the end, handed over to `unprivileged()`. Its path is short: sockets need that."""
    folder = Path(tempfile.mkdtemp(prefix=f"makegood-{name}-"))
    if hands_over:
        hand_over(folder)
    # Postfix delivers with a user of its own and must pass through.
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def hand_over(path: Path) -> None:
    """Make `unprivileged()` the owner of a file or folder."""
    if not os.getuid():
        os.chown(path, unprivileged().pw_uid, unprivileged().pw_gid)


class Server:
    """One program that stays until it is stopped, and that dies with the tests even when they are killed."""

    def __init__(self, command: list[str], *, log: Path, drops_root: bool = False, env: dict[str, str] | None = None):
        self.command = [*_guard(drops_root), *command]
        self.log = log
        self.env = {**os.environ, **(env or {})}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process, "the server was never started"
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, ready: Callable[[], object], *, seconds: float = PATIENCE) -> None:
        """Start it; returns once `ready()` is true. Raises RuntimeError with its log when it does not come up."""
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            # Tests that were started in the background ignore Ctrl-C, and what they start would inherit that.
            signal.signal(signal.SIGINT, signal.default_int_handler)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.env, start_new_session=True
            )
        try:
            wait_until(" ".join(self.command), lambda: self._answers(ready), seconds=seconds)
        except TimeoutError as error:
            raise RuntimeError(f"{error}\n{self.said()[-3000:]}") from None

    def _answers(self, ready: Callable[[], object]) -> bool:
        if not self.is_alive:
            raise RuntimeError(f"{' '.join(self.command)} ended at once:\n{self.said()[-3000:]}")
        return bool(ready())

    def said(self) -> str:
        """All that it has logged."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def stop(self, how: signal.Signals = signal.SIGTERM, *, seconds: float = PATIENCE) -> None:
        """Ask it to end and wait; kill it when it does not. Stopping twice is stopping once."""
        if not self.is_alive or self._process is None:
            return
        self._process.send_signal(how)
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it with SIGKILL, and the processes of its group with it, as a power cut would."""
        if self._process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _guard(drops_root: bool) -> list[str]:
    """What goes before a command so that it ends with the tests, and runs without rights where it wants that."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return []
    user = unprivileged()
    change = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    drop = change if drops_root and not os.getuid() else []
    return [setpriv, "--pdeathsig", "TERM", *drop, "--"]


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost that nobody signed but itself, and its key: paths of two PEM files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address(HOST))])
    today = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=2))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(*plain))
    for path in paths:
        hand_over(path)
    return paths
