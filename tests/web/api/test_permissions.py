# SPDX-License-Identifier: Apache-2.0
"""Each operation for each kind of caller: done, refused, or nowhere; nowhere is the same whether hidden or absent."""

import re
import tomllib
from pathlib import Path

import pytest
from django.db import transaction

from huiyin.web.api import app
from web.api.scenes import SCENES

TABLE = tomllib.loads(Path(__file__).with_name("permissions.toml").read_text("utf-8"))
WHO, EXPECTED = TABLE["who"], TABLE["expected"]
ABSENT = "zzzzzzzzzz"


@pytest.fixture
def callers(cast, program):
    actors = {
        "anonymous": None, "member": cast.chen, "other": cast.su, "department": cast.wang, "clerk": cast.clerk,
        "assigner": cast.assigner, "committee": cast.committee, "oversight": cast.oversight,
    }  # fmt: skip
    return {name: program(actor) for name, actor in actors.items()} | {
        "read": program(cast.chen, ["read"])
    }


def sent(caller, method, path, body):
    """Call, and let nothing of it stay."""
    undo = transaction.savepoint()
    if body and "file" in body:
        body["file"].seek(0)
    answer = caller.call(method, path, body)
    transaction.savepoint_rollback(undo)
    return answer


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_caller_is_answered_as_the_table_says(name, callers, cast, now):
    method, path, body = SCENES[name](cast, now)
    nowhere = re.sub(r"^(/\w+/)\w{10}(?=/|$)", rf"\g<1>{ABSENT}", path)
    compared = False
    for who, wanted in zip(WHO, EXPECTED[name], strict=True):
        answer = sent(callers[who], method, path, body)
        assert answer.status_code == wanted, (who, answer.content[:300])
        if wanted >= 400:
            said = answer.json()
            assert answer["content-type"] == "application/problem+json"
            assert (said["status"], set(said)) >= (wanted, {"code", "detail", "title"})
        if wanted == 404 and nowhere != path and not compared:
            compared = True
            absent = sent(callers[who], method, nowhere, body)
            assert (absent.status_code, absent.json()) == (404, answer.json()), who


def test_every_operation_stands_in_the_table_and_has_a_scene():
    known = {app.api.get_openapi_operation_id(one) for one, _ in app.declared(app.api)}

    assert set(EXPECTED) == known
    assert set(SCENES) == known


def test_every_operation_is_open_to_somebody_and_no_write_to_nobody_in_particular():
    for operation, token in app.declared(app.api):
        row = dict(zip(WHO, EXPECTED[app.api.get_openapi_operation_id(operation)], strict=True))
        assert any(status < 300 for status in row.values())
        if token.keyed:
            assert (row["anonymous"], row["read"]) == (401, 403)


def test_a_proposer_who_asked_for_it_is_masked_in_every_answer(program, cast, now):
    from web.docket import making

    row = making.draft(cast.chen, cast.session, now)
    row.masked = True
    row.save()
    making.drafting.submit(cast.chen, row.uid, version=row.version, now=now)
    row.refresh_from_db()
    row = making.examined(cast, row, now)
    row = making.examining.file(cast.committee, row.uid, version=row.version, now=now)
    making.assigning.propose(
        cast.assigner, row.case.uid, [making.assigning.Task(cast.housing, "sole")], now=now
    )
    making.assigning.issue(cast.assigner, row.case.uid, now=now)
    task = row.case.assignments.get()
    paths = [
        "/proposals", f"/proposals/{row.uid}", f"/proposals/{row.uid}/timeline", "/suggestions", "/cases",
        f"/cases/{row.case.uid}", f"/cases/{row.case.uid}/timeline", f"/assignments/{task.uid}",
        f"/assignments/{task.uid}/timeline", "/proposals?q=陈",
    ]  # fmt: skip
    for caller in (program(), program(cast.wang), program(cast.assigner), program(cast.su)):
        for path in paths:
            answer = caller.get(path)
            assert "陈" not in answer.content.decode(), path
            assert f'"person": {cast.chen.person_id}' not in answer.content.decode(), path
    assert "陈" in program(cast.chen).get(paths[1]).content.decode()  # it would be seen
    known = program(cast.chen).get(f"/proposals/{row.uid}").json()["proposer"]
    assert known == {"masked": False, "person": cast.chen.person_id, "name": "陈"}
    hidden = program(cast.wang).get(f"/proposals/{row.uid}").json()["proposer"]
    assert hidden["masked"]
    assert hidden["person"] is None
    assert program(cast.wang).get("/proposals?q=陈").json()["items"] == []
