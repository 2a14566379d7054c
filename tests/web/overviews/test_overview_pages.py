# SPDX-License-Identifier: Apache-2.0
"""The pages and files of overviews, as each role finds them."""

import io
import zipfile

import pytest
from django.test import Client

from huiyin.web.accounts.models import User
from huiyin.web.overviews import models
from huiyin.web.overviews.services import publishing


def page(actor, look="zh-hans"):
    client = Client()
    client.cookies["huiyin_language"] = look
    if actor.user_id:
        client.force_login(
            User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend"
        )
    return client


def out(cast, row, now):
    row.refresh_from_db()
    return publishing.publish(cast.committee, row.uid, version=row.version, now=now)


@pytest.mark.parametrize("who", ["public", "chen", "wang", "oversight"])
def test_a_draft_is_not_there_for_others_and_is_once_it_is_out(session, paper, now, who):
    client = page(getattr(session, who))
    addresses = [f"/overviews/{paper.uid}/", f"/overviews/{paper.uid}/overview.html"]
    source = models.LineSource.objects.filter(kind="figure").first()
    addresses.append(f"/overviews/sources/{source.pk}/")
    assert [client.get(one).status_code for one in addresses] == [404] * 3
    assert paper.title not in client.get("/overviews/").content.decode()

    out(session, paper, now)

    assert [client.get(one).status_code for one in addresses] == [200] * 3
    assert paper.title in client.get("/overviews/").content.decode()


@pytest.mark.parametrize("path", ["edit", "newer", "themes"])
@pytest.mark.parametrize("who", ["public", "chen", "wang", "oversight"])
def test_only_those_who_write_get_to_the_writing_pages(session, paper, path, who):
    answer = page(getattr(session, who)).get(f"/overviews/{paper.uid}/{path}")
    assert answer.status_code in (302, 403)


@pytest.mark.parametrize("look", ["zh-hans", "en"])
@pytest.mark.parametrize("path", ["", "edit", "newer", "themes"])
def test_every_page_is_there_in_both_languages(session, paper, look, path):
    said = page(session.clerk, look).get(f"/overviews/{paper.uid}/{path}")
    assert said.status_code == 200
    assert "{" not in said.content.decode().split("<main")[1].split("</main")[0].replace("{%", "")


def test_a_paper_is_written_from_its_form(session):
    client = page(session.clerk)
    sent = {
        "paper": "topic",
        "about": "停车位",
        "session": session.session.pk,
        "language": "zh",
        "audience": "public",
    }
    answer = client.post("/overviews/new", sent)
    row = models.Overview.objects.get(topic="停车位")
    assert answer.headers["Location"] == f"/overviews/{row.uid}/edit"
    assert "停车位" in row.title


def test_a_form_that_names_nobody_known_comes_back_with_what_was_typed(session):
    sent = {
        "paper": "body",
        "about": "没有这个局",
        "session": session.session.pk,
        "language": "zh",
        "audience": "public",
    }
    answer = page(session.clerk).post("/overviews/new", sent)
    assert answer.status_code == 422
    assert "没有这个局" in answer.content.decode()


def test_a_sentence_is_changed_cited_moved_and_dropped_on_its_page(session, paper):
    client = page(session.clerk)
    line = paper.lines.filter(section="asked").first()
    path = f"/overviews/{paper.uid}/lines/{line.pk}/"
    assert client.get(path).status_code == 200
    assert "每季度公布水质" in client.get(path, {"q": "水质"}).content.decode()

    def do(**sent):
        line.refresh_from_db()
        return client.post(path, {"version": line.version, **sent})

    assert do(do="change", text="关于停车，委员提了2条。").status_code == 302
    line.refresh_from_db()
    assert line.text == "关于停车，委员提了2条。"
    assert do(do="own").status_code == 302
    assert do(do="down").headers["Location"].endswith(f"edit#s{line.pk}")
    stale = client.post(path, {"version": 1, "do": "change", "text": "我刚打的字"})
    assert stale.status_code == 409
    assert "我刚打的字" in stale.content.decode()
    assert do(do="change", text="  ").status_code == 422
    assert do(do="drop").status_code == 302
    assert client.get(path).status_code == 404
    line.refresh_from_db()
    back = client.post(
        f"/overviews/{paper.uid}/act", {"do": "back", "line": line.pk, "version": line.version}
    )
    assert back.status_code == 302
    assert client.get(path).status_code == 200


def test_the_committee_publishes_from_the_page_and_takes_back_with_a_reason(session, paper):
    client = page(session.committee)

    def do(**sent):
        paper.refresh_from_db()
        return client.post(f"/overviews/{paper.uid}/act", {"version": paper.version, **sent})

    do(do="add", section="lead", text="没有出处的一句。")
    kept = do(do="publish")
    assert kept.status_code == 422
    assert "SENTENCE_UNSUPPORTED" in kept.content.decode()
    models.Line.objects.filter(text="没有出处的一句。").update(
        text="本局认为", owner_id=session.committee.user_id
    )
    assert do(do="publish").headers["Location"] == f"/overviews/{paper.uid}/"
    assert do(do="withdraw", words="").status_code == 422
    assert do(do="withdraw", words="数据有误").status_code == 302
    paper.refresh_from_db()
    assert paper.state == "withdrawn"


def test_files_carry_the_proof_of_each_sentence(session, paper):
    client = page(session.clerk)
    files = {
        form: client.get(f"/overviews/{paper.uid}/overview.{form}")
        for form in ("html", "docx", "pdf")
    }
    assert {form: one.status_code for form, one in files.items()} == dict.fromkeys(files, 200)
    assert files["pdf"].content.startswith(b"%PDF")
    said = files["html"].content.decode()
    some = models.LineSource.objects.filter(line__overview=paper, kind="suggestion")
    assert all(one.ref in said for one in some)
    notes = zipfile.ZipFile(io.BytesIO(files["docx"].content)).read("word/footnotes.xml").decode()
    assert all(one.ref in notes for one in some)
    assert client.get(f"/overviews/{paper.uid}/overview.exe").status_code == 404


def test_the_rows_behind_a_number_are_those_one_may_see(session, paper, now):
    from huiyin.web.overviews.services import composing

    inside = composing.begin(
        session.clerk, composing.Wanted("overview", session.session, audience="inside"), now=now
    )
    source = models.LineSource.objects.get(line__overview=inside, ref="no_echo")
    said = page(session.clerk).get(f"/overviews/sources/{source.pk}/").content.decode()
    assert "保密的建议条目不得外传" in said
    publishing.publish(session.committee, inside.uid, version=inside.version, now=now)
    assert page(session.public).get(f"/overviews/sources/{source.pk}/").status_code == 404
