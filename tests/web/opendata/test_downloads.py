# SPDX-License-Identifier: Apache-2.0
"""Open data as tables: what is released and nothing else, no formula, counts and hashes that are true."""

import csv
import hashlib
import io
import json
import zipfile

import pytest
from django.test import Client

from huiyin.web.accounts.models import Body
from huiyin.web.docket.models import Proposal
from huiyin.web.opendata import rules
from huiyin.web.opendata.downloads import datasets, lines, nightly
from huiyin.web.replies.models import Reply
from huiyin.web.replies.services import publishing
from web.docket import making
from web.replies import answering
from web.replies.conftest import bureau, task  # noqa: F401

HOSTILE = ("=HYPERLINK(1)", "+86 138", "-5%", "@SUM(A1)", "\tx", "'single", "停车,“泊位”\n二行")


def got(address, status=200):
    answer = Client().get(address)
    assert answer.status_code == status
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def table(name):
    return list(csv.DictReader(io.StringIO(got(f"/data/{name}.csv").decode("utf-8-sig"))))


def records(name):
    return [json.loads(line) for line in got(f"/data/{name}.jsonl").splitlines()]


def test_a_table_is_the_same_in_both_forms_and_holds_what_is_released(cast, now):
    making.assigned(cast, now, title="公开的一件")
    closed = making.filed(cast, now, title="不公开的一件")
    Proposal.objects.filter(pk=closed.pk).update(disclosure="no", disclosure_reason="由")
    making.received(cast, now, title="待审的一件")
    assert [row["title"] for row in table("proposals")] == ["公开的一件"]
    assert [row["title"] for row in records("proposals")] == ["公开的一件"]
    assert (table("proposals")[0]["session"], table("proposals")[0]["proposer"]) == ("6-5", "陈")
    assert len(table("suggestions")) == 2
    assert "不公开的一件" not in got("/data/proposals/").decode()


def test_who_is_kept_back_is_left_empty(cast, now):
    row = making.filed(cast, now)
    Proposal.objects.filter(pk=row.pk).update(masked=True, collective="第三小组")
    assert (table("proposals")[0]["proposer"], table("proposals")[0]["collective"]) == ("", "")


def test_of_a_reply_only_what_was_released_is_there(cast, bureau, task, now):  # noqa: F811
    reply = answering.received(cast, bureau, task, now)
    assert table("replies") == table("answers") == []
    way = publishing.Way("summary", summary="年内完成。")
    publishing.release(cast.oversight, reply.uid, way, version=reply.version, now=now)
    assert [row["summary"] for row in table("replies")] == ["年内完成。"]
    assert table("replies")[0]["opening"] == ""
    assert table("answers") == []
    Reply.objects.filter(pk=reply.pk).update(disclosure="full", covered=["停车位"])
    assert len(table("answers")) == 2
    assert "停车位" not in got("/data/answers.csv").decode()
    assert "石工" not in got("/data/replies.jsonl").decode()


def test_no_cell_is_a_formula_and_each_can_be_restored(cast):
    for name in HOSTILE:
        Body.objects.create(name=name)
    kept = [row["name"] for row in table("bodies")][-len(HOSTILE) :]
    assert not [cell for cell in kept if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [lines.restored(cell) for cell in kept] == list(HOSTILE)
    assert [row["name"] for row in records("bodies")][-len(HOSTILE) :] == list(HOSTILE)


def test_every_column_is_a_field_whose_rule_is_public_and_has_words(db):
    known = rules.catalogue()
    for one in datasets.everything().values():
        for column in one.columns:
            assert known[one.model._meta.label].of(column.name) == [rules.PUBLIC]
            assert column.words["zh"]
            assert column.words["en"]


def test_a_column_that_is_not_public_is_refused():
    from huiyin.web.accounts.models import Person

    said = {"zh": "x", "en": "x", "about": {}, "columns": ["name", "phone"]}
    with pytest.raises(ValueError, match="phone"):
        datasets._dataset("people", Person, said)


def test_the_file_of_the_night_counts_and_hashes_what_it_holds(cast, now):
    making.assigned(cast, now)
    made = nightly.make(now=now)
    raw = got("/data/open-data.zip")
    assert hashlib.sha256(raw).hexdigest() == made["sha256"]
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        said = json.loads(packed.read("manifest.json"))
        for one in said["files"]:
            body = packed.read(one["name"])
            assert (len(body), hashlib.sha256(body).hexdigest()) == (one["size"], one["sha256"])
            if one["name"].endswith(".jsonl"):
                assert body.count(b"\n") == one["rows"]
        assert json.loads(packed.read("dictionary.json")) == json.loads(
            got("/data/dictionary.json")
        )
    assert json.loads(got("/data/manifest.json"))["sha256"] == made["sha256"]
    assert nightly.make(now=now)["sha256"] == made["sha256"]


def test_what_is_closed_after_the_night_is_given_out_no_more(cast, now):
    row = making.filed(cast, now, title="后来不公开的一件")
    nightly.make(now=now)
    assert not nightly.renew(now=now)
    Proposal.objects.filter(pk=row.pk).update(disclosure="no", disclosure_reason="由")
    answer = Client().get("/data/open-data.zip")
    assert (answer.status_code, answer["Retry-After"]) == (503, "300")
    assert nightly.renew(now=now)
    with zipfile.ZipFile(io.BytesIO(got("/data/open-data.zip"))) as packed:
        assert "后来不公开的一件" not in "".join(
            packed.read(one).decode() for one in packed.namelist()
        )


def test_when_making_fails_the_file_before_stays(cast, now, monkeypatch):
    making.filed(cast, now)
    before = nightly.make(now=now)["sha256"]

    def broken(one):
        raise RuntimeError("the machine stops")

    monkeypatch.setattr(datasets, "rows", broken)
    with pytest.raises(RuntimeError):
        nightly.make(now=now)
    assert hashlib.sha256(got("/data/open-data.zip")).hexdigest() == before
    assert not list(nightly.folder().glob("*.part"))


def test_the_catalogue_names_each_table_its_files_and_its_licence(cast):
    said = json.loads(got("/data/catalogue.jsonld"))
    assert [one["dct:identifier"] for one in said["dcat:dataset"]] == list(datasets.everything())
    for one in said["dcat:dataset"]:
        assert one["dct:license"]["@id"].startswith("https://")
        for form in one["dcat:distribution"]:
            address = form["dcat:downloadURL"]["@id"].replace("http://testserver", "")
            assert Client().head(address).status_code == 200
    assert said["dcat:service"][0]["dcat:endpointURL"]["@id"].endswith("/oparl/v1.1/")


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_pages_say_what_each_table_holds(cast, lang):
    client = Client(HTTP_ACCEPT_LANGUAGE=lang)
    page = client.get("/data/").content.decode()
    for one in datasets.everything().values():
        assert one.words["en" if lang == "en" else "zh"] in page
        shown = client.get(f"/data/{one.name}/").content.decode()
        assert all(f"<code>{column.name}</code>" in shown for column in one.columns)
        assert "<script>" not in shown


@pytest.mark.parametrize("address", ["/data/votes/", "/data/votes.csv", "/data/proposals.xml", "/data/open-data.zip", "/data/manifest.json"])  # fmt: skip
def test_what_is_not_there_is_not_found(cast, address):
    got(address, 404)
