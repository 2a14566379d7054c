# SPDX-License-Identifier: Apache-2.0
"""A write is done once for its key, over the version that was read, and written as done through the API."""

import pytest

from huiyin.web.api import app
from huiyin.web.docket import models, replaying
from huiyin.web.kit.models import Idempotency, LedgerEntry
from web.api.scenes import NEW, SCENES
from web.docket import making


def test_the_same_request_with_the_same_key_is_done_once_and_answered_alike(program, cast):
    caller = program(cast.chen)
    first = caller.post("/proposals", NEW, key="draft-1")
    again = caller.post("/proposals", NEW, key="draft-1")
    third = program(cast.su).post("/proposals", NEW, key="draft-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert third.json()["uid"] != first.json()["uid"]  # keys are each caller's own
    assert models.Proposal.objects.count() == 2


def test_the_same_key_for_another_request_is_refused(program, cast, now):
    caller = program(cast.chen)
    caller.post("/proposals", NEW, key="k")
    other = caller.post("/proposals", NEW | {"title": "另一件"}, key="k")
    row = making.draft(cast.chen, cast.session, now)
    elsewhere = caller.post(f"/proposals/{row.uid}/submit", {"version": row.version}, key="k")

    assert {other.json()["code"], elsewhere.json()["code"]} == {"IDEMPOTENCY_MISMATCH"}
    assert models.Proposal.objects.count() == 2


def test_a_refusal_leaves_no_claim_so_that_the_mended_request_may_take_its_key(program, cast, now):
    caller, row = program(cast.chen), making.draft(cast.chen, cast.session, now)
    path = f"/proposals/{row.uid}/submit"

    assert caller.post(path, {"version": row.version + 7}, key="s").status_code == 409
    assert not Idempotency.objects.exists()
    assert caller.post(path, {"version": row.version}, key="s").status_code == 200


def test_who_wants_no_answer_gets_none_and_the_act_is_done_all_the_same(program, cast, now):
    caller, row = program(cast.chen), making.draft(cast.chen, cast.session, now)
    path, body = f"/proposals/{row.uid}/submit", {"version": row.version}

    first = caller.post(path, body, key="s", prefer="return=minimal")
    again = caller.post(path, body, key="s")
    made = caller.post("/proposals", NEW, key="n", prefer="return=minimal")

    assert [(one.status_code, one.content) for one in (first, again)] == [(204, b"")] * 2
    assert first.headers["Preference-Applied"] == "return=minimal"
    assert models.Proposal.objects.get(pk=row.pk).state == "received"
    assert made.status_code == 201
    assert made.json()["uid"]  # it has to learn what it made
    assert caller.post(path, body, key="t", prefer="return=minimal").json()["status"] == 409


@pytest.mark.parametrize("key", ["", "a" * 81, "空格", "a b", "\t"])
def test_without_a_key_nothing_is_written(program, cast, key):
    caller = program(cast.chen)
    sent = {"authorization": f"Bearer {caller.secret}", "idempotency-key": key}
    answer = caller.client.post("/api/v1/proposals", NEW, "application/json", headers=sent)

    assert (answer.status_code, answer.json()["code"]) == (400, "KEY_REQUIRED")
    assert not models.Proposal.objects.exists()


def versioned():
    """Give the operations whose body carries a version."""
    schema = app.api.get_openapi_schema(path_prefix=app.PREFIX)
    for methods in schema["paths"].values():
        for said in methods.values():
            shape = str(said.get("requestBody", ""))
            name = shape.rpartition("schemas/")[2].partition("'")[0]
            if "version" in schema["components"]["schemas"].get(name, {}).get("properties", {}):
                yield said["operationId"]


@pytest.mark.parametrize("name", sorted(versioned()))
def test_an_act_over_another_version_overwrites_nothing(program, cast, now, name):
    method, path, body = SCENES[name](cast, now)
    before = _all()
    codes = {
        program(who).call(method, path, body | {"version": body["version"] + 1}).json()["code"]
        for who in (cast.chen, cast.su, cast.wang, cast.clerk, cast.committee, cast.assigner, cast.oversight)
    }  # fmt: skip

    assert "CHANGED_MEANWHILE" in codes
    assert codes <= {"CHANGED_MEANWHILE", "NOT_FOUND", "NOT_ALLOWED", "NOT_AUTHOR"}
    assert _all() == before


def _all():
    return [
        list(model.objects.order_by("pk").values())
        for model in (
            models.Proposal,
            models.Assignment,
            models.Suggestion,
            models.Signature,
            models.Case,
        )
    ] + [LedgerEntry.objects.exclude(kind="token").count()]


def test_the_whole_way_through_the_api_and_the_ledger_holds(program, cast, settings):
    """Draft, co-sign, submit, examine, file, assign, sign for, hand back, rule, accept, reply."""
    chen, su, office = program(cast.chen), program(cast.su), program(cast.clerk)
    row = chen.post(
        "/proposals", NEW | {"suggestions": [{"text": "甲事"}, {"text": "乙事"}]}
    ).json()
    path = f"/proposals/{row['uid']}"

    def go(caller, end, **body):
        nonlocal row
        answer = caller.post(f"{path}{end}", {"version": row["version"], **body})
        assert answer.status_code in (200, 201), answer.content.decode()
        row = answer.json()

    go(chen, "/invitations", persons=[cast.su.person_id])
    go(su, "/signature", sign=True, opinion="赞成")
    row = chen.get(path).json()
    go(chen, "/submit")
    assert row["receipt_no"]
    go(office, "/decision", act="examine_first")
    go(program(cast.reviewer), "/decision", act="examine_second")
    go(program(cast.committee), "/decision", act="file")
    assert row["number"] == "0001"
    assigner, wang, zhao = program(cast.assigner), program(cast.wang), program(cast.zhao)
    case = assigner.get(f"/cases/{row['case']}").json()
    tasks = [
        {
            "body": cast.housing.pk,
            "role": "sole",
            "suggestions": [row["suggestions"][0]["uid"], row["suggestions"][1]["uid"]],
        }
    ]
    given = assigner.post(
        f"/cases/{case['uid']}/assignments",
        {"version": case["version"], "tasks": tasks, "issue": True},
    ).json()
    assert given["handlers"][0]["state"]["id"] == "issued"

    def act(caller, end, uid, **body):
        version = caller.get(f"/assignments/{uid}").json()["version"]
        answer = caller.post(f"/assignments/{uid}{end}", {"version": version, **body})
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    uid = given["handlers"][0]["assignment"]
    signed = act(wang, "/sign-for", uid)
    assert "object" in {one["id"] for one in signed["acts"] if one["possible"]}
    act(wang, "/hand-back", uid, code="O01", words="不属本局职责", names=cast.traffic.pk)
    uid = act(assigner, "/ruling", uid, grant=True, to=cast.traffic.pk, words="属交通")["uid"]
    act(zhao, "/sign-for", uid)
    act(zhao, "/accept", uid)
    done = act(
        program(cast.oversight), "/reply", uid, reply_no="澄交复1号", replied_on="2026-03-02"
    )

    assert done["state"]["id"] == "done"
    assert chen.get(path).json()["state"]["id"] == "replied"
    told = [one["label"] for one in chen.get(f"{path}/timeline").json()["items"]]
    assert len(told) > 10
    entries = LedgerEntry.objects.exclude(kind="token").exclude(door="clock")
    assert set(entries.values_list("door", flat=True)) == {"api"}
    assert replaying.verify(settings.ANCHOR_FILE).is_sound
