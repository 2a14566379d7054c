# SPDX-License-Identifier: Apache-2.0
"""After the talk: nothing closes silent, suggestions go to the docket with source and clock, papers lead back to the words."""

import datetime as dt
import re

import pytest

from huiyin.core.meetings import closing as core
from huiyin.core.meetings.closing import OpenEnd
from huiyin.web.accounts.models import Institution
from huiyin.web.docket.models import Merger, Proposal
from huiyin.web.docket.services import drafting
from huiyin.web.kit.models import Notice
from huiyin.web.meetings import models
from huiyin.web.meetings.selectors import closing, outcomes, writing_up
from huiyin.web.meetings.services import closing as closings
from huiyin.web.meetings.services import docketing, hearing, preparing, settling, spots
from web.docket import making
from web.meetings import holding, talking
from web.meetings.holding import refused, sound

DISCUSSION = (
    f"陈委员：{talking.ASK}",
    "何砚秋市长：老城区还缺多少个车位？",
    "市住建局局长邱国平：目前还缺六百个，年底前先补上两百个。",
    f"何砚秋市长：{talking.ORDER}",
)


@pytest.fixture
def held(cast, now):
    """A discussion on which everything was confirmed; the suggestion has its body, the order is given."""
    row = talking.opened(cast, now)
    talking.told(cast, row, *DISCUSSION, now=now)
    for one in row.found.all():
        fields = {"body": cast.housing.pk} if one.kind == "suggestion" else {}
        settling.correct(cast.clerk, one.uid, version=one.version, fields=fields, now=now)
    spot = row.spot_assignments.get()
    spots.give(cast.clerk, spot.uid, version=spot.version, body=cast.housing.pk, owner="邱国平", due_on=dt.date(2026, 3, 31), now=now)  # fmt: skip
    return row


def ends(row):
    return {(one.line.row.kind, end) for one in closing.open_ends(row) for end in one.ends}


def test_each_open_end_is_named():
    full = {
        "has_speaker": True,
        "has_body": True,
        "has_owner": True,
        "has_date": True,
        "answered": True,
    }
    assert (
        core.open_ends(
            core.Item(n, kind, **full) for n, kind in enumerate(models.Found.Kind.values)
        )
        == []
    )
    cases = [
        ("suggestion", {"settled": False}, OpenEnd.UNDECIDED), ("suggestion", {"has_body": False}, OpenEnd.NO_BODY),
        ("suggestion", {"has_speaker": False}, OpenEnd.NO_SPEAKER), ("answer", {"stale": True}, OpenEnd.STALE),
        ("commitment", {"objected": True}, OpenEnd.OBJECTED), ("question", {"answered": False}, OpenEnd.NO_ANSWER),
        ("assignment", {"has_owner": False}, OpenEnd.NO_OWNER), ("assignment", {"has_date": False}, OpenEnd.NO_DATE),
    ]  # fmt: skip
    for kind, lacks, end in cases:
        ((_, found),) = core.open_ends([core.Item(1, kind, **(full | lacks))])
        assert found == [end]
        if end != OpenEnd.UNDECIDED:
            assert core.open_ends([core.Item(1, kind, **(full | lacks), resolved=True)]) == []


def test_a_meeting_is_not_closed_over_anything_open_and_each_is_settled_by_an_act_or_a_reason(
    cast, now
):
    row = talking.opened(cast, now)
    talking.told(
        cast,
        row,
        f"陈委员：{talking.ASK}",
        "苏委员：还有几处没有路灯？",
        f"何砚秋市长：{talking.ORDER}",
        now=now,
    )
    with refused("GUARD_NOTHING_OPEN"):
        closings.close(cast.clerk, row.uid, now=now)
    for one in row.found.all():
        settling.confirm(cast.clerk, one.uid, now=now)
    ask, question, order = (
        row.found.get(kind=kind) for kind in ("suggestion", "question", "assignment")
    )
    settling.correct(cast.clerk, ask.uid, version=ask.version, fields={"body": None}, now=now)
    assert len(ends(row)) == 3
    with refused("GUARD_NOTHING_OPEN"):
        closings.close(cast.clerk, row.uid, now=now)
    ask.refresh_from_db()
    settling.correct(
        cast.clerk, ask.uid, version=ask.version, fields={"body": cast.housing.pk}, now=now
    )
    closings.resolve(
        cast.clerk, question.uid, version=question.version, reason="会后书面答复", now=now
    )
    spot = order.spot_assignment
    spots.drop(cast.clerk, spot.uid, version=spot.version, reason="只是提醒", now=now)
    assert ends(row) == set()
    assert closings.close(cast.clerk, row.uid, now=now).state == "closed"


def test_who_answered_in_the_hall_is_offered_as_the_body_of_a_suggestion(cast, now):
    row = talking.opened(cast, now)
    talking.told(
        cast, row, "陈委员：我建议把夜里空着的车位向居民开放。", "市住建局局长邱国平：年底前先补上两百个。",
        "苏委员：我建议把巷名的来历写上路牌。", now=now,
    )  # fmt: skip
    for one in row.found.all():
        settling.confirm(cast.clerk, one.uid, now=now)
    asked, other = row.found.filter(kind="suggestion").order_by("utterance__seq")

    offered = closing.hints(closing.open_ends(row))

    assert (cast.housing.pk, "市住房和城乡建设局") in offered[asked.uid]
    assert cast.housing.pk not in [pk for pk, _ in offered[other.uid]]


def test_only_what_stands_is_settled_by_a_reason_and_taking_it_back_opens_it_again(cast, now):
    row = talking.opened(cast, now)
    one = talking.caught(cast, row, now=now)
    with refused("FOUND_UNSETTLED"):
        closings.resolve(cast.clerk, one.uid, version=one.version, reason="不办", now=now)
    one = settling.confirm(cast.clerk, one.uid, now=now)
    with refused("NOT_ALLOWED"):
        closings.resolve(cast.chen, one.uid, version=one.version, reason="不办", now=now)
    one = closings.resolve(cast.clerk, one.uid, version=one.version, reason="不办", now=now)
    assert closing.facts(row) == {"nothing_open"}
    closings.resolve(cast.clerk, one.uid, version=one.version, reason="", now=now)
    settling.correct(cast.clerk, one.uid, version=one.version + 1, fields={"body": None}, now=now)
    assert closing.facts(row) == set()


def test_what_was_corrected_away_or_objected_to_is_open(cast, now, held):
    ask = held.found.get(kind="suggestion")
    settling.say(cast.chen, ask.uid, agrees=False, words="是三百个", now=now)
    said = held.found.filter(kind="commitment").first().utterance
    hearing.correct(
        cast.clerk, said.uid, version=said.version, text="这件事情比较复杂，要另外开会。", now=now
    )
    assert {end for _, end in ends(held)} >= {"speaker objects", "words were corrected away"} or {
        end for _, end in ends(held)
    } >= {"本人有异议", "原话已改"}


def test_closing_sends_each_suggestion_to_the_docket_with_its_source_and_the_clock_of_the_meeting(
    cast, now, held, settings
):
    later = now + dt.timedelta(days=4)
    closings.close(cast.clerk, held.uid, now=later)
    one = held.found.get(kind="suggestion")
    made = Proposal.objects.get(pk=one.proposal_id)
    ask = made.suggestions.get()
    assert (made.state, made.proposer_id) == ("received", cast.chen.person_id)
    assert made.receipt_no
    assert made.source_text[ask.start : ask.end] == one.quote
    assert made.source_sha256 == one.utterance.text_sha256
    clock = made.deadlines.get(clock="floor")
    assert (clock.anchored_on, clock.due_on) == (now.date(), dt.date(2026, 4, 2))
    assert [one.body_id for one in made.handlers.all()] == [cast.housing.pk]
    told = Notice.objects.filter(words="meeting.words").values_list("user_id", flat=True)
    assert set(told) >= {cast.chen.user_id, cast.wang.user_id}
    with refused("ILLEGAL_TRANSITION"):
        closings.close(cast.clerk, held.uid, now=later)
    sound(settings)


def test_a_suggestion_from_the_floor_is_taken_in_after_the_deadline_of_the_session_too(
    cast, now, held
):
    cast.session.submission_deadline = now - dt.timedelta(days=1)
    cast.session.save()
    made = docketing.send(cast.clerk, held.found.get(kind="suggestion").uid, now=now)
    assert made.state == "received"
    with refused("GUARD_SESSION_OPEN"):
        row = making.draft(cast.su, cast.session, now)
        drafting.submit(cast.su, row.uid, version=row.version, now=now)
    with refused("FOUND_NOT_FOR_DOCKET"):
        docketing.send(cast.clerk, held.found.get(kind="suggestion").uid, now=now)


def test_it_joins_a_proposal_that_says_the_same_when_a_clerk_decides_so_with_the_evidence(
    cast, now, held
):
    other = making.received(cast, now, who=cast.su)
    one = held.found.get(kind="suggestion")
    with refused("REASON_REQUIRED"):
        docketing.send(cast.clerk, one.uid, into=other.uid, reason="", now=now)
    assert not Proposal.objects.filter(proposer_id=cast.chen.person_id).exists()
    made = docketing.send(cast.clerk, one.uid, into=other.uid, reason="同一件事", now=now)
    assert made.state == "merged"
    assert Merger.objects.get(proposal=made).basis["suggestions"] >= 0
    other.refresh_from_db()
    assert made.case_id == other.case_id
    assert [hit.line.row.uid for hit in outcomes.candidates(cast.clerk, one)] in ([], [other.uid])


@pytest.mark.parametrize("who", ["chen", "wang", "oversight"])
def test_only_the_office_sends_and_closes(cast, now, held, who):
    actor = getattr(cast, who)
    with refused("NOT_ALLOWED"):
        docketing.send(actor, held.found.get(kind="suggestion").uid, now=now)
    with refused("NOT_ALLOWED"):
        closings.close(actor, held.uid, now=now)


def test_speaking_is_over_before_the_meeting_closes(cast, now, held):
    chen = held.participants.get(name="陈")
    models.Turn.objects.create(
        meeting=held, participant=chen, kind="speech", began_at=now, allowed_seconds=300
    )
    with refused("GUARD_NOBODY_SPEAKS"):
        closings.close(cast.clerk, held.uid, now=now)
    with refused("ACT_UNKNOWN"):
        preparing.hold(cast.clerk, held.uid, "close", version=None, now=now)


def test_words_that_end_by_themselves_take_no_second_stop(cast, held):
    Institution.objects.create(name="澄州市政协", name_en="Chengzhou CPPCC")
    first = writing_up.Writer(cast.clerk, held).caught[0]
    models.Found.objects.filter(pk=first.pk).update(words="能否多停一班车？")
    blocks = writing_up.Writer(cast.clerk, held).write("brief").blocks
    said = "".join(one.text for block in blocks for one in getattr(block, "sentences", ()))
    assert "能否多停一班车？" in said
    assert "？。" not in said


def test_every_sentence_of_the_brief_leads_to_the_utterance_that_says_it(cast, now, held):
    Institution.objects.create(name="澄州市政协", name_en="Chengzhou CPPCC")
    writer = writing_up.Writer(cast.clerk, held)
    counted, *told = [
        one for block in writer.write("brief").blocks for one in getattr(block, "sentences", ())
    ]

    assert len(told) == len(writer.caught)
    assert held.utterances.order_by("seq").first().uid == writer.proofs[counted.note]
    for one in told:
        said = held.utterances.get(uid=writer.proofs[one.note])
        assert [
            hit
            for hit in said.found.all()
            if hit.words.rstrip("。") in one.text and hit.quote in said.text
        ], one
    office = holding.client_of(cast.clerk)
    page = office.get(f"/meetings/{held.uid}/records/brief").content.decode()
    ways = re.findall(r'class="proof" href="([^"]+)"', page)
    assert len(ways) == len(told) + 1
    for way in set(ways):
        led, _, place = office.get(way).url.partition("#")
        assert f'id="{place}"' in office.get(led).content.decode()


def test_every_word_of_the_record_and_every_order_leads_to_its_utterance(cast, now, held):
    known = set(held.utterances.values_list("uid", flat=True))
    writer = writing_up.Writer(cast.clerk, held)
    some = [
        one for block in writer.write("verbatim").blocks for one in getattr(block, "sentences", ())
    ]
    words = [one for one in some if one.text in held.utterances.values_list("text", flat=True)]
    assert len(words) == len(DISCUSSION)
    assert {writer.proofs[one.note] for one in words} == known
    (grid,) = [one for one in writer.write("minutes").blocks if hasattr(one, "rows")]
    assert len(grid.rows) == len(grid.notes) == held.found.filter(kind="assignment").count()
    assert {writer.proofs[note] for note in grid.notes} <= known


def test_what_nobody_confirmed_is_in_no_paper(cast, now):
    row = talking.opened(cast, now)
    talking.told(cast, row, *DISCUSSION, now=now)
    for kind in ("minutes", "brief"):
        paper = writing_up.paper(cast.clerk, row, kind)
        said = "".join(
            one.text for block in paper.blocks for one in getattr(block, "sentences", ())
        )
        assert "两百个停车位" not in said


def test_the_pages_of_afterwards_are_shown_and_acted_on(cast, now, held, settings):
    Institution.objects.create(name="澄州市政协", name_en="Chengzhou CPPCC")
    office, member, body = (holding.client_of(one) for one in (cast.clerk, cast.chen, cast.wang))
    one = held.found.get(kind="suggestion")
    spot = held.spot_assignments.get()
    for client, path, status in (
        (office, f"/meetings/{held.uid}/capture", 200), (office, f"/meetings/{held.uid}/closing", 200),
        (member, f"/meetings/{held.uid}/capture", 403), (member, f"/meetings/{held.uid}/closing", 403),
        (member, f"/meetings/{held.uid}/mine", 200), (office, f"/meetings/{held.uid}/mine", 404),
        (member, f"/meetings/{held.uid}/transcript", 200), (member, f"/found/{one.uid}/", 200),
        (office, f"/found/{one.uid}/", 200), (member, f"/utterances/{one.utterance.uid}/", 403),
        (office, f"/utterances/{one.utterance.uid}/", 200), (body, f"/spot-assignments/{spot.uid}/", 200),
        (office, f"/spot-assignments/{spot.uid}/", 200), (office, "/found/nothing/", 404), (body, "/", 200),
        (member, f"/meetings/{held.uid}/records/minutes", 200), (member, f"/meetings/{held.uid}/records/secret", 404),
        (member, f"/meetings/{held.uid}/records/brief", 200), (member, f"/meetings/{held.uid}/records/verbatim", 200),
        (member, f"/meetings/{held.uid}/records/brief.html", 200), (member, f"/meetings/{held.uid}/records/brief.exe", 404),
    ):  # fmt: skip
        answer = client.get(path)
        assert answer.status_code == status, path
    page = member.get(f"/meetings/{held.uid}/records/brief").content.decode()
    leads = re.findall(r'class="proof" href="(/meetings/\w+/said/\w+)"', page)
    assert len(leads) >= 4
    assert member.get(leads[-1]).url.split("#")[1] in {
        f"u-{uid}" for uid in held.utterances.values_list("uid", flat=True)
    }
    answer = body.post(
        f"/spot-assignments/{spot.uid}/", {"version": spot.version, "do": "report", "report": ""}
    )
    assert answer.status_code == 409
    answer = body.post(
        f"/spot-assignments/{spot.uid}/",
        {"version": spot.version, "do": "report", "report": "已报。"},
    )
    assert answer.status_code == 302
    assert member.post(f"/found/{one.uid}/agree").status_code == 302
    assert office.post(f"/found/{one.uid}/settle", {"do": "confirm"}).status_code == 409
    assert office.post(f"/meetings/{held.uid}/closing", {"version": 99}).status_code == 409
    row = models.Meeting.objects.get(pk=held.pk)
    assert office.post(f"/meetings/{held.uid}/closing", {"version": row.version}).status_code == 302
    made = Proposal.objects.get()
    assert "会上提出" in office.get(f"/proposals/{made.uid}/").content.decode()
    assert "会上提出" in member.get(f"/proposals/{made.uid}/").content.decode()
    sound(settings)


def test_what_is_typed_is_kept_when_it_is_refused(cast, now):
    row = talking.opened(cast, now)
    Institution.objects.create(name="澄州市政协")
    office = holding.client_of(cast.clerk)
    models.Meeting.objects.filter(pk=row.pk).update(state="suspended")
    sent = {"text": "陈委员：" + talking.ASK, "token": "t1", "speaker": ""}
    assert office.post(f"/meetings/{row.uid}/capture", sent).status_code == 302
    assert row.utterances.count() == 1
    models.Meeting.objects.filter(pk=row.pk).update(state="closed", closed_at=now)
    answer = office.post(f"/meetings/{row.uid}/capture", {"text": "后来的话", "token": "t2"})
    assert answer.status_code == 409
    one = row.found.get()
    answer = office.post(
        f"/found/{one.uid}/",
        {"version": one.version, "do": "save", "words": "改的话", "due_on": "2026-13-99"},
    )
    assert answer.status_code == 422
    assert "改的话" in answer.content.decode()
