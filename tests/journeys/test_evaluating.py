# SPDX-License-Identifier: Apache-2.0
"""Evaluating in a real browser: a member dissatisfied on two of five suggestions, ruling, second round, conference; and an
officer who tries to read and to write an evaluation, and cannot.
"""

import datetime as dt

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import expect

from huiyin.core.docket.transitions import Given
from huiyin.web.accounts import tokens
from huiyin.web.accounts.models import User
from huiyin.web.docket.services import assigning, drafting, examining, negotiating
from huiyin.web.evaluations import models
from huiyin.web.evaluations.services import submitting
from huiyin.web.replies.services import (
    checking,
    contacting,
    handing_on,
    issuing,
    letters,
    receiving,
)
from huiyin.web.replies.services import drafting as writing
from journeys.city import LOOKS, NOW

pytestmark = pytest.mark.django_db(transaction=True)
ASKS = (
    "更换云桥片区旧水管", "每季度公布水质", "给高层加装增压泵", "设立报修专线", "停水提前两天告知",
)  # fmt: skip
WORD = "晴川-历历-汉阳树"
HOUR = dt.timedelta(hours=1)


class Case:
    """A proposal of five suggestions at the water bureau, whose officers answer it as often as they are asked to."""

    def __init__(self, city, monkeypatch):
        monkeypatch.setattr(checking, "passes", lambda row: True)
        monkeypatch.setattr(
            letters, "compose", lambda row, but=(): [("html", b"<p>")] if "html" not in but else []
        )
        self.city, self.chen = city, city.member("陈望舒")
        User.objects.filter(pk=self.chen.user_id).update(password=make_password(WORD))
        office = (
            city.officer("林", "clerk"),
            city.officer("沈", "reviewer"),
            city.officer("何", "committee"),
        )
        self.committee = office[2]
        self.assigner, self.oversight = (
            city.officer("罗", "assigner"),
            city.officer("邓", "oversight"),
        )
        self.officers = [
            city.officer(role, role, city.water) for role in ("liaison", "handler", "signer")
        ]
        row = drafting.begin(self.chen, city.session, now=NOW)
        fields = {"title": "关于改善云桥片区供水的提案", "facts": "水管用了四十年，高层常断水。"}
        row = drafting.save(
            self.chen,
            row.uid,
            version=row.version,
            fields=fields,
            asks=[drafting.Ask(one) for one in ASKS],
            now=NOW,
        )
        row = drafting.submit(self.chen, row.uid, version=row.version, now=NOW)
        for who, act in zip(office, ("examine_first", "examine_second", "file"), strict=True):
            row = examining.decide(who, row.uid, act, version=row.version, given=Given(), now=NOW)
        assigning.propose(
            self.assigner, row.case.uid, (assigning.Task(city.water, "sole"),), now=NOW
        )
        self.task = assigning.issue(self.assigner, row.case.uid, now=NOW).assignments.get()
        negotiating.sign_for(self.officers[0], self.task.uid, now=NOW)
        negotiating.accept(self.officers[0], self.task.uid, now=NOW)

    def answer(self, now, text):
        """Answer, sign, issue and deliver; gives the reply."""
        liaison, handler, signer = self.officers
        contacting.log(
            liaison, self.task.uid, person_id=self.chen.person_id, kind="visit", held_on=now.date(),
            summary="到云桥现场听取意见。", now=now,
        )  # fmt: skip
        row = writing.begin(handler, self.task.uid, now=now)
        typed = [
            writing.Typed(
                one.uid,
                one.version,
                {"disposition": "done", "text": f"{one.suggestion.text}：{text}"},
            )
            for one in writing.living(row)
        ]
        head = {"letter": "A", "disclosure": "full"}
        row = writing.save(
            handler, row.uid, version=row.version, head=head, typed=typed, now=now
        ).reply
        row = handing_on.submit(handler, row.uid, version=row.version, now=now)
        row = handing_on.pass_on(liaison, row.uid, version=row.version, now=now)
        row = handing_on.sign(signer, row.uid, version=row.version, now=now)
        row = issuing.issue(self.oversight, row.uid, version=row.version, now=now)
        issuing.dispatch(now=now, reply=row)
        return row

    def judge(self, page, result, marks):
        """Fill in the form as a member does, with a finger on each label."""
        for fieldset, mark in zip(
            page.locator("fieldset.judge").all()[: len(marks)], marks, strict=True
        ):
            fieldset.locator(f'label[for$="-{mark}"]').click()
        for fieldset in page.locator("fieldset.judge").all()[len(marks) :]:
            fieldset.locator(".picks label").first.click()
        page.locator(f'label[for="axis-result-{result}"]').click()


def decide(page, act, words):
    """Do an act of the bar, with its reason."""
    page.locator(f"[data-opens='act-{act}']").click()
    page.fill(f"#act-{act}-words", words)
    page.locator(f"#act-{act} button[type=submit]").click()
    expect(page.locator(".note-good")).to_be_visible()


@pytest.fixture
def case(city, monkeypatch):
    return Case(city, monkeypatch)


@pytest.mark.parametrize(
    "look", [LOOKS["zh-narrow"], LOOKS["en-wide"]], ids=["zh-narrow", "en-wide"]
)
def test_dissatisfied_on_two_of_five_ruled_answered_again_and_taken_to_a_conference(city, case):
    reply = case.answer(NOW, "已经办理。")
    page = city.open(case.chen, f"/replies/{reply.uid}/")  # opening it is receiving it
    row = models.Evaluation.objects.get()
    page.goto(f"{city.url}/replies/{reply.uid}/")
    page.locator(f'a.button-main[href="/evaluations/{row.uid}/"]').click()
    city.is_clean(page)
    case.judge(page, "dissatisfied", ["met", "not_met", "met", "met", "not_met"])
    page.fill("#reason", "水质公布和停水告知两条没有讲怎么办。")
    page.locator(".form-end .button-main").click()
    page.fill(
        "input[type=password]", WORD
    )  # signed in long ago: asked once more, and nothing is lost
    city.is_clean(page)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(f"**/evaluations/{row.uid}/")
    city.is_clean(page)
    row.refresh_from_db()
    assert (row.state, sorted(row.judgements.get().marks.values()).count("not_met")) == (
        "to_rule",
        2,
    )

    office = city.open(case.committee, "/")
    office.locator(f'a[href="/evaluations/{row.uid}/"]').first.click()
    city.is_clean(office)
    decide(office, "rehandle", "两条缺办法和时限，请重新办理。")
    row.refresh_from_db()
    assert row.state == "rehandled"

    city.clock.now = NOW + HOUR  # within one sign-in
    again = case.answer(city.clock.now, "另有安排。")
    receiving.opened(case.chen, again.uid, now=city.clock.now)
    second = models.Evaluation.objects.get(reply=again)
    page.goto(f"{city.url}/evaluations/{second.uid}/")
    case.judge(page, "dissatisfied", ["met", "not_met", "met", "met", "partly"])
    page.fill("#reason", "水质公布仍然没有时限。")
    page.locator(".form-end .button-main").click()
    page.wait_for_url(f"**/evaluations/{second.uid}/")

    office.goto(f"{city.url}/evaluations/{second.uid}/")
    decide(office, "climb", "第二次答复仍不满意。")
    office.goto(f"{city.url}/evaluations/{second.uid}/rung")
    city.is_clean(office)
    for name, words in (
        ("participants", "陈望舒、市水务局王工"),
        ("record", "逐条核对。"),
        ("outcome", "五月起公布。"),
    ):
        office.fill(f"#{name}", words)
    office.locator(".form-end .button-main").click()
    office.wait_for_url(f"**/evaluations/{second.uid}/")
    city.is_clean(office)
    expect(office.locator("main")).to_contain_text("五月起公布。")
    rung = second.rungs.get()
    assert (rung.rung, rung.recorded_at is not None) == ("conference", True)
    reply.refresh_from_db()
    assert reply.state == "superseded"  # the first round stands as it was
    assert row.judgements.count() == 1


@pytest.mark.parametrize(
    "look", [LOOKS["zh-wide"], LOOKS["en-narrow"]], ids=["zh-wide", "en-narrow"]
)
def test_an_officer_tries_to_read_and_to_write_an_evaluation_and_cannot(city, case):
    reply = case.answer(NOW, "已经办理。")
    receiving.opened(case.chen, reply.uid, now=NOW)
    row, officer = models.Evaluation.objects.get(), case.officers[0]
    page = city.open(officer, f"/replies/{reply.uid}/")
    expect(page.locator("main")).not_to_contain_text(row.uid)
    page.goto(f"{city.url}/evaluations/")
    city.is_clean(page)
    assert page.locator(f'a[href="/evaluations/{row.uid}/"]').count() == 0
    for address in (f"/evaluations/{row.uid}/", f"/evaluations/{row.uid}/paper"):
        assert page.goto(city.url + address).status == 404
    city.is_clean(page)

    _, secret = tokens.make(officer, "自动化", ["read", "answer"], 7, now=NOW)
    said = {
        "Authorization": f"Bearer {secret}",
        "Idempotency-Key": "k1",
        "Content-Type": "application/json",
    }
    api, form = (
        f"{city.url}/api/v1/evaluations/{row.uid}",
        {"version": 1, "values": {}, "suggestions": {}, "proxy": "代"},
    )
    assert page.request.get(api, headers=said).status == 404
    assert page.request.post(f"{api}/paper", headers=said, data=form).status == 404

    values = {
        "contact": "visited",
        "attitude": "satisfied",
        "relevance": "relevant",
        "result": "satisfied",
        "leader_replied": "yes",
    }
    marks = {one.suggestion_id: "met" for one in reply.answers.all()}
    submitting.submit(
        case.chen, row.uid, submitting.Said(values, marks), version=row.version, now=NOW
    )
    city.open(officer, f"/evaluations/{row.uid}/")  # now it may be read
    assert page.locator("form.judging").count() == 0
    sent = page.request.post(f"{api}/paper", headers=said | {"Idempotency-Key": "k2"}, data=form)
    assert (sent.status, sent.json()["code"]) == (403, "NOT_AUTHOR")
    token = page.locator('input[name="csrfmiddlewaretoken"]').first.input_value()
    forged = page.request.post(
        f"{city.url}/evaluations/{row.uid}/", form={"csrfmiddlewaretoken": token, "version": "2"},
        headers={"Referer": city.url},
    )  # fmt: skip
    assert (forged.status, "NOT_AUTHOR" in forged.text()) == (403, True)
    row.refresh_from_db()
    assert row.judgements.count() == 1
