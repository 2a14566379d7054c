# SPDX-License-Identifier: Apache-2.0
"""The reference page of the API, made from its own description, and the answer where nothing is."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from huiyin.core.values import refusals
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.api import app, problems
from huiyin.web.kit import words

_PLACE = re.compile(r"\{\w+\}")


@csrf_exempt  # no session is a way in here, and so none can be ridden
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Refuse an address that is none."""
    return problems.answer(HuiyinError("NOT_FOUND"))


def reference(request: HttpRequest) -> HttpResponse:
    """Show every operation with its scopes and fields, and the codes."""
    schema = app.api.get_openapi_schema(path_prefix=app.PREFIX)
    shapes = schema["components"]["schemas"]
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in schema["paths"].items():
        for method, said in methods.items():
            groups.setdefault(said["tags"][0], []).append(_operation(path, method, said, shapes))
    lang = words.language()
    reading_first = sorted(
        groups.items(), key=lambda group: any(one["method"] != "GET" for one in group[1])
    )
    context = {
        "groups": [(words.say(f"api.tag_{tag}", lang), some) for tag, some in reading_first],
        "codes": [
            (code, _PLACE.sub("…", entry[lang]))
            for code, entry in sorted(refusals.catalog().items())
        ],
    }
    return render(request, "api/reference.html", context)


def _operation(
    path: str, method: str, said: dict[str, Any], shapes: dict[str, Any]
) -> dict[str, Any]:
    held: dict[str, Any] = said.get("requestBody", {}).get("content", {})
    body: dict[str, Any] = next((one["schema"] for one in held.values()), {})
    body = shapes.get(body.get("$ref", "").rpartition("/")[2], body)
    required = set(body.get("required", ()))
    about, _, about_zh = said["description"].partition("\n\n")
    return {
        "id": said["operationId"],
        "method": method.upper(),
        "path": path,
        "about": about if words.language() == "en" else about_zh,
        "scopes": said["x-scopes"],
        "public": {} in said["security"],
        "query": [one for one in said["parameters"] if one["in"] == "query"],
        "fields": [
            (name, _type(one), name in required, one.get("description", ""))
            for name, one in body.get("properties", {}).items()
        ],
        "status": next(iter(said["responses"])),
    }


def _type(shape: dict[str, Any]) -> str:
    if "$ref" in shape:
        return str(shape["$ref"].rpartition("/")[2])
    if "anyOf" in shape:
        return " | ".join(_type(one) for one in shape["anyOf"] if one.get("type") != "null")
    if "enum" in shape:
        return " | ".join(shape["enum"])
    if shape.get("type") == "array":
        return f"[{_type(shape['items'])}]"
    return str(shape.get("format") or shape.get("type", ""))
