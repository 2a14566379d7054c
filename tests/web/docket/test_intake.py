# SPDX-License-Identifier: Apache-2.0
"""Batch intake: what is faulty is shown first, nothing comes in twice, and a run goes on where one stopped."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import models
from huiyin.web.docket.services import drafting, intake

HEAD = "题目,提案者,情况,分析,建议,编号\n"


def table(*rows):
    return (HEAD + "".join(f"{row}\n" for row in rows)).encode()


GOOD = '关于增设公厕的提案,陈,江滩没有公厕。,,"1. 增设公厕两座\n2. 配无障碍厕位",A1'
OTHER = "关于路灯的提案,苏,巷子里没有路灯。,,装路灯二十盏,A2"


def stage(cast, now, *files):
    return intake.stage(cast.clerk, cast.session, files, now=now)


def uploads(*files):
    return {"files": [SimpleUploadedFile(name, data) for name, data in files]}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def test_a_table_comes_in_with_each_suggestion_as_a_row(enter, cast):
    clerk = enter(cast.clerk)
    answer = clerk.post("/intake/", uploads(("来件.csv", table(GOOD, OTHER))))
    page = clerk.post(answer.url)

    assert page.context["done"] == 2
    row = models.Proposal.objects.get(title__contains="公厕")
    assert row.state == "received"
    assert row.receipt_no
    assert row.proposer_id == cast.chen.person_id
    assert [ask.text for ask in row.suggestions.order_by("order")] == [
        "增设公厕两座",
        "配无障碍厕位",
    ]


def test_a_second_run_and_a_second_upload_take_nothing_in_twice(cast, now, clock):
    batch = stage(cast, now, ("来件.csv", table(GOOD)))
    assert intake.run(cast.clerk, batch, now=now) == 1
    assert intake.run(cast.clerk, batch, now=now) == 0
    again = stage(cast, now, ("又一次.csv", table(GOOD, OTHER)))
    assert intake.run(cast.clerk, again, now=now) == 1

    assert models.Proposal.objects.count() == 2


def test_a_run_that_dies_goes_on_where_it_stopped(cast, now, clock, monkeypatch):
    batch = stage(cast, now, ("来件.csv", table(GOOD, OTHER)))
    submit = drafting.submit

    def dies(actor, uid, **more):
        if models.Proposal.objects.filter(state="received").exists():
            raise SystemExit
        return submit(actor, uid, **more)

    monkeypatch.setattr(drafting, "submit", dies)
    with pytest.raises(SystemExit):
        intake.run(cast.clerk, batch, now=now)
    monkeypatch.setattr(drafting, "submit", submit)
    assert len(intake.taken(batch)) == 1
    assert intake.run(cast.clerk, batch, now=now) == 1

    assert list(
        models.Proposal.objects.order_by("receipt_seq").values_list("receipt_seq", flat=True)
    ) == [1, 2]


def test_what_is_faulty_is_shown_first_and_kept_out(enter, cast):
    clerk = enter(cast.clerk)
    bad = [
        ",陈,没有题目,,建议甲,B1",
        "关于某事的提案,无此人,情况,,建议甲,B2",
        "关于空谈的提案,陈,情况,,,B3",
    ]
    address = clerk.post("/intake/", uploads(("来件.csv", table(GOOD, *bad)))).url
    page = clerk.get(address).content.decode()
    clerk.post(address)

    for said in ("没有题目", "名册中没有“无此人”", "没有具体建议"):
        assert said in page
    assert models.Proposal.objects.count() == 1


def test_texts_in_a_zip_are_read_one_by_one(cast, now, clock, reader):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr(
            "一/公厕.txt", "关于增设公厕的提案\n提案者：陈\n江滩没有公厕。\n1. 增设公厕两座\n"
        )
        packed.writestr("二/空.txt", "")
    batch = stage(cast, now, ("来件.zip", held.getvalue()))
    intake.run(cast.clerk, batch, now=now)

    row = models.Proposal.objects.get()
    assert (row.title, row.proposer_id) == ("关于增设公厕的提案", cast.chen.person_id)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([("来件.csv", "题目,情况\n甲,乙\n".encode())], "INTAKE_COLUMNS"),
        ([("来件.zip", b"PK\x03\x04broken")], "DOCUMENT_MALFORMED"),
        ([("来件.csv", table())], "FILE_EMPTY"),
    ],
)
def test_a_batch_that_cannot_be_read_is_refused_whole(enter, cast, files, code):
    answer = enter(cast.clerk).post("/intake/", uploads(*files))

    assert answer.status_code == 422
    assert code in answer.content.decode()


def test_the_intake_is_for_the_office(enter, cast, now):
    assert enter(cast.chen).get("/intake/").status_code == 403
    with pytest.raises(HuiyinError, match="NOT_ALLOWED"):
        intake.stage(cast.chen, cast.session, [("来件.csv", table(GOOD))], now=now)
    with pytest.raises(HuiyinError, match="INTAKE_GONE"):
        intake.read(cast.clerk, "../../etc/passwd")
