# SPDX-License-Identifier: Apache-2.0
"""Papers a body makes its own: letters in its own template, the record of a reply given face to face."""

import datetime as dt
import io

import docx
import pytest

from huiyin.web.replies import models
from huiyin.web.replies.services import drafting, keeping, receiving, templates
from web.docket.conftest import clock, enter, plain_alike, reader  # noqa: F401
from web.replies import answering

WHOLE = (
    "澄州市住房局专用笺",
    "{{ 标题 }}",
    "{% for 条 in 条目 %}",
    "{{ 条.序号 }}．{{ 条.答复 }}",
    "{% endfor %}",
    "{{ 日期 }}",
)


def template(*lines):
    document, out = docx.Document(), io.BytesIO()
    for one in lines:
        document.add_paragraph(one)
    document.save(out)
    return out.getvalue()


def words_of(row):
    path = keeping.where(row.letters.get(form="docx"))
    return "\n".join(one.text for one in docx.Document(str(path)).paragraphs)


def test_letters_are_written_in_the_bodys_own_template(cast, bureau, task, now, settings):
    templates.bring(cast.wang, cast.housing.pk, name="函.docx", data=template(*WHOLE), now=now)
    row = answering.issued(cast, bureau, task, now)
    said = words_of(row)
    assert "专用笺" in said
    assert answering.GOOD[0] in said
    assert row.letters.filter(form="html").exists()
    answering.sound(settings)


def test_a_new_template_takes_the_place_of_the_old_and_dropping_goes_back(cast, bureau, task, now):
    for name in ("一.docx", "二.docx"):
        templates.bring(cast.wang, cast.housing.pk, name=name, data=template(*WHOLE), now=now)
    assert templates.present(cast.housing.pk).name == "二.docx"
    assert models.LetterTemplate.objects.count() == 2
    templates.drop(cast.wang, cast.housing.pk, now=now)
    assert "专用笺" not in words_of(answering.issued(cast, bureau, task, now))
    with answering.refused("NOT_FOUND"):
        templates.drop(cast.wang, cast.housing.pk, now=now)


BAD = [
    (template(*WHOLE[:-1]), "TEMPLATE_INCOMPLETE"),
    (template(*WHOLE, "{{ 局长 }}"), "TEMPLATE_UNKNOWN_NAME"),
    (template(*WHOLE, "{{ 标题.__class__ }}"), "TEMPLATE_FORBIDDEN"),
    (template(*WHOLE, "{% for 条 in 条目 %}"), "TEMPLATE_MALFORMED"),
]


@pytest.mark.parametrize(("data", "code"), BAD)
def test_a_template_that_would_fail_is_refused_when_it_is_brought(cast, now, data, code):
    with answering.refused(code):
        templates.bring(cast.wang, cast.housing.pk, name="函.docx", data=data, now=now)
    assert templates.present(cast.housing.pk) is None


def test_only_the_body_itself_brings_its_template(cast, now):
    for who in (cast.zhao, cast.oversight, cast.chen):
        with answering.refused("NOT_ALLOWED"):
            templates.bring(who, cast.housing.pk, name="函.docx", data=template(*WHOLE), now=now)


def test_the_page_takes_a_template_and_says_what_is_wrong(enter, cast, db):  # noqa: F811
    at, place = enter(cast.wang), f"/replies/templates/{cast.housing.pk}"
    assert at.post(place).status_code == 422
    bad = io.BytesIO(template(*WHOLE, "{{ 局长 }}"))
    bad.name = "函.docx"
    page = at.post(place, {"file": bad})
    assert page.status_code == 422
    assert "局长" in page.content.decode()
    good = io.BytesIO(template(*WHOLE))
    good.name = "函.docx"
    assert at.post(place, {"file": good}).status_code == 302
    assert "函.docx" in at.get("/replies/templates/").content.decode()
    assert at.post(place, {"do": "drop"}).status_code == 302
    assert enter(cast.clerk).get("/replies/templates/").status_code == 403


def test_a_reply_given_face_to_face_has_a_record_to_sign_and_is_received_by_it(
    enter,  # noqa: F811
    cast,
    bureau,
    task,
    now,
):
    answering.contact(cast, task, now)
    row = answering.written(cast, bureau, task, now)
    place = f"/replies/{row.uid}/record."
    assert enter(bureau.shi).get(place + "pdf").status_code == 422
    head = {
        "mode": "face", "face_on": dt.date(2026, 3, 2), "face_place": "局三楼会议室", "face_present": "陈、石",
        "face_record": "石工：年底前建成。\n双方认可。",
    }  # fmt: skip
    row.refresh_from_db()
    drafting.save(bureau.shi, row.uid, version=row.version, head=head, typed=[], now=now)
    page = enter(bureau.shi).get(place + "docx")
    said = "\n".join(one.text for one in docx.Document(io.BytesIO(page.content)).paragraphs)
    for words in ("年底前建成", "局三楼会议室", "双方认可"):
        assert words in said
    assert enter(bureau.shi).get(place + "pdf").content[:5] == b"%PDF-"
    assert enter(cast.su).get(place + "pdf").status_code == 404
    row.refresh_from_db()
    row = answering.out(cast, bureau, row, now)
    receiving.record(
        cast.clerk, row.uid, row.deliveries.get().pk, how="face", reason="签字记录已归档", now=now
    )
    row.refresh_from_db()
    assert row.state == "received"


def test_a_finished_docx_is_laid_beside_the_suggestions(enter, bureau, task, now):  # noqa: F811
    row = drafting.begin(bureau.shi, task.uid, now=now)
    file = io.BytesIO(
        template(
            f"一、关于停车诱导系统，{answering.GOOD[1]}", f"二、关于增设停车位，{answering.GOOD[0]}"
        )
    )
    file.name = "答复.docx"
    page = enter(bureau.shi).post(f"/replies/{row.uid}/align", {"file": file}).content.decode()
    assert page.index('value="2" selected') < page.index('value="1" selected')
    broken = io.BytesIO(b"PK\x03\x04 no docx")
    broken.name = "答复.docx"
    assert enter(bureau.shi).post(f"/replies/{row.uid}/align", {"file": broken}).status_code == 422
