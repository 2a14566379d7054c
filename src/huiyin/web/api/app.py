# SPDX-License-Identifier: Apache-2.0
"""The API as one: its operations, how it refuses, and the document that describes it."""

from functools import cache
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.api import doing, keys, operations, problems, strict

PREFIX = "/api/v1"
_ABOUT = """What the pages of the docket do, for programs. Rules stand in the rules pack of the place and are the same
here as on the pages; a token only narrows what its user may do. Errors are problem documents (RFC 9457) with a stable
`code`. Every write needs an `Idempotency-Key`; acts on a matter carry the `version` that was read."""
_KEY = {
    "name": "Idempotency-Key", "in": "header", "required": True,
    "description": "Chosen by the program; the same key with the same request is done once and answered alike.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 80, "pattern": "^[!-~]+$"},
}  # fmt: skip

_PREFER = {
    "name": "Prefer", "in": "header", "required": False,
    "description": "`return=minimal` asks for no answer (204) where nothing new is made; the act takes half the time.",
    "schema": {"type": "string"},
}  # fmt: skip

_REFUSED = {
    "description": "Refused, by its code.",
    "content": {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class PlainRenderer(JSONRenderer):
    """Writes Chinese as it is, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}


class Api(NinjaAPI):
    """The API with its description made whole: scopes, keys and problem documents."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Name an operation by its function; a test sees to it that no two are called alike."""
        return operation.view_func.__name__

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Give the OpenAPI document: made once, for making it takes seconds; nobody may change it."""
        prefix = path_prefix or self.get_root_path(path_params or {})
        return self._schema_at(prefix.rstrip("/"))

    @cache  # noqa: B019 - one API lives as long as its process
    def _schema_at(self, path_prefix: str) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix)
        known = {self.get_openapi_operation_id(one): token for one, token in declared(self)}
        for methods in schema["paths"].values():
            for said in methods.values():
                _describe(said, known[said["operationId"]])
        schema["components"]["responses"] = {"Refused": _REFUSED}
        return schema


def declared(api: NinjaAPI) -> list[tuple[Operation, keys.Token | None]]:
    """Give every operation with the key it declares, None where it declares none."""
    found = []
    for bound in api._get_bound_routers():
        for view in bound.path_operations.values():
            for one in view.operations:
                token = next(
                    (key for key in one.auth_callbacks if isinstance(key, keys.Token)), None
                )
                found.append((one, token))
    return found


def _describe(said: dict[str, Any], token: keys.Token | None) -> None:
    assert token is not None, said["operationId"]
    said["security"] = [{"Token": list(token.scopes)}] + ([{}] if token.public else [])
    said["x-scopes"] = list(token.scopes)
    if token.keyed:
        said["parameters"] = [*said["parameters"], dict(_KEY)]
    if "204" in map(str, said["responses"]):
        said["parameters"] = [*said["parameters"], dict(_PREFER)]
    for status in said["responses"]:
        if int(status) >= 400:
            said["responses"][status] = {"$ref": "#/components/responses/Refused"}


api = Api(
    title="Huiyin 回音",
    version="1",
    description=_ABOUT,
    docs_url=None,
    parser=strict.StrictParser(),
    renderer=PlainRenderer(),
    urls_namespace="api",
)
operations.load()
api.add_router("", doing.router)


@api.exception_handler(HuiyinError)
def _refused(request: HttpRequest, refusal: HuiyinError) -> HttpResponse:
    return problems.answer(refusal)


@api.exception_handler(ValidationError)
def _unfit(request: HttpRequest, fault: ValidationError) -> HttpResponse:
    return problems.unfit(problems.faults_of(fault.errors))


@api.exception_handler(HttpError)
def _unread(request: HttpRequest, fault: HttpError) -> HttpResponse:
    cause = fault.__cause__
    return problems.answer(
        cause if isinstance(cause, HuiyinError) else HuiyinError("BODY_NOT_JSON")
    )


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, fault: RequestDataTooBig) -> HttpResponse:
    return problems.answer(HuiyinError("BODY_TOO_LARGE", limit_kb=strict.BODY_MOST // 1000))
