"""Brings the servers and the browser that tests need: from Debian's packages, installed by root or unpacked beside."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BESIDE = Path(sys.prefix) / "debian"
# What a test asks for, and the package that holds it. Where they live when they are not on PATH: PLACES.
PACKAGES = {
    "chromium": "chromium",
    "dovecot": "dovecot-imapd",
    "dovecot-lmtp": "dovecot-lmtpd",
    "postfix": "postfix",
    "postgres": "postgresql",
    "swaks": "swaks",
}
PLACES = {
    "chromium": ["usr/lib/chromium/chromium"],
    "dovecot": ["usr/sbin/dovecot"],
    "dovecot-lmtp": ["usr/lib/dovecot/lmtp"],
    "postfix": ["usr/sbin/postfix"],
    "postgres": ["usr/lib/postgresql/*/bin/postgres", "usr/pgsql-*/bin/postgres"],
    "swaks": ["usr/bin/swaks"],
}
# Postfix works only for root; without it there is no point in unpacking it.
NEEDS_ROOT = {"postfix"}


def find(program: str) -> Path | None:
    """Where the program is: installed, or unpacked beside. None when it is nowhere."""
    for root in ("/", f"{BESIDE}/"):
        for place in PLACES[program]:
            if found := sorted(glob.glob(root + place)):
                return Path(found[-1])
    on_path = shutil.which(program)
    return Path(on_path) if on_path else None


def need(program: str) -> Path:
    """Where the program is. Without it the test is skipped, or fails when `bin/test` said that all is there."""
    found = find(program)
    if found is None or (program in NEEDS_ROOT and os.getuid()):
        say = pytest.fail if os.environ.get("MAKEGOOD_TEST_SERVERS") == "all" else pytest.skip
        say(f"{program} is not here, or does not run without root: `bin/test` brings what it can")
    return found


def libraries() -> dict[str, str]:
    """The environment in which a program that was unpacked beside finds its libraries."""
    folders = [f"{BESIDE}/{place}" for place in ("usr/lib", "lib")]
    multiarch = [folder for top in folders for folder in glob.glob(f"{top}/*-linux-gnu*")]
    here = [folder for folder in folders + multiarch if Path(folder).is_dir()]
    return {"LD_LIBRARY_PATH": ":".join(here)} if here else {}


def bring() -> list[str]:
    """Make every program available that can be. The answer says, in words, what is left out and why."""
    missing = [program for program in PACKAGES if find(program) is None]
    if missing and shutil.which("apt-get"):
        _bring_packages([PACKAGES[program] for program in missing])
    elif missing:
        print("This is not Debian, so tests use what is installed.", flush=True)
    return [reason for program in PACKAGES if (reason := _why_not(program))]


def _why_not(program: str) -> str:
    if find(program) is None:
        return f"{program} (Debian's package {PACKAGES[program]} could not be had)"
    if program in NEEDS_ROOT and os.getuid():
        return f"{program} (it starts only as root)"
    return ""


def _bring_packages(packages: list[str]) -> None:
    print(f"Bringing {', '.join(packages)} from Debian ...", flush=True)
    if os.getuid():
        _unpack_beside([name for name in packages if name not in NEEDS_ROOT])
    else:
        _install(packages)


def _install(packages: list[str]) -> None:
    """Install as root, and start nothing: tests run servers of their own, on ports of their own."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q=2"], check=True, stdin=subprocess.DEVNULL)
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


def _keep_off(packages: list[str]) -> None:
    """What came for the tests does not start with the machine either."""
    if not Path("/run/systemd/system").is_dir():
        return
    services = {"dovecot-imapd": "dovecot", "postfix": "postfix", "postgresql": "postgresql"}
    names = [service for package, service in services.items() if package in packages]
    subprocess.run(["systemctl", "--quiet", "disable", *names], check=False)


def _unpack_beside(packages: list[str]) -> None:
    """Fetch the packages, with what they need and this machine lacks, and unpack them into the virtual environment."""
    fetched = BESIDE / "packages"
    fetched.mkdir(parents=True, exist_ok=True)
    plan = ["apt-get", "install", "--simulate", "--no-install-recommends", *packages]
    simulated = subprocess.run(plan, capture_output=True, text=True, check=False).stdout
    names = [line.split()[1] for line in simulated.splitlines() if line.startswith("Inst ")]
    if not names or subprocess.run(["apt-get", "download", "-q=2", *names], cwd=fetched, check=False).returncode:
        print("Debian's packages cannot be fetched: run `apt-get update` as root once.", flush=True)
        return
    for package in sorted(fetched.glob("*.deb")):
        subprocess.run(["dpkg", "-x", str(package), str(BESIDE)], check=True)
        package.unlink()
