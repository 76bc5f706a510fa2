"""The API as a whole: its routes, its description (OpenAPI 3.1), its docs page."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from makegood.api import problems
from makegood.api.bearer import Bearer
from makegood.api.routes import (
    articles,
    calls,
    conversations,
    customers,
    duty,
    files,
    first,
    found,
    handoffs,
    hooks,
    hours,
    joining,
    kudos,
    ladders,
    mail,
    me,
    mentions,
    messages,
    moves,
    notices,
    orders,
    people,
    places,
    policies,
    promises,
    remedies,
    reports,
    stories,
    vouchers,
    wishes,
    work,
)

DESCRIPTION = """Everything that the desk's pages can do, for programs: through the same acts, with the same sight.

Send `Authorization: Bearer mg_…`. A token acts as its agent and sees what they see; what they may not see is answered
as if it were not there (404). Lists come as `{items, next}`; ask for the next page with `after`. Send an
`Idempotency-Key` with each POST, and it happens once, however often you repeat it within a day. What is not done is
answered with problem details (`application/problem+json`). Times are ISO 8601 in UTC."""

KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "maxLength": 255},
    "description": "Unlike for every act: the same request under the same key happens once.",
}


class Api(NinjaAPI):
    """Ninja, with what every function here shares written into the description."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The function's own name with its part: "messages_reply"."""
        return f"{operation.view_func.__module__.rpartition('.')[2]}_{operation.view_func.__name__}"

    def __init__(self, **how: Any) -> None:
        super().__init__(**how)
        self._described: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(self, **how: Any) -> OpenAPISchema:
        """The description, which is made once: making it takes seconds, and everybody may ask for it."""
        asked = repr(sorted(how.items()))
        if asked not in self._described:
            self._described[asked] = self._describe(**how)
        return self._described[asked]

    def _describe(self, **how: Any) -> OpenAPISchema:
        """Problems come as problems, and each POST takes an Idempotency-Key."""
        schema = super().get_openapi_schema(**how)
        for path in schema["paths"].values():
            for method, operation in path.items():
                _complete(operation, takes_key=method == "post")
        return schema


def _complete(operation: dict[str, Any], *, takes_key: bool) -> None:
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            response["content"] = {"application/problem+json": response["content"].pop("application/json")}
    if takes_key:
        operation["parameters"].append(KEY)


api = Api(title="Makegood", version="1", description=DESCRIPTION, auth=Bearer(), docs_url="/docs")
problems.teach(api)
for part in (
    me, conversations, messages, files, first, moves, promises, handoffs, joining, ladders, customers, orders, notices,
    wishes, work, found, duty, people, places, policies, hours, mail, hooks, reports, vouchers, calls, remedies,
    articles, kudos, stories,
    mentions,
):  # fmt: skip
    api.add_router("", part.router)
api.add_router("", ladders.settings)
api.add_router("", policies.settings)
api.add_router("", calls.settings)
