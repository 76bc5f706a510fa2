"""What a monitor asks: is the process alive, is the desk ready, how much is waiting."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_address

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from makegood.agenda import queries as agenda
from makegood.conversations.models import Conversation, State
from makegood.timeline import queries as timeline

WORKER_SILENT_FOR = timedelta(minutes=3)
_migrated: set[str] = set()  # databases seen with every migration applied; they do not go back while we run


@login_not_required
@require_GET
def livez(request: HttpRequest) -> HttpResponse:
    """200 while this process answers at all."""
    return JsonResponse({"ok": True})


@login_not_required
@require_GET
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served and work is done; else 503, and why, in words."""
    problems = why_not_ready(timezone.now())
    return JsonResponse({"ok": not problems, "problems": problems}, status=503 if problems else 200)


def why_not_ready(now: datetime) -> list[str]:
    """What is wrong, in words; empty when nothing is."""
    try:
        if not _is_migrated():
            return ["The database is of another version. Run: makegood migrate"]
        beat_at = agenda.last_beat_at()
    except DatabaseError as error:
        return [f"The database does not answer: {error}"]
    if beat_at is None:
        return ["No worker is running, so no mail leaves and no clock is watched. Run: makegood work"]
    if now - beat_at > WORKER_SILENT_FOR:
        return [f"No worker has been heard of since {beat_at:%Y-%m-%d %H:%M} UTC. Restart: makegood work"]
    return []


def _is_migrated() -> bool:
    name = str(connection.settings_dict["NAME"])
    if name not in _migrated:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _migrated.add(name)
    return True


@login_not_required
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, for programs on this machine only."""
    if not ip_address(request.META.get("REMOTE_ADDR") or "0.0.0.0").is_loopback:  # noqa: S104 - means unknown here
        return HttpResponseForbidden("Figures are given to programs on this machine only.")
    return HttpResponse(_figures(timezone.now()), content_type=CONTENT_TYPE_LATEST)


def _figures(now: datetime) -> bytes:
    registry, turns = CollectorRegistry(), agenda.counts(now)
    overdue = (now - turns.oldest_due_at).total_seconds() if turns.oldest_due_at else 0.0
    for name, words, value in [
        ("makegood_turns_planned", "Turns on the agenda", turns.planned),
        ("makegood_turns_due", "Turns that wait for a worker", turns.due),
        ("makegood_turns_stuck", "Turns that wait for a person", turns.stuck),
        ("makegood_turns_overdue_seconds", "How long the oldest due turn has waited", overdue),
        ("makegood_events", "Highest number of an event", timeline.newest_id()),
        (
            "makegood_conversations_open",
            "Conversations in which it is our turn",
            Conversation.objects.filter(state=State.OPEN).count(),
        ),
    ]:
        Gauge(name, words, registry=registry).set(value)
    return generate_latest(registry)
