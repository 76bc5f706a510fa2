"""Pages over HTTP, signed in, beside the same door with nothing behind it but sqlite3 and an f-string (floor.py)."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass
from statistics import quantiles

from tests.bench.floor import Floor
from tests.bench.report import Row
from tests.servers.machine import HOST


@dataclass(frozen=True)
class Speed:
    """Milliseconds."""

    p50: float
    p95: float


def http_speed(port: int, session: str, path: str, *, times: int) -> Speed:
    """A page over one kept connection, as a browser fetches it."""
    connection = http.client.HTTPConnection(HOST, port)
    took = []
    for turn in range(times + 5):
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": session, "Host": f"{HOST}:{port}"})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        if turn >= 5:
            took.append((time.perf_counter() - begun) * 1000)
    return speed_of(took)


def bare_speed(floor: Floor, session: str, team: int, number: int, *, times: int) -> Speed:
    """The floor without the door: what SQL and f-string alone take."""
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        floor.page(session.partition("=")[2], team, number)
        took.append((time.perf_counter() - begun) * 1000)
    return speed_of(took)


def speed_of(took: list[float]) -> Speed:
    """Of so many turns, in milliseconds."""
    cuts = quantiles(took, n=20)
    return Speed(cuts[9], cuts[18])


@dataclass(frozen=True)
class Beside:
    """A page, the same at the floor behind the same door, and the floor without a door."""

    page: Speed
    floor: Speed
    bare: Speed


def page_row(work: str, one: Beside, times: int, p95: int) -> Row:
    """The page holds when its median is at most so many times the floor's, and its p95 below that."""
    ratio = one.page.p50 / one.floor.p50
    measured = f"p50 {one.page.p50:.1f} ms, p95 {one.page.p95:.1f} ms"
    floor = f"p50 {one.floor.p50:.2f} ms (without the door {one.bare.p50:.2f})"
    must = f"p50 <= {times}x, p95 < {p95} ms"
    return Row(work, measured, floor, f"{ratio:.1f}x", must, ratio <= times and one.page.p95 < p95)
