"""Brings the servers and the browser that tests need: from Debian's packages, installed by root or unpacked beside."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

BESIDE = Path(sys.prefix) / "debian"


@dataclass(frozen=True)
class Part:
    """A program or library that tests need: Debian's package of it, and where it lies below the root."""

    package: str
    place: str
    needs_root: bool = False
    # False when it looks for its own parts at places that were built in, so that unpacking it beside is of no use.
    can_move: bool = True


PARTS = {
    "chromium": Part("chromium", "usr/lib/chromium/chromium"),
    "libatomic": Part("libatomic1", "usr/lib/*/libatomic.so.1"),  # Playwright's driver wants it
    "dovecot": Part("dovecot-imapd", "usr/sbin/dovecot", can_move=False),
    "dovecot-lmtp": Part("dovecot-lmtpd", "usr/lib/dovecot/lmtp", can_move=False),
    "postfix": Part("postfix", "usr/sbin/postfix", needs_root=True),
    "postgres": Part("postgresql", "usr/lib/postgresql/*/bin/postgres"),
    "caddy": Part("caddy", "usr/bin/caddy"),
    "swaks": Part("swaks", "usr/bin/swaks", needs_root=True),  # it speaks to Postfix alone
    "swaks-tls": Part("libnet-ssleay-perl", "usr/lib/*/perl5/*/Net/SSLeay.pm", needs_root=True),
}


def find(program: str) -> Path | None:
    """Where the program is: installed, or unpacked beside. None when it is nowhere."""
    for root in ("/", f"{BESIDE}/"):
        if found := sorted(glob.glob(root + PARTS[program].place)):
            return Path(found[-1])
    on_path = shutil.which(program)
    return Path(on_path) if on_path else None


def need(program: str) -> Path:
    """Where the program is. Without it the test is skipped, or fails when `bin/test` said that all is there."""
    found = find(program)
    if found is None or (PARTS[program].needs_root and os.getuid()):
        say = pytest.fail if os.environ.get("MAKEGOOD_TEST_SERVERS") == "all" else pytest.skip
        say(f"{_why_not(program)}: `bin/test` brings what it can")
    return found


def libraries() -> dict[str, str]:
    """The environment in which a program that was unpacked beside finds its libraries."""
    found = {str(Path(library).parent) for library in glob.glob(f"{BESIDE}/**/lib*.so*", recursive=True)}
    return {"LD_LIBRARY_PATH": ":".join(sorted(found))} if found else {}


def bring() -> list[str]:
    """Make every program available that can be. The answer says, in words, what is left out and why."""
    missing = [part.package for program, part in PARTS.items() if find(program) is None and _is_of_use(part)]
    if missing and shutil.which("apt-get"):
        _bring_packages(missing)
    elif missing:
        print("This is not Debian, so tests use what is installed.", flush=True)
    return [reason for program in PARTS if (reason := _why_not(program))]


def _is_of_use(part: Part) -> bool:
    return not os.getuid() or (part.can_move and not part.needs_root)


def _why_not(program: str) -> str:
    part = PARTS[program]
    if part.needs_root and os.getuid():
        return f"{program} (it works only for root)"
    if find(program):
        return ""
    here = "" if part.can_move or not os.getuid() else ", and only root can put it where it works"
    return f"{program} (Debian's package {part.package} is not installed{here})"


def _bring_packages(packages: list[str]) -> None:
    print(f"Bringing {', '.join(packages)} from Debian ...", flush=True)
    _unpack_beside(packages) if os.getuid() else _install(packages)


def _install(packages: list[str]) -> None:
    """Install as root, and start nothing: tests run servers of their own, on ports of their own."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q=2"], check=True, stdin=subprocess.DEVNULL)
    packages = [package for package in packages if _is_offered(package)]
    answers = "postfix postfix/main_mailer_type select No configuration\n"
    subprocess.run(["debconf-set-selections"], input=answers.encode(), env=environment, check=False)
    policy = Path("/usr/sbin/policy-rc.d")
    ours = not policy.exists()
    if ours:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    try:
        command = ["apt-get", "install", "-y", "-q=2", "--no-install-recommends", *packages]
        subprocess.run(command, env=environment, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    finally:
        if ours:
            policy.unlink()
    _keep_off(packages)


def _is_offered(package: str) -> bool:
    """Not every release has every package, and apt-get brings none of a list with one that it does not know."""
    return not subprocess.run(["apt-cache", "show", "-q=2", package], capture_output=True, check=False).returncode


def _keep_off(packages: list[str]) -> None:
    """What came for the tests does not start with the machine either."""
    if not Path("/run/systemd/system").is_dir():
        return
    services = {"dovecot-imapd": "dovecot", "postfix": "postfix", "postgresql": "postgresql", "caddy": "caddy"}
    names = [service for package, service in services.items() if package in packages]
    subprocess.run(["systemctl", "--quiet", "disable", *names], check=False)


def _unpack_beside(packages: list[str]) -> None:
    """Fetch the packages, with what they need and this machine lacks, and unpack them into the virtual environment."""
    fetched = BESIDE / "packages"
    fetched.mkdir(parents=True, exist_ok=True)
    offered = [package for package in packages if _is_offered(package)]
    plan = ["apt-get", "install", "--simulate", "--no-install-recommends", *offered]
    simulated = subprocess.run(plan, capture_output=True, text=True, check=False).stdout
    names = [line.split()[1] for line in simulated.splitlines() if line.startswith("Inst ")]
    if not names or subprocess.run(["apt-get", "download", "-q=2", *names], cwd=fetched, check=False).returncode:
        print("Debian's packages cannot be fetched: run `apt-get update` as root once.", flush=True)
        return
    for package in sorted(fetched.glob("*.deb")):
        subprocess.run(["dpkg", "-x", str(package), str(BESIDE)], check=True)
        package.unlink()
