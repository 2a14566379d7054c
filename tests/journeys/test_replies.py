# SPDX-License-Identifier: Apache-2.0
"""Replies in a real browser: a lead and two joint bodies answer five suggestions, and the member judges; an illegal step is refused by name."""

import pytest
from playwright.sync_api import expect

from huiyin.web.docket import models as docket
from huiyin.web.evaluations.selectors import closing
from huiyin.web.replies import models
from journeys.answering import MARKS, OPINION, SAID, Office, at
from journeys.city import LOOKS

pytestmark = pytest.mark.django_db(transaction=True)


def some(*names):
    return pytest.mark.parametrize("look", [LOOKS[name] for name in names], ids=names)


@some("zh-wide", "en-narrow")
def test_a_lead_and_two_joint_bodies_answer_five_suggestions_from_assignment_to_evaluation(
    city, office
):
    people = Office(city, office)
    row = people.delivered()
    assert row.state == "received"
    assert {one.state for one in docket.Assignment.objects.all()} == {"done"}
    assert row.deliveries.get().how == "opened"
    assert set(row.letters.values_list("form", flat=True)) == {"pdf", "docx", "html"}
    page = city.page(people.chen)
    with page.expect_download() as given:
        page.locator("a[href$='letter.pdf']").click()
    assert given.value.path().read_bytes()[:5] == b"%PDF-"
    form = people.evaluate(row)
    said = form.judgements.get()
    assert (form.state, tuple(said.marks[key] for key in sorted(said.marks, key=int))) == (
        "submitted",
        MARKS,
    )
    lines = closing.of_case(row.assignment.case_id)
    assert [(one.ground, one.reply_ids) for one in lines] == [("closed_judged", (row.pk,))] * 5
    city.open(
        people.wang, f"/evaluations/{form.uid}/"
    )  # what was said of the lead's work, it reads now
    page = city.open(people.chen, f"/proposals/{docket.Proposal.objects.get().uid}/")
    expect(page.locator(f"a[href='/replies/{row.uid}/']").first).to_be_visible()
    city.open(people.deng, f"/cases/{row.assignment.case.uid}/")


@some("zh-narrow", "en-wide")
def test_a_step_out_of_turn_is_refused_by_name_and_nothing_is_lost(city, office):
    people = Office(city, office)
    lead = people.assign(people.filed())
    people.talk(lead)
    people.judge(people.opine(people.qian, OPINION), "take")
    row = people.write(lead)
    answer = models.Answer.objects.filter(disposition="in_progress").get()
    page = city.page(people.shi)
    page.fill(at(answer, "promised_on"), "")
    page.locator('button[value="submit"]').click()
    expect(page.locator(".note-fault").first).to_contain_text("GUARD_EVERY_SUGGESTION_ANSWERED")
    expect(page.locator(at(answer, "text"))).to_have_value(SAID[0])
    expect(page.locator("#kept")).to_be_hidden()  # the page holds it all: nothing is offered back
    city.is_clean(page)
    page.fill(at(answer, "promised_on"), "2026-11-30")
    people.submit()
    people.act(people.wang, row, "pass")
    people.act(people.gao, row, "sign")
    page = city.open(people.deng, f"/replies/{row.uid}/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    refused = page.request.post(
        f"{city.url}/replies/{row.uid}/acts/issue",
        form={"version": str(row.version), "csrfmiddlewaretoken": token},
        headers={"referer": page.url},
    )
    assert refused.status == 409
    assert "GUARD_OPINIONS_IN" in refused.text()
    row.refresh_from_db()
    assert (row.state, row.number) == ("with_oversight", "")
