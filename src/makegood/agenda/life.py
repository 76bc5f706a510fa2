"""By which name a worker is known, and how others of its machine see that it is no more."""

from __future__ import annotations

import os
import platform
from contextlib import suppress
from functools import cache
from pathlib import Path


def name() -> str:
    """This process among all workers: machine and process number."""
    return f"{_machine()}:{os.getpid()}"


def is_over(worker: str) -> bool:
    """True only when it is certain: the worker was a process of this running system, and there is none of its number.

    A number that was given anew counts as alive; then the lease runs out by itself.
    """
    machine, _, rest = worker.partition(":")
    number = rest.partition(":")[0]
    if machine != _machine() or "." not in machine or not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


@cache
def _machine() -> str:
    """Host, and on Linux also this start of it and this space of process numbers: two containers are two machines."""
    host = platform.node()[:40].replace(":", "-").replace("/", "-").replace(".", "-")
    with suppress(OSError):
        start = Path("/proc/sys/kernel/random/boot_id").read_text()[:8]
        return f"{host}.{start}.{os.stat('/proc/self/ns/pid').st_ino}"
    return host
