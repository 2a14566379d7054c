# SPDX-License-Identifier: Apache-2.0
"""No operation without its scope, none that writes without its key; and the description says what is true."""

import re

import pytest
from django.test import Client
from django.utils.html import escape
from ninja import NinjaAPI, Router

from huiyin.core.values import refusals
from huiyin.web.accounts import tokens
from huiyin.web.api import app, doing, keys

READS = {"GET"}


def undeclared(api):
    """Give the operations that declare no scope, or write without a key, or are keyed without need."""
    return [
        operation.view_func.__name__
        for operation, token in app.declared(api)
        if token is None
        or token.keyed == bool(READS & set(operation.methods))
        or (token.public and token.keyed)
    ]


@pytest.mark.parametrize(
    ("method", "declared", "meant"),
    [
        ("get", {}, ["probe"]),
        ("post", doing.reads(None), ["probe"]),
        ("post", {"auth": keys.Token("write")}, ["probe"]),
        ("get", doing.reads(None), []),
        ("post", doing.writes("write", out=None), []),
    ],
)
def test_an_operation_that_declares_too_little_is_seen(method, declared, meant):
    router = Router()
    getattr(router, method)("/probe", **declared)(lambda request: None).__name__ = "probe"
    router.path_operations["/probe"].operations[0].view_func.__name__ = "probe"
    api = NinjaAPI(urls_namespace=f"probe-{method}-{len(declared)}-{bool(meant)}")
    api.add_router("", router)

    assert undeclared(api) == meant


def test_every_operation_declares_its_scope_and_every_write_its_key():
    assert undeclared(app.api) == []


def test_every_scope_is_needed_somewhere_and_known():
    used = {scope for _, token in app.declared(app.api) for scope in token.scopes}

    assert used == set(tokens.SCOPES)


def operations(schema):
    return [
        (f"{method} {path}", said)
        for path, methods in schema["paths"].items()
        for method, said in methods.items()
    ]


def test_every_operation_describes_its_refusals_its_scopes_and_itself():
    schema = app.api.get_openapi_schema(path_prefix=app.PREFIX)
    found = operations(schema)

    assert schema["openapi"].startswith("3.1")
    assert list(schema["components"]["responses"]["Refused"]["content"]) == [
        "application/problem+json"
    ]
    assert len(found) == len({said["operationId"] for _, said in found}) > 40
    for name, said in found:
        statuses = {int(status) for status in said["responses"]}
        assert statuses >= {401, 403, 404, 409, 422}, name
        assert re.fullmatch(
            r"[A-Z][^\u4e00-\u9fff]+\.\n\n[^\n]*[\u4e00-\u9fff][^\n]*。", said["description"]
        ), name
        assert said["x-scopes"], name
        for status in statuses:
            if status >= 400:
                assert said["responses"][status] == {"$ref": "#/components/responses/Refused"}
        if not name.startswith("get"):
            assert statuses >= {400, 415}, name
            assert "Idempotency-Key" in {one["name"] for one in said["parameters"]}, name


@pytest.mark.django_db
@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_reference_page_lists_every_operation(lang):
    client = Client(headers={"accept-language": lang})
    page = client.get("/api/v1/docs")
    said = page.content.decode()

    assert page.status_code == 200
    for name, one in operations(app.api.get_openapi_schema(path_prefix=app.PREFIX)):
        method, _, path = name.partition(" ")
        assert f"{method.upper()} {path}" in said
        assert f'id="{one["operationId"]}"' in said
        assert escape(one["description"].split("\n\n")[lang != "en"]) in said
    for code in refusals.catalog():
        assert f'id="{code}"' in said  # where the type of a problem leads


@pytest.mark.django_db
def test_the_document_is_served():
    assert Client().get("/api/v1/openapi.json").json()["info"]["title"] == "Huiyin 回音"


def test_the_document_is_made_once():
    once = app.api.get_openapi_schema(path_prefix=app.PREFIX)
    assert app.api.get_openapi_schema(path_params={}) is once
