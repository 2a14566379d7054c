# SPDX-License-Identifier: Apache-2.0
"""Services around the acts: once, mail, expiry, masks, versions and ladders."""

import datetime as dt
import random

import pytest
from django.core import mail

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import actors
from huiyin.web.accounts.models import Session, User
from huiyin.web.docket import models, permissions
from huiyin.web.docket.services import (
    assigning,
    drafting,
    examining,
    mailing,
    reminding,
    signing,
    ticking,
    timing,
)
from huiyin.web.kit import once, sending
from huiyin.web.kit.models import Notice, Outbox
from web.docket import making

DAY = dt.timedelta(days=1)


def test_a_command_is_done_once_however_often_it_is_sent(db, now):
    done = []

    def command():
        done.append(1)
        return {"n": len(done)}

    first = once.do(7, "k", {"a": 1, "b": 2}, command, now=now)
    assert once.do(7, "k", {"b": 2, "a": 1}, command, now=now) == first == {"n": 1}
    with pytest.raises(HuiyinError, match="IDEMPOTENCY_MISMATCH"):
        once.do(7, "k", {"a": 2}, command, now=now)
    assert once.do(8, "k", {"a": 2}, command, now=now) == {"n": 2}

    def refused():
        raise HuiyinError("NOT_FOUND")

    with pytest.raises(HuiyinError, match="NOT_FOUND"):
        once.do(7, "other", {}, refused, now=now)
    assert once.do(7, "other", {}, command, now=now) == {"n": 3}  # a refusal leaves no claim behind


@pytest.fixture
def post(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail


def test_one_mail_a_person_leaves_once(cast, now, post):
    making.filed(cast, now)
    waiting = Outbox.objects.count()
    assert waiting == 1  # of the cast only members have an address
    assert mailing.send(now=now) == 1
    assert mailing.send(now=now) == 0
    assert len(post.outbox) == 1
    assert making.TITLES[0] in post.outbox[0].body
    assert "立案" in post.outbox[0].body


def test_a_mail_never_says_what_its_reader_may_not_see_when_it_leaves(cast, now, post):
    row = making.joint(cast, now)
    Outbox.objects.all().delete()
    row = making.examined(cast, row, now)
    examining.file(cast.committee, row.uid, version=row.version, now=now)
    models.Signature.objects.all().delete()
    models.Proposal.objects.update(disclosure="no", disclosure_reason="涉及商业秘密")
    assert mailing.send(now=now) == 1
    assert [one.to for one in post.outbox] == [[User.objects.get(pk=cast.chen.user_id).email]]
    assert Outbox.objects.get(fault="withheld").notice.user_id == cast.su.user_id


def test_a_server_that_refuses_is_tried_again_and_a_sender_that_died_is_not(
    cast, now, post, monkeypatch
):
    making.filed(cast, now)

    def broken(self, **_):
        raise OSError("no route")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", broken)
        for _ in range(7):
            assert mailing.send(now=now) == 0
    assert Outbox.objects.get().tries == sending.TRIES
    Outbox.objects.update(tries=0, claimed_at=now)
    assert mailing.send(now=now) == 0
    assert sending.uncertain(now=now + dt.timedelta(minutes=11)) == 1


def test_an_invitation_lapses_by_the_clock_and_the_rest_goes_on(cast, now):
    row = making.draft(cast.chen, cast.session, now)
    su = models.Signature._meta.get_field("person").related_model.objects.get(pk=cast.su.person_id)
    row = signing.invite(cast.chen, row.uid, [su], version=row.version, now=now - 11 * DAY)
    assert ticking.tick(now=now).expired == 1
    assert ticking.tick(now=now).expired == 0
    assert row.signatures.get().state == "expired"
    with pytest.raises(HuiyinError, match="SIGNATURE_SETTLED"):
        signing.answer(cast.su, row.uid, sign=True, opinion="", now=now)
    row.refresh_from_db()
    assert drafting.submit(cast.chen, row.uid, version=row.version, now=now).state == "received"


def test_a_masked_proposer_is_known_to_the_office_and_those_who_signed_only(cast, now):
    row = making.joint(cast, now)
    models.Proposal.objects.update(masked=True)
    row.refresh_from_db()
    leader = cast.actor("周", "leader")
    seen = {
        name: not permissions.masked(who, row)
        for name, who in {
            "chen": cast.chen, "su": cast.su, "clerk": cast.clerk, "committee": cast.committee, "wang": cast.wang,
            "assigner": cast.assigner, "leader": leader, "public": cast.public, "member": cast.member("路"),
        }.items()
    }  # fmt: skip
    assert {name for name, known in seen.items() if known} == {"chen", "su", "clerk", "committee"}
    for name, who in (("chen", cast.chen), ("wang", cast.wang), ("public", cast.public)):
        found = models.Proposal.objects.filter(permissions.unmasked(who), pk=row.pk).exists()
        assert found == seen[name]


def test_a_body_sees_its_case_also_when_another_body_was_dropped_from_it(cast, now):
    row = making.filed(cast, now)
    tasks = [assigning.Task(cast.housing, "sole"), assigning.Task(cast.water, "joint")]
    _, other = assigning.propose(cast.assigner, row.case.uid, tasks, now=now)
    assigning.drop(cast.assigner, other.uid, words="不需要", now=now)
    assigning.issue(cast.assigner, row.case.uid, now=now)
    models.Proposal.objects.update(disclosure="no", disclosure_reason="个人信息")
    row.refresh_from_db()
    assert permissions.is_visible(cast.wang, row)
    assert not permissions.is_visible(cast.qian, row)


def test_a_running_case_keeps_the_version_it_began_under(cast, now):
    row = making.filed(cast, now)
    Session.objects.update(pack="cn-shanghai-2015", pack_version="2026.1")
    assert (row.case.pack, row.case.pack_version) == ("cn-cppcc", "2026.1")
    models.Case.objects.update(pack_version="1999.9")
    task = assigning.Task(cast.housing, "sole")
    assigning.propose(cast.assigner, row.case.uid, [task], now=now)
    with pytest.raises(HuiyinError, match="PACK_VERSION_UNKNOWN"):
        assigning.issue(cast.assigner, row.case.uid, now=now)


def test_the_response_of_a_government_runs_from_publication_whenever_it_is_sent(cast, now):
    Session.objects.update(pack="uk-commons")
    cast.session.refresh_from_db()
    row = making.received(cast, now)
    row = examining.file(cast.committee, row.uid, version=row.version, now=now)
    later = now + 20 * DAY
    assigning.propose(
        cast.assigner, row.case.uid, [assigning.Task(cast.housing, "sole")], now=later
    )
    assigning.issue(cast.assigner, row.case.uid, now=later)
    assert models.Deadline.objects.get(clock="reply").due_on == dt.date(2026, 5, 2)


def test_an_extension_has_a_ladder_of_its_own_and_a_shorter_one_is_refused(cast, now):
    from huiyin.core.calendar.deadlines import Limit, Unit

    task = making.assigned(cast, now).assignments.get()
    assigning.sign_for(cast.wang, task.uid, now=now)
    for limit in (Limit(7, Unit.MONTHS), Limit(3, Unit.MONTHS), Limit(100, Unit.DAYS)):
        with pytest.raises(HuiyinError, match="GUARD_WITHIN_MAXIMUM"):
            timing.extend(cast.assigner, task.uid, limit=limit, words="复杂", now=now)
    reminding.tick(now=now + 80 * DAY)
    reply = timing.extend(
        cast.assigner, task.uid, limit=Limit(6, Unit.MONTHS), words="复杂", now=now + 80 * DAY
    )
    assert reply.due_on == dt.date(2026, 9, 2)
    live = reply.reminders.filter(skipped=False, fired_at=None)
    assert sorted(live.values_list("due_on", flat=True)) == [
        reply.due_on + dt.timedelta(days=off) for off in (-15, -5, 1, 10, 30)
    ]


def test_rungs_fire_exactly_once_never_early_and_never_stopped_or_paused_whatever_the_downtime(
    cast, now
):
    """Random ladders, states and gaps between ticks, against sets of days."""
    seeded, today = random.Random(11), now.date()
    row = making.received(cast, now)
    models.Deadline.objects.all().delete()
    wanted, made = {}, []
    for number in range(60):
        state = seeded.choice(("running", "running", "running", "paused", "stopped"))
        deadline = models.Deadline.objects.create(
            clock=f"c{number}", proposal=row, pack="cn-cppcc", pack_version="2026.1", anchored_on=today, due_on=today,
            calendar="t", state=state, stopped_on=today if state == "stopped" else None,
        )  # fmt: skip
        for rung in range(seeded.randrange(1, 5)):
            day = today + dt.timedelta(days=seeded.randrange(0, 60))
            made.append(models.Reminder(deadline=deadline, rung=rung, form="notice", due_on=day))
    models.Reminder.objects.bulk_create(made)
    ticks = sorted(seeded.sample(range(0, 70), 9))  # between them the program is down
    for one in models.Reminder.objects.select_related("deadline"):
        if one.deadline.state == "running":
            late = [gap for gap in ticks if today + dt.timedelta(days=gap) >= one.due_on]
            wanted[one.pk] = now + dt.timedelta(days=late[0]) if late else None
    for gap in ticks:
        reminding.tick(now=now + dt.timedelta(days=gap))
        reminding.tick(now=now + dt.timedelta(days=gap))
    fired = dict(models.Reminder.objects.values_list("pk", "fired_at"))
    assert {pk: at for pk, at in fired.items() if at} == {pk: at for pk, at in wanted.items() if at}
    clerk = actors.of(User.objects.get(pk=cast.clerk.user_id), on=today)
    told = Notice.objects.filter(user_id=clerk.user_id, words="clock.notice").count()
    assert told == sum(at is not None for at in wanted.values())
