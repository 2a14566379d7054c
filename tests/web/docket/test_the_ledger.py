# SPDX-License-Identifier: Apache-2.0
"""The ledger can be replayed, and whatever is done to it past the program is found."""

import datetime as dt
import random
import shutil

import pytest
from django.conf import settings as live
from django.core.management import call_command
from django.db import transaction
from django.db.models import Q

from huiyin.core.docket.transitions import Given
from huiyin.web.docket import models, replaying
from huiyin.web.docket.services import (
    assigning,
    drafting,
    examining,
    merging,
    negotiating,
    replying,
    ticking,
    timing,
    withdrawing,
)
from huiyin.web.kit import anchoring, ledger, verifying
from huiyin.web.kit.models import ChainHead, LedgerEntry
from web.conftest import NOW
from web.docket import making


def found():
    return [(one.seq, one.id, one.met) for one in replaying.verify(live.ANCHOR_FILE).faults]


@pytest.fixture
def worked(cast, now):
    """A docket in which every kind of act was done."""
    later = now + dt.timedelta(days=4)
    case = making.assigned(
        cast, now, assigning.Task(cast.housing, "lead"), assigning.Task(cast.traffic, "joint")
    )
    lead = case.assignments.get(role="lead")
    assigning.sign_for(cast.wang, lead.uid, now=now)
    assigning.hand_back(
        cast.wang, lead.uid, code="O02", words="应由水务", names=cast.water, now=now
    )
    negotiating.dispute(cast.assigner, lead.uid, words="两家都不接", head_signed=True, now=now)
    negotiating.escalate(cast.assigner, lead.uid, words="报请市领导", now=now)
    again = assigning.rule(
        cast.assigner, lead.uid, grant=True, to=cast.water, words="改办", now=now
    )
    assigning.sign_for(cast.qian, again.uid, now=now)
    assigning.accept(cast.qian, again.uid, now=now, add=cast.housing, words="需住建配合")
    negotiating.answer_request(cast.assigner, again.uid, granted=False, words="已有材料", now=now)
    timing.pause(cast.assigner, again.uid, words="等提案者补充", now=now)
    timing.resume(cast.qian, again.uid, now=later)
    first, second = making.filed(cast, now), making.received(cast, now, who=cast.su)
    merging.merge(
        cast.committee, first.uid, second.uid, reason="同题", basis={"score": 0.8}, now=now
    )
    merging.object_to(cast.su, second.uid, words="不同题", now=now)
    merging.uphold(cast.committee, second.uid, words="主要内容相同", now=now)
    merging.unmerge(cast.committee, second.uid, reason="再议后取消", now=later)
    merging.split(cast.clerk, second.suggestions.first().uid, [(0, 2), (2, 5)], now=later)
    third = making.joint(cast, now)
    withdrawing.ask(cast.chen, third.uid, version=third.version, words="另有安排", now=now)
    withdrawing.agree(cast.su, third.uid, now=now)
    third.refresh_from_db()
    withdrawing.withdraw(cast.chen, third.uid, version=third.version, words="另有安排", now=now)
    fourth = making.received(cast, now)
    examining.advise(
        cast.clerk, fourth.uid, stage="received", advice="return", note="偏空", now=now
    )
    fourth = examining.decide(
        cast.committee,
        fourth.uid,
        "refuse",
        version=fourth.version,
        given=Given("R09", "指名举报"),
        now=now,
    )
    examining.undo(cast.committee, fourth.uid, reason="看错一件", now=now)
    fourth.refresh_from_db()
    fourth = examining.decide(
        cast.clerk,
        fourth.uid,
        "return",
        version=fourth.version,
        given=Given("R10", "请补充"),
        now=now,
    )
    fourth = drafting.save(
        cast.chen, fourth.uid, version=fourth.version, fields={"title": "关于停车的提案"},
        asks=[drafting.Ask("新增车位一百个")], now=now,
    )  # fmt: skip
    drafting.submit(cast.chen, fourth.uid, version=fourth.version, now=now)
    fifth = making.assigned(cast, now)
    assigning.reopen(cast.assigner, fifth.uid, words="交错单位", now=now)
    sixth = making.assigned(cast, now)
    task = sixth.assignments.get()
    assigning.sign_for(cast.wang, task.uid, now=now)
    assigning.accept(cast.wang, task.uid, now=now)
    replying.conclude(
        cast.oversight, task.uid, reply_no="成住建函〔2026〕12号", replied_on=now.date(), now=now
    )
    making.draft(cast.su, cast.session, now)  # nobody's yet
    ticking.tick(now=now + dt.timedelta(days=100))
    return cast


def test_a_docket_in_which_everything_was_done_replays(worked):
    outcome = replaying.verify(live.ANCHOR_FILE)
    assert outcome.faults == []
    assert outcome.entry_count > 60
    assert outcome.anchor_count == 1


CHANGES = (
    (models.Proposal, {"title": "另一个题目"}),
    (models.Proposal, {"state": "replied"}),
    (models.Edition, {"facts": "改过的情况"}),
    (models.Suggestion, {"text": "改过的建议"}),
    (models.Assignment, {"ping_pong": 7}),
    (models.Deadline, {"due_on": dt.date(2030, 1, 1)}),
    (models.Reminder, {"fired_at": None}),
    (models.Case, {"number": 99}),
    (models.Objection, {"ruling": "refused"}),
    (models.Signature, {"state": "declined"}),
)


def test_a_row_changed_past_the_program_is_found(worked):
    named = {name for entry in LedgerEntry.objects.all() for name in entry.rows}
    for model, changes in CHANGES:
        kind = f"{model._meta.model_name}:"
        pks = sorted(int(name.split(":")[1]) for name in named if name.startswith(kind))
        row = next(one for one in map(model.objects.get, _by_pk(pks)) if _is_changed(one, changes))
        undo = transaction.savepoint()
        model.objects.filter(pk=row.pk).update(**changes)
        assert [(one[1], one[2].split()[0]) for one in found()] == [
            ("row_differs", ledger.name_of(row))
        ]
        transaction.savepoint_rollback(undo)


def _by_pk(pks):
    return [Q(pk=pk) for pk in pks]


def _is_changed(row, changes):
    return all(getattr(row, key) != value for key, value in changes.items()) and _changeable(row)


def _changeable(row):
    if isinstance(row, models.Proposal):
        return row.state not in models.UNFIXED and row.case_id is not None
    if isinstance(row, models.Objection):
        return row.ruling == "granted"
    return True


def test_a_row_put_in_or_taken_away_past_the_program_is_found(worked, now):
    case = models.Case.objects.order_by("pk").first()
    made = models.Case.objects.create(
        session=case.session,
        pack=case.pack,
        pack_version=case.pack_version,
        title="x",
        opened_at=now,
    )
    assert [one[1:] for one in found()] == [("row_unknown", f"case:{made.pk}")]
    made.delete()
    gone = models.Examination.objects.get()
    name = ledger.name_of(gone)
    gone.delete()
    assert [one[1:] for one in found()] == [("row_missing", name)]


def _edit(rows, at):
    rows[at].reason = rows[at].reason + "改"


def _delete(rows, at):
    del rows[at]


def _insert(rows, at):
    copy = LedgerEntry.objects.get(pk=rows[at].pk)
    copy.pk, copy.act = None, "proposal.file"
    rows.insert(at, copy)


def _swap(rows, at):
    other = (at + 1) % len(rows)
    rows[at].seq, rows[other].seq = rows[other].seq, rows[at].seq
    rows.sort(key=lambda row: row.seq)


def _truncate(rows, at):
    del rows[at:]
    return rows[-1] if rows else None


def _rewrite(rows, at):
    """All of it written anew, hash by hash, with one entry changed; the head too."""
    rows[at].reason = rows[at].reason + "改"
    last = "genesis"
    for seq, row in enumerate(rows, start=1):
        row.seq, row.prev = seq, last
        row.digest = last = ledger.digest(row)
    return rows[-1]


ATTACKS = (_edit, _delete, _insert, _swap, _truncate, _rewrite)


def test_each_attack_is_found_at_every_place(worked):
    marks = list(anchoring.read(live.ANCHOR_FILE))
    count = LedgerEntry.objects.count()
    for attack in ATTACKS:
        for at in range(count):
            rows = list(LedgerEntry.objects.order_by("seq"))
            last = attack(rows, at)
            head = ChainHead.objects.get()
            if last is not None:  # whoever cuts or rewrites sets the head too
                head.seq, head.digest = last.seq, last.digest
            faults = list(
                verifying.chain(
                    rows, marks, head if rows else None,
                    outcome=verifying.Outcome(), replay=verifying.Replay(),
                )
            )  # fmt: skip
            assert faults, (attack.__name__, at)


CHANGED = {
    "at": NOW, "act": "x.y", "kind": "x", "object_id": 99, "case_id": 99, "actor_id": 99, "behalf_id": 99, "role": "x",
    "reason_code": "X9", "reason": "x", "before": {"x": 1}, "after": {"x": 1}, "rows": {"x:1": {}}, "door": "x",
    "seq": 99, "prev": "x", "algorithm": "sha512",
}  # fmt: skip


def test_every_field_of_an_entry_goes_into_its_hash():
    entry = {
        "at": NOW + dt.timedelta(1),
        "act": "a.b",
        "kind": "a",
        "object_id": 1,
        "seq": 1,
        "prev": "genesis",
    }
    was = ledger.digest(LedgerEntry(**entry))
    fields = {field.attname for field in LedgerEntry._meta.concrete_fields}
    assert fields - set(CHANGED) == {"id", "digest"}
    unseen = [
        name for name, value in CHANGED.items() if ledger.digest(LedgerEntry(**entry | {name: value})) == was
    ]  # fmt: skip
    assert unseen == []


def test_without_a_checkpoint_a_cut_tail_with_its_head_is_not_found_by_the_chain(worked):
    """The control: what the checkpoints are for."""
    rows = list(LedgerEntry.objects.order_by("seq"))
    last = _truncate(rows, len(rows) - 3)
    head = ChainHead(id=1, seq=last.seq, digest=last.digest)
    seen = verifying.chain(rows, [], head, outcome=verifying.Outcome(), replay=verifying.Replay())
    assert list(seen) == []


def test_a_checkpoint_that_was_changed_or_signed_by_another_is_found(worked, tmp_path):
    text = live.ANCHOR_FILE.read_text()
    mark = next(anchoring.read(live.ANCHOR_FILE))
    live.ANCHOR_FILE.write_text(
        text.replace(f'"seq": {mark.seq}', f'"seq": {mark.seq - 1}') + "no json\n"
    )
    assert [one[1] for one in found()] == ["anchor_unsigned", "anchor_unsigned"]
    live.ANCHOR_FILE.write_text(text)
    other = tmp_path / "other.pub"
    other.write_text("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWY=")
    outcome = replaying.verify(live.ANCHOR_FILE, public_key=other)
    assert [one.id for one in outcome.faults] == ["anchor_unsigned"]


def test_a_thousand_clean_chains_raise_no_alarm(db, now, settings, tmp_path):
    seeded = random.Random(20260302)
    for number in range(1_000):
        last, rows, marks = "genesis", [], []
        for seq in range(1, seeded.randrange(2, 12)):
            row = LedgerEntry(
                seq=seq, prev=last, at=now + dt.timedelta(seconds=seeded.randrange(10**6)), act="proposal.file",
                kind="proposal", object_id=seeded.randrange(1, 4), reason=seeded.choice(["", "理由", "𠮷\n\"x\""]),
                before={}, after={"n": seeded.random(), "z": [None, "é"]}, rows={},
            )  # fmt: skip
            row.digest = last = ledger.digest(row)
            rows.append(row)
            if seeded.random() < 0.2:
                marks.append(anchoring.sign(anchoring.Anchor(seq, last, seq, now.isoformat())))
        head = ChainHead(id=1, seq=rows[-1].seq, digest=last)
        outcome = verifying.Outcome()
        seen = verifying.chain(rows, marks, head, outcome=outcome, replay=verifying.Replay())
        assert list(seen) == [], number


def test_what_the_database_gives_back_has_the_hash_that_was_written(db, now):
    shanghai = dt.timezone(dt.timedelta(hours=8))
    with transaction.atomic():
        for at in (now, now.astimezone(shanghai), now.replace(microsecond=123457)):
            ledger.write(
                ledger.Entry(
                    act="x.y", kind="x", object_id=1, after={"b": 1, "a": [0.8, 1.0, "全"]}
                ),
                at=at,
            )
    outcome = verifying.Outcome()
    seen = verifying.chain(
        LedgerEntry.objects.order_by("seq"), [], ChainHead.objects.get(), outcome=outcome, replay=verifying.Replay()
    )  # fmt: skip
    assert list(seen) == []
    assert outcome.entry_count == 3


def test_every_thousandth_entry_is_anchored_after_its_commit(
    db, now, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(ledger, "ANCHOR_EVERY", 4)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        for _ in range(9):
            ledger.write(ledger.Entry(act="x.y", kind="x", object_id=1), at=now)
    assert [one.seq for one in anchoring.read(live.ANCHOR_FILE)] == [
        9
    ]  # both asked, the second had nothing new


def test_the_command_says_what_it_found_and_ends_with_one(worked, capsys):
    call_command("verify_ledger", lang="en")
    assert "The ledger is sound" in capsys.readouterr().out
    models.Case.objects.filter(number=1).update(number=77)
    with pytest.raises(SystemExit) as ended:
        call_command("verify_ledger", lang="zh")
    assert ended.value.code == 1
    said = capsys.readouterr()
    assert "账本有 1 处不符" in said.out
    assert "与账本不符" in said.err


def test_the_private_key_is_for_its_owner_only(db, settings, tmp_path):
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    anchoring.sign(anchoring.Anchor(1, "x", 1, "now"))
    assert (settings.HOME / "ledger-key").stat().st_mode & 0o777 == 0o600
    shutil.rmtree(settings.HOME)
