# SPDX-License-Identifier: Apache-2.0
"""Bad bodies are refused by name, whatever they are: never a fault of ours, never a half-done act."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.api import strict
from huiyin.web.docket import models
from web.api.scenes import NEW
from web.docket import making

BAD = [
    (b" ", "BODY_NOT_JSON", 400),
    (b"{", "BODY_NOT_JSON", 400),
    (b"\xff\xfe{}", "BODY_NOT_JSON", 400),
    (b"\xef\xbb\xbf{}", "BODY_NOT_JSON", 400),
    (b'{"title": "a", "title": "b"}', "BODY_KEY_TWICE", 400),
    (b'{"suggestions": [{"text": "a", "text": "b"}]}', "BODY_KEY_TWICE", 400),
    (b'{"behalf": NaN}', "BODY_NOT_JSON", 400),
    (b'{"behalf": -Infinity}', "BODY_NOT_JSON", 400),
    (b'{"behalf": ' + b"9" * 5000 + b"}", "BODY_NOT_JSON", 400),
    (b'{"behalf": 1e400}', "BODY_INVALID", 422),
    (b"[" * 100_000, "BODY_NOT_JSON", 400),
    (b'{"a":' * 600 + b"1" + b"}" * 600, "BODY_INVALID", 422),
    (b'{"title": "a\\u0000b"}', "BODY_INVALID", 422),
    (b'{"title": "\\ud800"}', "BODY_INVALID", 422),
    (b'{"\\udfff": 1}', "BODY_INVALID", 422),
    (b'{"is_admin": true}', "BODY_INVALID", 422),
    (b'{"state": "filed"}', "BODY_INVALID", 422),
    (b'{"suggestions": [{"text": "a", "order": 7}]}', "BODY_INVALID", 422),
    (b'{"suggestions": [{"text": "  "}]}', "BODY_INVALID", 422),
    (b'{"masked": "yes"}', "BODY_INVALID", 422),
    (b'{"behalf": true}', "BODY_INVALID", 422),
    (b'{"behalf": "1"}', "BODY_INVALID", 422),
    (b'{"behalf": 99999999999999999999}', "BODY_INVALID", 422),
    (b'{"disclosure": "maybe"}', "BODY_INVALID", 422),
    (b'{"kind": "imperial"}', "FIELD_UNKNOWN", 422),
    (b'{"category": "weather"}', "FIELD_UNKNOWN", 422),
    (b'{"wished": [987654]}', "ROW_BODY_UNKNOWN", 422),
    (b"[]", "BODY_INVALID", 422),
    (b"null", "BODY_INVALID", 422),
    (b'"text"', "BODY_INVALID", 422),
    (json.dumps({"title": "长" * 201}).encode(), "BODY_INVALID", 422),
    (b'{"facts": "' + b"a" * 1_000_001 + b'"}', "BODY_TOO_LARGE", 413),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "code", "status"), BAD)
def test_a_bad_body_is_refused_by_name_and_nothing_is_begun(program, cast, raw, code, status):
    answer = program(cast.chen).post("/proposals", raw=raw)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer["content-type"] == "application/problem+json"
    assert not models.Proposal.objects.exists()


def test_no_body_at_all_is_refused(program, cast):
    answer = program(cast.chen).post("/proposals", raw=b"", **{"content-type": "application/json"})

    assert (answer.status_code, answer.json()["code"]) == (422, "BODY_INVALID")


def test_the_place_that_does_not_fit_is_told_in_the_language_asked_for(program, cast):
    body = {"title": "x" * 201, "sugestions": []}
    said = program(cast.chen, lang="zh").post("/proposals", body).json()

    assert {(one["field"], one["why"]) for one in said["faults"]} == {
        ("title", "long"),
        ("sugestions", "unknown"),
    }
    assert "不合要求" in said["detail"]
    assert "does not fit" in program(cast.chen).post("/proposals", body).json()["detail"]


@pytest.mark.parametrize(
    "media", ["text/plain", "application/x-www-form-urlencoded", "", "application/xml"]
)
def test_another_media_type_is_refused(program, cast, media):
    answer = program(cast.chen).call("POST", "/proposals", NEW, media=media)

    assert (answer.status_code, answer.json()["code"]) == (415, "MEDIA_TYPE")


def test_a_file_asks_for_a_form_and_keeps_the_rules_of_files(program, cast, now):
    row, caller = making.draft(cast.chen, cast.session, now), program(cast.chen)
    place = f"/proposals/{row.uid}/attachments"

    assert caller.post(place, {"a": 1}).json()["code"] == "MEDIA_TYPE"
    assert (
        caller.post(place, {"file": SimpleUploadedFile("a.exe", b"MZ")}).json()["code"]
        == "TYPE_UNSUPPORTED"
    )
    assert (
        caller.post(place, {"file": SimpleUploadedFile("a.pdf", b"no")}).json()["code"]
        == "TYPE_MISMATCH"
    )
    assert caller.post(place, {"file": ""}).json()["code"] == "BODY_INVALID"
    big = caller.post(
        place, raw=b"x", media="multipart/form-data", **{"content-length": "5000000000"}
    )
    assert (big.status_code, big.json()["code"]) == (413, "BODY_TOO_LARGE")
    kept = caller.post(place, {"file": SimpleUploadedFile("图.txt", b"text")}).json()
    assert caller.get(f"{place}/{kept['id']}").bytes == b"text"
    assert caller.get(f"{place}/99999999999999999999999").status_code == 404


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/proposals/%00", 404),
        ("/proposals/" + "a" * 3000, 404),
        ("/proposals/١٢", 404),
        ("/bodies/99999999999999999999", 404),
        ("/bodies/x", 404),
        ("/bodies/-1", 404),
        ("/nothing", 404),
        ("/proposals?q=%00", 422),
        ("/proposals?q=%ff%fe", 200),
        ("/proposals?q=\" AND NOT *", 200),
        ("/proposals?limit=1000000", 422),
        ("/proposals?limit=0", 422),
        ("/proposals?limit=x", 422),
        ("/proposals?session=²", 422),
        ("/proposals?author__phone__startswith=1", 422),
        ("/proposals?cursor=abc", 422),
        ("/assignments?body=1e3", 422),
        ("/deadlines?state=all", 422),
    ],
)  # fmt: skip
def test_an_odd_address_is_answered_by_name(program, cast, path, status):
    answer = program(cast.clerk).get(path)

    assert answer.status_code == status, answer.content
    if status >= 400:
        assert answer.json()["code"] in ("NOT_FOUND", "BODY_INVALID")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_a_method_nobody_takes_is_refused_by_name(program, cast, method):
    answer = program(cast.clerk).call(method, "/proposals")

    assert (answer.status_code, answer.json()["code"]) == (405, "METHOD_UNKNOWN")
    assert set(answer["allow"].replace(" ", "").split(",")) == {"GET", "POST"}


words = st.text(st.characters(codec=None), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(
    ["version", "words", "title", "suggestions", "persons", "act", "code", "tasks", "issue", "sign", "into", "grant",
     "to", "months", "reply_no", "replied_on", "names", "none_known", "parts", "wished", "kind"]
)  # fmt: skip
bodies = st.dictionaries(FIELDS, values, max_size=6) | values


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.binary(max_size=60) | values.map(lambda one: json.dumps(one).encode()))
def test_whatever_is_read_is_json_that_means_one_thing_or_a_named_refusal(raw):
    code = ""
    try:
        found = strict.read(raw)
    except HuiyinError as refusal:
        code = refusal.code
    if code:
        assert code in {"BODY_NOT_JSON", "BODY_KEY_TWICE", "BODY_INVALID"}
    else:
        assert json.loads(json.dumps(found).encode()) == found


def test_no_body_is_a_fault_of_ours_wherever_it_is_sent(program, cast, now):
    callers = [program(who) for who in (cast.chen, cast.committee, cast.assigner, cast.wang)]
    case = making.assigned(cast, now)
    row, task = case.proposals.get(), case.assignments.get()
    proposal, assignment = f"/proposals/{row.uid}", f"/assignments/{task.uid}"
    ends = [
        "/proposals", proposal, f"{proposal}/decision", f"{proposal}/merger", f"{proposal}/signature",
        f"{proposal}/invitations", f"/suggestions/{row.suggestions.first().uid}/split", f"/cases/{case.uid}/assignments",
        f"{assignment}/ruling", f"{assignment}/hand-back", f"{assignment}/extend", f"{assignment}/reply",
    ]  # fmt: skip

    @settings(
        max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )  # fmt: skip
    @given(st.sampled_from(ends), st.sampled_from(callers), bodies, st.booleans())
    def sent(path, caller, body, versioned):
        if versioned and isinstance(body, dict):
            body = body | {"version": 1}
        method = "PATCH" if path.count("/") == 2 else "POST"
        answer = caller.call(method, path, raw=json.dumps(body))
        assert answer.status_code < 500
        if answer.status_code >= 400:
            said = answer.json()
            assert answer["content-type"] == "application/problem+json"
            assert said["code"]
            assert said["detail"]

    sent()
