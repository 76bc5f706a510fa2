"""The demo desk: an invented company, and a post office that lets its customers answer."""

from __future__ import annotations

import socket
import threading

from aiosmtpd.controller import Controller
from django.conf import settings
from django.db import connections
from django.utils import timezone

from makegood.config import processes
from makegood.config.commands import Refused
from makegood.demo.play import Used, fill
from makegood.demo.post_office import Customers, hand_in
from makegood.people import acts as people
from makegood.people.models import Agent

MARK = "demo"  # a file in the data folder: this desk is the demo's, and may be opened again


def way_in() -> str:
    """The path that signs in as one who may see all of the demo, which is filled the first time. Raises Refused."""
    mark, now = settings.DATA / MARK, timezone.now()
    try:
        viewer = Agent.objects.get(email=mark.read_text()) if mark.exists() else fill(now=now)
    except Used as used:
        raise Refused(str(used)) from used
    mark.write_text(viewer.email)
    return people.one_time_link(viewer, by=None, now=now)


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def post_office(port: int) -> None:
    """Takes what the demo sends, and hands in what customers answer, until the process is told to stop."""
    stop = threading.Event()
    processes.stop_on_signal(stop)
    customers = Customers()
    controller = Controller(customers, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        while not stop.wait(customers.pause()):
            while not customers.read.empty():
                hand_in(customers.answer(customers.read.get()))
    finally:
        controller.stop()
        connections.close_all()
