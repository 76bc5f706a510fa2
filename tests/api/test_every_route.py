"""Every route of the description, tried by those who may not: nobody, a stranger, one who may only look, no admin."""

from __future__ import annotations

import ast
import copy
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from ninja.utils import normalize_path

import makegood.api
from makegood.api.service import api
from makegood.conversations import acts
from makegood.conversations.letter import Attachment
from makegood.conversations.models import Conversation
from makegood.people.models import Rank, Role
from tests.standing import standing
from tests.world import World, build

pytestmark = pytest.mark.django_db


@cache
def description() -> dict[str, Any]:
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))


def routes() -> list[tuple[str, str]]:
    """As the description has them, which takes longer to make."""
    found = [
        (method, normalize_path(f"/api/v1/{router.prefix}/{path}"), operation)
        for router in api._get_bound_routers()
        for path, view in router.path_operations.items()
        for operation in view.operations
        for method in operation.methods
    ]
    told = [(method, path) for method, path, operation in found if operation.include_in_schema]
    return [(method, re.sub(r"{[^}:]+:", "{", path)) for method, path in told]


def is_setting(path: str) -> bool:
    return path.startswith("/api/v1/settings/")


ROUTES = routes()
SETTINGS = [one for one in ROUTES if is_setting(one[1])]
DAILY = [one for one in ROUTES if not is_setting(one[1])]
# What belongs to a conversation or customer of the harbour: for Mo, none of it is there.
HIDDEN = [one for one in DAILY if "{" in one[1] and "/undo/{pk}" not in one[1]]


def fits(schema: dict[str, Any]) -> Any:
    """The least that the schema takes."""
    if "$ref" in schema:
        return fits(description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    if "allOf" in schema:
        return fits(schema["allOf"][0])
    if "anyOf" in schema:
        return fits(schema["anyOf"][0])
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("examples"):
        return schema["examples"][0]
    if schema["type"] == "object":
        needed = schema.get("required", [])
        return {name: fits(schema["properties"][name]) for name in needed}
    if schema["type"] == "array":
        return [fits(schema["items"])] * schema.get("minItems", 0)
    return {"string": "x", "integer": 1, "boolean": True}[schema["type"]]


def said_to(method: str, path: str) -> Any:
    content = description()["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    said = fits(content["application/json"]["schema"]) if "application/json" in content else None
    if said == {}:
        said = {"agent": 1} if path.endswith("/assign") else {}
    if path.endswith("/handoffs") and said is not None:
        said["agent"] = 1
    if path.endswith(("/replies", "/conversations")) and said is not None:
        said["to"] = [{"address": "eva@post.example"}]
    return said


def ask(client: Client, method: str, path: str, said: Any, ids: dict[str, Any]) -> Any:
    for name, value in ids.items():
        path = path.replace("{" + name + "}", str(value))
    if path.endswith(("/files", "/receipts")) and method == "POST":
        return client.post(path, {"file": SimpleUploadedFile("a.txt", b"a")})
    query = "?q=lamp" if path.endswith(("/search", "/suggest")) else ""
    body = b"" if said is None else json.dumps(said).encode()
    return client.generic(method, path + query, body, "application/json")


@dataclass(frozen=True)
class Standing:
    """Things of the harbour that paths may be about."""

    world: World
    found: Conversation
    pk: dict[str, int]


def stand() -> Standing:
    world, now = build(), timezone.now()
    found = world.receive(at=now)
    reply = world.reply(found, at=now)
    file = acts.attach(found, "reply", Attachment("a", "text/plain", b"a"), by=world.ana, at=now)
    pk = {"messages": reply.pk, "deliveries": reply.deliveries.get().pk, "files": file.pk, "tokens": 1,
          "customers": found.customer_id}  # fmt: skip
    return Standing(world, found, pk)


@pytest.fixture(scope="module")
def begun(django_db_setup: None, django_db_blocker: Any) -> Iterator[Standing]:
    with standing(django_db_blocker, stand) as made:
        yield made


@pytest.fixture
def harbour(begun: Standing, db: None) -> Standing:
    """The same for each test, whatever the last one changed of it."""
    return copy.deepcopy(begun)


@pytest.fixture
def world(harbour: Standing) -> World:
    return harbour.world


def ids_of(harbour: Standing, path: str) -> dict[str, Any]:
    pk, found = harbour.pk, harbour.found
    kind = next((name for name in pk if f"/{name}/{{pk}}" in path), "")
    return {"number": found.number, "kind": "reply", "pk": pk.get(kind, 1), "delivery": 1, "other": found.number}


@pytest.mark.once
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_without_a_token_nothing_opens(method, path, db):
    for client in (Client(), Client(headers={"Authorization": "Bearer mg_wrong"})):
        answer = ask(client, method, path, said_to(method, path), {"number": 1, "pk": 1, "kind": "x", "delivery": 1})
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"


def test_no_two_shapes_share_a_name() -> None:
    """In the description one would stand for both."""
    shapes = [
        node.name
        for path in Path(makegood.api.__file__).parent.rglob("*.py")
        for node in ast.parse(path.read_text()).body
        if isinstance(node, ast.ClassDef) and node.name.endswith(("In", "Out"))
    ]
    assert len(shapes) > 100 and [name for name, count in Counter(shapes).items() if count > 1] == []


@pytest.mark.parametrize(("method", "path"), HIDDEN)
def test_for_a_stranger_it_is_not_there(harbour, ana, mo, method, path):
    answer = ask(mo.client, method, path, said_to(method, path), ids_of(harbour, path))
    assert answer.status_code == 404, answer.content
    assert answer.json()["detail"] == "There is no such thing, or it is not yours to see."


@pytest.mark.once
@pytest.mark.parametrize(("method", "path"), [one for one in DAILY if one[0] != "GET"])
def test_a_reading_token_changes_nothing(harbour, world, program, method, path):
    reader = program(world.ana, "read")
    answer = ask(reader.client, method, path, said_to(method, path), ids_of(harbour, path))
    assert answer.status_code == 403
    assert answer.json()["type"].endswith(":scope")


@pytest.mark.once
@pytest.mark.parametrize(("method", "path"), SETTINGS)
def test_settings_open_for_an_admins_admin_token_alone(world, program, method, path):
    from makegood.api.models import Token

    ids = {"pk": 1, "delivery": 1}
    plain = program(world.ada, "read", "write")
    assert ask(plain.client, method, path, said_to(method, path), ids).status_code == 403
    former = program(world.ada, "read", "write", "admin")
    Role.objects.filter(agent=world.ada, rank=Rank.ADMIN).delete()
    assert ask(former.client, method, path, said_to(method, path), ids).status_code == 403
    assert Token.objects.count() == 2


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_each_answer_is_one_that_the_description_names(harbour, world, program, method, path):
    """By somebody who may; with what fits, with nothing, and with what cannot be."""
    Role.objects.create(agent=world.ana, rank=Rank.ADMIN)
    ana = program(world.ana, "read", "write", "admin")
    known = description()["paths"][path][method.lower()]["responses"]
    ids = ids_of(harbour, path)
    hostile = {"text": "\0", "name": "\ud800", "to": [[]], "kinds": {}, "url": "http://[", "seen": 10**40, "pk": None}
    for said in (said_to(method, path), None, {}, [], hostile):
        answer = ask(ana.client, method, path, said, ids)
        assert str(answer.status_code) in known or answer.status_code == 400, answer.content
        assert answer.status_code < 500, answer.content


def test_the_routes_are_those_of_the_description():
    told = [(method.upper(), path) for path, methods in description()["paths"].items() for method in methods]
    assert sorted(told) == sorted(ROUTES)


def test_every_route_says_what_it_is_for_and_every_name_is_its_own():
    operations = [one for methods in description()["paths"].values() for one in methods.values()]
    assert all(one["summary"] and one["description"] for one in operations)
    assert len({one["operationId"] for one in operations}) == len(operations)


def test_nothing_secret_is_a_field():
    told = json.dumps({name: one for name, one in description()["components"]["schemas"].items()})
    assert not any(f'"{word}"' in told for word in ("hashed", "password", "sealed", "digest"))
