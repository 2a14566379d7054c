# SPDX-License-Identifier: Apache-2.0
"""Key proposals: nominated, shortlisted, approved with a leading official, supervised by events, voted on."""

import pytest
from django.db import IntegrityError, transaction

from huiyin.web.docket import permissions
from huiyin.web.kit.models import LedgerEntry, Notice
from huiyin.web.supervision import models
from huiyin.web.supervision.selectors import watching
from huiyin.web.supervision.services import keying
from web.docket import making
from web.replies.answering import refused

HAPPENED = keying.Happened("visit", None, "陈委员、住建局", "看了三处地块。")


def nominated(cast, proposal, now):
    return keying.nominate(
        cast.committee, proposal.uid, recommended="民盟市委", why="涉及面广，群众关切。", now=now
    )


def approved(cast, watch, proposal, now):
    row = nominated(cast, proposal, now)
    row = keying.act(cast.committee, row.uid, "shortlist", words="", version=row.version, now=now)
    return keying.approve(
        watch.leader,
        row.uid,
        official="秦主席",
        committee=watch.board.pk,
        version=row.version,
        now=now,
    )


def voting(cast, watch, proposal, now):
    row = approved(cast, watch, proposal, now)
    what = keying.Happened("visit", now.date(), "陈委员、住建局", "看了三处地块。")
    keying.note_event(cast.committee, row.uid, what, version=row.version, now=now)
    row.refresh_from_db()
    people = [one.user_id for one in watch.panel]
    return keying.open_vote(cast.committee, row.uid, people, version=row.version, now=now)


def test_from_a_nomination_to_a_count(cast, watch, proposal, now, sound):
    row = voting(cast, watch, proposal, now)
    assert (row.state, row.official, row.ballot) == ("voting", "秦主席", "secret")
    for who, choice in zip(watch.panel, ("satisfied", "satisfied", "dissatisfied"), strict=True):
        keying.cast(who, row.uid, choice, now=now)
    row.refresh_from_db()

    row = keying.close_vote(cast.committee, row.uid, version=row.version, now=now)

    counted = dict(row.tallies.values_list("choice", "n"))
    assert counted == {"satisfied": 2, "basically": 0, "dissatisfied": 1}
    assert row.state == "concluded"
    told = set(
        Notice.objects.filter(words="key_proposal.close_vote").values_list("user_id", flat=True)
    )
    assert {cast.chen.user_id, cast.wang.user_id} <= told
    sound()


def test_a_secret_ballot_is_told_by_no_row_and_no_entry_until_it_is_closed(
    cast, watch, proposal, now
):
    row = voting(cast, watch, proposal, now)

    keying.cast(watch.panel[0], row.uid, "dissatisfied", now=now)

    assert set(row.seats.values_list("choice", flat=True)) == {""}
    said = str(list(LedgerEntry.objects.filter(act="key_proposal.cast").values()))
    assert "dissatisfied" not in said
    assert not any("tally" in one for entry in LedgerEntry.objects.all() for one in entry.rows)
    for who in (cast.committee, watch.leader, cast.chen):
        assert not watching.seen(who, models.Tally).exists()


def test_a_named_ballot_keeps_the_choice(cast, watch, proposal, now):
    row = voting(cast, watch, proposal, now)
    models.KeyProposal.objects.filter(pk=row.pk).update(ballot="named")

    seat = keying.cast(watch.panel[0], row.uid, "basically", now=now)

    assert seat.choice == "basically"


def test_one_vote_each_and_only_with_a_seat(cast, watch, proposal, now):
    row = voting(cast, watch, proposal, now)
    keying.cast(watch.panel[0], row.uid, "satisfied", now=now)

    with refused("GUARD_NOT_YET_CAST"):
        keying.cast(watch.panel[0], row.uid, "satisfied", now=now)
    with refused("NOT_ALLOWED"):
        keying.cast(cast.chen, row.uid, "satisfied", now=now)
    with refused("FIELD_UNKNOWN"):
        keying.cast(watch.panel[1], row.uid, "enthusiastic", now=now)
    row.refresh_from_db()
    with refused("GUARD_ENOUGH_CAST"):
        keying.close_vote(cast.committee, row.uid, version=row.version, now=now)
    assert sum(row.tallies.values_list("n", flat=True)) == 1


def test_each_step_asks_for_what_it_needs(cast, watch, proposal, now):
    row = nominated(cast, proposal, now)
    with refused("ALREADY_NOMINATED"):
        nominated(cast, proposal, now)
    with refused("FIELD_EMPTY"):
        keying.nominate(
            cast.committee,
            making.filed(cast, now, title=making.TITLES[1]).uid,
            recommended="",
            why="急",
            now=now,
        )
    row = keying.act(cast.committee, row.uid, "shortlist", words="", version=row.version, now=now)
    with refused("REASON_REQUIRED"):
        keying.act(
            cast.committee, row.uid, "return_nomination", words=" ", version=row.version, now=now
        )
    with refused("GUARD_OFFICIALS_NAMED"):
        keying.approve(
            watch.leader, row.uid, official="秦主席", committee=0, version=row.version, now=now
        )
    row = keying.approve(
        watch.leader,
        row.uid,
        official="秦主席",
        committee=watch.board.pk,
        version=row.version,
        now=now,
    )
    with refused("GUARD_EVENT_HELD"):
        keying.open_vote(cast.committee, row.uid, [], version=row.version, now=now)
    for bad, code in (
        (HAPPENED, "FIELD_EMPTY"),
        (keying.Happened("party", now.date(), "甲", "乙"), "FIELD_UNKNOWN"),
    ):
        with refused(code):
            keying.note_event(cast.committee, row.uid, bad, version=row.version, now=now)
    what = keying.Happened("visit", now.date(), "甲", "乙")
    keying.note_event(cast.committee, row.uid, what, version=row.version, now=now)
    row.refresh_from_db()
    with refused("GUARD_PANEL_NAMED"):
        keying.open_vote(
            cast.committee, row.uid, [watch.panel[0].user_id], version=row.version, now=now
        )


def test_one_that_is_not_chosen_gives_the_reason_and_may_be_nominated_again(
    cast, watch, proposal, now
):
    row = nominated(cast, proposal, now)

    row = keying.act(
        cast.committee, row.uid, "drop", words="与去年重复。", version=row.version, now=now
    )

    assert row.state == "dropped"
    assert nominated(cast, proposal, now).state == "nominated"


def test_who_sees_a_nomination_and_who_only_the_approved(cast, watch, proposal, now):
    row = nominated(cast, proposal, now)
    seen = {
        name: models.KeyProposal.objects.filter(
            permissions.visible(actor, models.KeyProposal)
        ).exists()
        for name, actor in (
            ("chen", cast.chen),
            ("wang", cast.wang),
            ("clerk", cast.clerk),
            ("public", cast.public),
        )
    }
    assert seen == {"chen": False, "wang": False, "clerk": True, "public": False}

    keying.act(cast.committee, row.uid, "shortlist", words="", version=row.version, now=now)
    row.refresh_from_db()
    keying.approve(
        watch.leader,
        row.uid,
        official="秦主席",
        committee=watch.board.pk,
        version=row.version,
        now=now,
    )

    assert models.KeyProposal.objects.filter(
        permissions.visible(cast.wang, models.KeyProposal)
    ).exists()
    with refused("NOT_ALLOWED"):
        keying.nominate(cast.wang, proposal.uid, recommended="本局", why="自荐", now=now)


def test_the_database_holds_one_key_a_proposal_and_officials_with_approval(
    cast, watch, proposal, now
):
    row = nominated(cast, proposal, now)
    broken = [
        lambda: models.KeyProposal.objects.filter(pk=row.pk).update(state="approved"),
        lambda: models.KeyProposal.objects.create(
            proposal_id=proposal.pk, state="nominated", recommended="x", why="y", nominated_by_id=cast.clerk.user_id,
            nominated_at=now, changed_at=now,
        ),
    ]  # fmt: skip
    for one in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            one()
