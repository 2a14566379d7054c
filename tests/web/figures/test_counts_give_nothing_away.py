# SPDX-License-Identifier: Apache-2.0
"""What an actor may not see changes no number, no name and no row an actor is shown."""

import pytest

from huiyin.web.accounts.models import Membership, Sector
from huiyin.web.docket.services import assigning
from huiyin.web.figures.selectors import facts, lines
from web.docket import making
from web.replies import answering


def told(actor, cast, now):
    some = facts.gather(actor, cast.session, as_of=now.date()).facts
    return {(one.unit, one.id): one for one in some}


@pytest.fixture
def hide(cast, now):
    """Let matters come in that are no business of 王, 苏 and 钱: a draft, one received, one filed and given to traffic."""

    def done():
        other = cast.member("柳")
        making.draft(other, cast.session, now)
        making.received(cast, now, who=other, title=making.TITLES[2])
        making.assigned(cast, now, assigning.Task(cast.traffic, "sole"), who=other, title=making.TITLES[3])  # fmt: skip

    return done


@pytest.mark.parametrize("who", ["wang", "su", "qian", "public"])
def test_matters_of_others_change_nothing_in_ones_own_figures(cast, bureau, task, now, hide, who):
    answering.received(cast, bureau, task, now)
    before, clerk = told(getattr(cast, who), cast, now), told(cast.clerk, cast, now)
    hide()
    assert told(getattr(cast, who), cast, now) == before
    assert len(told(cast.clerk, cast, now)) > len(
        clerk
    )  # the same change is seen by who may see it


def test_a_draft_of_a_reply_counts_for_nobody_before_it_leaves(cast, bureau, task, now):
    before = {who: told(getattr(cast, who), cast, now) for who in ("clerk", "chen", "wang")}
    answering.written(cast, bureau, task, now)
    assert {who: told(getattr(cast, who), cast, now) for who in before} == before


def test_a_proposer_whose_name_is_kept_back_belongs_to_no_sector_but_for_the_office(cast, now):
    sector = Sector.objects.create(name="医药卫生界")
    Membership.objects.create(person_id=cast.chen.person_id, term=cast.session.term, sector=sector, starts_on="2022-01-01")  # fmt: skip
    row = making.filed(cast, now)
    type(row).objects.filter(pk=row.pk).update(masked=True)

    def sectors(actor):
        some = told(actor, cast, now).values()
        return {one.groups.get("sector") for one in some if one.unit in ("proposals", "suggestions")}  # fmt: skip

    assert sectors(cast.clerk) == {(str(sector.pk),)}
    assert sectors(cast.assigner) == {()}


def test_rows_behind_a_number_are_asked_for_once_more(cast, bureau, task, now):
    row = answering.received(cast, bureau, task, now)
    for unit, uid in (("replies_due", task.uid), ("replies", row.uid)):
        assert [one.id for one in lines.of(cast.wang, unit, [uid, "unknown"])] == [uid]
        assert lines.of(cast.qian, unit, [uid]) == []
    draft = making.draft(cast.chen, cast.session, now)
    assert lines.of(cast.clerk, "proposals", [draft.uid]) == []
