# SPDX-License-Identifier: Apache-2.0
"""Supervision in a real browser: a key proposal with a secret vote, an instruction, a reminder letter, a look-back."""

import pytest
from playwright.sync_api import expect

from huiyin.web.accounts.models import Committee
from huiyin.web.docket.models import Proposal
from huiyin.web.replies.services import receiving
from huiyin.web.supervision import models
from huiyin.web.supervision.selectors import watching
from journeys.city import LOOKS, NOW
from journeys.test_evaluating import Case

pytestmark = pytest.mark.django_db(transaction=True)


def look(name):
    return pytest.mark.parametrize("look", [LOOKS[name]], ids=[name])


class Hall:
    """The case, and who supervises it."""

    def __init__(self, city, case):
        self.city, self.case = city, case
        self.leader = city.officer("秦主席", "leader")
        self.panel = [city.member(name) for name in ("许一", "许二", "许三")]
        self.board = Committee.objects.create(name="城市建设委员会")

    def fill(self, actor, begin, given, picks=()):
        """Follow a link from the page an actor is on, or go to an address, fill the form in and send it."""
        page = self.city.page(actor)
        link = page.locator(f'a[href="{begin}"]')
        if link.count():
            link.first.click()
        else:
            page.goto(self.city.url + begin)
        self.city.is_clean(page)
        for name, value in given.items():
            field = page.locator(f'[name="{name}"]')
            tag = field.first.evaluate("one => one.tagName")
            field.select_option(value) if tag == "SELECT" else field.fill(value)
        for one in picks:
            page.locator(f'label[for="{one}"]').click()
        page.locator(".form-end .button-main").click()
        page.wait_for_url(lambda url: not url.endswith(begin))
        return page

    def act(self, actor, at, act):
        """Press the button of an act on the page of a row."""
        page = self.city.page(actor)
        page.goto(self.city.url + at)
        page.locator(f'form[action="{at}acts/{act}"] button').first.click()
        expect(page.locator(".note-good")).to_be_visible()
        return page


@pytest.fixture
def hall(city, monkeypatch):
    return Hall(city, Case(city, monkeypatch))


@look("en-narrow")
def test_a_key_proposal_is_chosen_led_visited_and_voted_on_in_secret(city, hall):
    office, proposal = hall.case.committee, Proposal.objects.get()
    city.open(office, f"/proposals/{proposal.uid}/")
    why = {"recommended": "民盟市委", "why": "高层常断水，涉及面广。"}
    hall.fill(office, f"/supervision/nominate/{proposal.uid}", why)
    row = models.KeyProposal.objects.get()
    at = f"/keyproposals/{row.uid}/"
    hall.act(office, at, "shortlist")
    page = city.open(hall.leader, "/")
    page.locator(f'a[href="{at}"]').first.click()
    named = {"official": "秦主席", "committee": str(hall.board.pk)}
    hall.fill(hall.leader, f"{at}approve", named)
    city.open(office, at)
    held = {"kind": "visit", "participants": "陈望舒、市水务局", "notes": "到云桥看了三个单元的水压。"}  # fmt: skip
    hall.fill(office, f"{at}event", held)
    city.open(office, at)
    hall.fill(office, f"{at}panel", {}, [f"panel-{one.user_id}" for one in hall.panel])
    for n, (one, verdict) in enumerate(
        zip(hall.panel, ("satisfied", "satisfied", "dissatisfied"), strict=True)
    ):
        if not n:
            page = city.open(one, "/")
            page.locator(f'a[href="{at}"]').first.click()
        hall.fill(one, f"{at}cast", {}, [f"verdict-{verdict}"])
    page = city.open(office, at)
    assert not watching.seen(office, models.Tally).exists()  # nobody knows how it stands,
    assert set(row.seats.values_list("choice", flat=True)) == {""}  # nor who voted for what
    page = hall.act(office, at, "close_vote")
    city.is_clean(page)
    assert dict(row.tallies.values_list("choice", "n")) == {
        "satisfied": 2, "basically": 0, "dissatisfied": 1,
    }  # fmt: skip
    city.open(hall.case.chen, at)  # the proposer reads what came of it


@look("zh-wide")
def test_an_instruction_a_reminder_and_a_look_back_reach_the_body_and_come_back(city, hall):
    body, office, task = hall.case.officers[0], hall.case.oversight, hall.case.task
    city.open(hall.leader, f"/assignments/{task.uid}/")
    said = {"leader": "秦主席", "words": "请水务局专题研究，一个月内报告。"}
    hall.fill(hall.leader, f"/supervision/instruct/{task.uid}", said)
    at = f"/instructions/{models.Instruction.objects.get().uid}/"
    page = city.open(body, "/")
    page.locator(f'a[href="{at}"]').first.click()
    hall.fill(body, f"{at}report", {"text": "局务会已研究，五月起分三批办理。"})
    city.is_clean(hall.act(hall.leader, at, "settle"))

    city.open(office, f"/assignments/{task.uid}/")
    hall.fill(office, f"/supervision/remind/{task.uid}", {"words": "请抓紧与提案者沟通。"})
    letter = models.ReminderLetter.objects.get()
    page = city.open(body, f"/reminders/{letter.uid}/")
    expect(page.locator("main")).to_contain_text("请抓紧与提案者沟通。")

    reply = hall.case.answer(NOW, "已经办理。")
    receiving.opened(hall.case.chen, reply.uid, now=NOW)
    city.open(office, "/supervision/")
    hall.fill(office, "/supervision/look-back", {"title": "A 类答复回头看"}, ["letters-A"])
    city.is_clean(city.page(office))
    at = f"/lookbacks/{models.Item.objects.get().uid}/"
    page = city.open(body, "/")
    page.locator(f'a[href="{at}"]').first.click()
    picks = ["axis-done-kept", "axis-proof-on_site"]
    hall.fill(body, f"{at}report", {"text": "三处增压泵已经通水。"}, picks)
    page = hall.act(office, at, "confirm")
    city.is_clean(page)
    expect(page.locator("main")).to_contain_text("三处增压泵已经通水。")
    assert models.Item.objects.get().state == "confirmed"
