# SPDX-License-Identifier: Apache-2.0
"""Replies in OParl: none before it is released, the summary alone where only that is, with nothing that is covered."""

import json

import pytest
from django.test import Client

from huiyin.web.opendata.oparl import register
from huiyin.web.replies.models import Reply
from huiyin.web.replies.services import publishing
from web.opendata import oparl11
from web.replies import answering
from web.replies.conftest import bureau, task  # noqa: F401

TELLING = "增设停车位二百个一事"


@pytest.fixture
def reply(cast, bureau, task, now):  # noqa: F811
    """A reply that has been received and not been released."""
    return answering.received(cast, bureau, task, now)


def published(kind, now):
    register.whole(now=now)
    page = Client().get(f"/oparl/v1.1/{kind.lower()}/").json()
    assert oparl11.list_faults(page, kind, "") == []
    return page["data"]


def release(cast, reply, now, *given, **more):
    way = publishing.Way(*given, **more)
    publishing.release(cast.oversight, reply.uid, way, version=reply.version, now=now)


def test_a_reply_that_is_not_released_is_in_no_paper_and_no_file(cast, reply, now):
    papers, files = published("Paper", now), published("File", now)
    assert len(papers) == 3
    assert files == []
    said = json.dumps(papers, ensure_ascii=False)
    assert TELLING not in said
    assert reply.uid not in said


def test_a_released_reply_answers_suggestion_by_suggestion_with_its_letters(cast, reply, now):
    release(cast, reply, now, "full")
    papers, files = published("Paper", now), published("File", now)
    assert [oparl11.faults(one) for one in papers] == [[]] * 4
    one = next(one for one in papers if "/paper/r-" in one["id"])
    asks = [paper["id"] for paper in papers if "/paper/s-" in paper["id"]]
    assert [given["suggestion"] for given in one["huiyin:answers"]] == asks
    assert TELLING in one["huiyin:answers"][0]["text"]
    assert one["huiyin:resultClass"] == "B"
    assert set(asks) < set(one["relatedPaper"])
    echo = next(paper for paper in papers if paper["id"] == asks[0])["huiyin:echoes"]
    assert echo[0]["reply"] == one["id"]
    assert {f["mimeType"].rpartition("/")[2] for f in files} >= {"pdf", "html"}
    for file in files:
        shown = Client().get(file["accessUrl"].replace("http://testserver", ""))
        assert len(b"".join(shown.streaming_content)) == file["size"]
        assert "sandbox" in shown["Content-Security-Policy"]


def test_a_reply_in_many_spoiled_ways_is_caught(cast, reply, now):
    release(cast, reply, now, "full")
    one = next(one for one in published("Paper", now) if "/paper/r-" in one["id"])
    some = list(oparl11.mutants(one))
    caught = [what for what, spoiled in some if oparl11.faults(spoiled)]
    assert len(some) > 200
    assert len(caught) / len(some) >= 0.95


def test_of_a_summary_nothing_but_the_summary_is_there(cast, reply, now):
    release(cast, reply, now, "summary", summary="增设二百个车位，年内完成。")
    papers = published("Paper", now)
    one = next(one for one in papers if "/paper/r-" in one["id"])
    assert one["huiyin:summary"] == "增设二百个车位，年内完成。"
    assert "huiyin:answers" not in one
    assert TELLING not in json.dumps(papers, ensure_ascii=False)
    assert published("File", now) == []


def test_what_is_covered_is_covered_here_and_the_letter_that_shows_it_stays(cast, reply, now):
    release(cast, reply, now, "full")
    Reply.objects.filter(pk=reply.pk).update(covered=["二百个"])
    papers = published("Paper", now)
    assert "二百个" not in json.dumps(
        [one for one in papers if "/paper/r-" in one["id"]], ensure_ascii=False
    )
    assert published("File", now) == []


def test_a_withheld_reply_stays(cast, reply, now):
    release(cast, reply, now, "withheld", "W01", "涉密")
    assert not [one for one in published("Paper", now) if "/paper/r-" in one["id"]]
