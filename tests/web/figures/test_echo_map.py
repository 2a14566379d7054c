# SPDX-License-Identifier: Apache-2.0
"""The echo map: a mark for every suggestion with every body, its state act by act, and nothing of what is hidden."""

import datetime as dt
from collections import Counter

import pytest

from huiyin.web.docket.services import assigning
from huiyin.web.figures.selectors import echo_map
from huiyin.web.replies.services import receiving
from web.docket import making
from web.replies import answering


def marks(actor, cast, now):
    return echo_map.marks(actor, cast.session, as_of=now.date())


def states(actor, cast, now):
    return Counter((one.body, one.state) for one in marks(actor, cast, now))


def test_a_suggestion_without_a_body_has_a_mark_too(cast, now):
    making.filed(cast, now)
    assert states(cast.clerk, cast, now) == {("", "unassigned"): 2}


def test_each_body_has_its_own_mark_and_its_own_state(cast, bureau, joined, now):
    lead, other = str(cast.housing.pk), str(cast.traffic.pk)
    assert states(cast.clerk, cast, now) == {(lead, "waiting"): 2, (other, "joining"): 2}
    assert states(cast.clerk, cast, now + dt.timedelta(days=200))[lead, "late"] == 2
    answering.opinion(cast, now)
    assert states(cast.oversight, cast, now)[other, "joined"] == 2


def test_an_answer_echoes_when_it_is_received(cast, bureau, task, now):
    lead = str(cast.housing.pk)
    row = answering.issued(cast, bureau, task, now)
    assert states(cast.clerk, cast, now) == {(lead, "sent"): 2}
    receiving.opened(cast.chen, row.uid, now=now)
    assert states(cast.clerk, cast, now) == {(lead, "promised"): 2}
    (found,) = echo_map.rows(marks(cast.clerk, cast, now), "body", {lead: "住建"})
    assert (found.name, found.asked, found.answered) == ("住建", 2, 2)


def test_narrowing_to_a_body_keeps_what_others_do_about_its_suggestions(cast, joined, now):
    making.assigned(cast, now, assigning.Task(cast.water, "sole"), title=making.TITLES[3])
    some = echo_map.narrowed(marks(cast.clerk, cast, now), {"body": str(cast.traffic.pk)})
    assert {one.body for one in some} == {str(cast.traffic.pk), str(cast.housing.pk)}
    assert len(echo_map.by_ask(some)) == 2


@pytest.mark.parametrize("who", ["wang", "chen", "su", "public"])
def test_the_map_of_ones_own_matters_does_not_change_with_matters_of_others(cast, bureau, task, now, who):  # fmt: skip
    before = marks(getattr(cast, who), cast, now)
    other = cast.member("柳")
    making.assigned(cast, now, assigning.Task(cast.water, "sole"), who=other, title=making.TITLES[3])  # fmt: skip
    assert marks(getattr(cast, who), cast, now) == before
    assert len(marks(cast.clerk, cast, now)) == 4


@pytest.mark.parametrize(("lang", "said"), [("zh-hans", "逾期未答"), ("en", "overdue")])  # fmt: skip
def test_the_page_names_every_mark_and_lists_them_one_by_one(enter, cast, joined, now, lang, said):
    for by in echo_map.BY:
        page = enter(cast.clerk, lang).get(f"/echo-map/?by={by}").content.decode()
        assert page.count('class="sq sq-late" href=') == 2
    assert f"增设停车位两百个 · 市住房和城乡建设局 · {said}" in page
    narrowed = enter(cast.clerk, lang).get("/echo-map/?state=joining").content.decode()
    assert narrowed.count('class="sq sq-joining" href=') == 2
    assert 'class="sq sq-late" href=' not in narrowed


@pytest.mark.parametrize("address", ["/echo-map/?by=person", "/echo-map/?state=lost", "/echo-map/?session=1-1"])  # fmt: skip
def test_what_the_map_does_not_know_is_not_found(enter, cast, address):
    assert enter(cast.clerk).get(address).status_code == 404
