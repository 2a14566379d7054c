# SPDX-License-Identifier: Apache-2.0
"""Who may read and write an evaluation, by every door: the page, the address, the list, the panels, figures, mail."""

import time

from django.test import Client

from huiyin.web.accounts import actors
from huiyin.web.accounts.models import Delegation, RoleGrant, User
from huiyin.web.docket import permissions
from huiyin.web.evaluations import models
from huiyin.web.evaluations.selectors import evaluations
from huiyin.web.evaluations.services import submitting
from web.evaluations import judging
from web.replies.answering import refused

CANARY = "这句话只有评价里有"


def client(actor, *, anew=True):
    """A client signed in as somebody, freshly unless said otherwise."""
    made = Client()
    if actor.user_id is None:
        return made
    made.force_login(
        User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend"
    )
    if anew:
        session = made.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(actor.user_id)
        session.save()
    return made


def sent(row, result="satisfied"):
    said = judging.said(row, result)
    data = {f"axis-{key}": value for key, value in said.values.items()}
    data |= {f"mark-{key}": value for key, value in said.marks.items()}
    return data | {"version": row.version, "reason": said.reason, "remark": CANARY}


BEFORE = {
    "wang": 404,
    "zhao": 404,
    "su": 404,
    "assigner": 404,
    "reviewer": 404,
    "clerk": 403,
    "oversight": 403,
}


def test_before_it_is_given_nobody_writes_it_and_the_body_does_not_know_of_it(
    cast, bureau, task, now
):
    row = judging.opened(cast, bureau, task, now)
    for who, status in BEFORE.items():
        actor = getattr(cast, who)
        page = client(actor)
        assert page.post(f"/evaluations/{row.uid}/", sent(row)).status_code == status, who
        if status == 403:
            continue
        for address in ("", "revise", "paper", "form.pdf", "rung"):
            assert page.get(f"/evaluations/{row.uid}/{address}").status_code == 404, (who, address)
        assert not evaluations.seen(actor).exists(), who
        assert row.uid not in page.get("/evaluations/").content.decode()
    for at in (
        f"/replies/{row.reply.uid}/",
        f"/assignments/{task.uid}/",
        f"/cases/{task.case.uid}/",
    ):
        assert f"/evaluations/{row.uid}/" not in client(cast.wang).get(at).content.decode()
    row.refresh_from_db()
    assert (row.state, row.judgements.count()) == ("open", 0)


def test_officers_of_the_body_read_it_once_given_and_never_write_it(cast, bureau, task, now):
    row = judging.opened(cast, bureau, task, now)
    for officer in (bureau.shi, bureau.wang, bureau.gao):
        with refused("NOT_FOUND"):
            submitting.submit(officer, row.uid, judging.said(row), version=row.version, now=now)
    row = judging.given(cast, row, now, remark=CANARY)

    for officer in (bureau.shi, bureau.wang, bureau.gao):
        page = client(officer)
        assert CANARY in page.get(f"/evaluations/{row.uid}/").content.decode()
        for address in ("", "revise", "paper"):
            answer = page.post(f"/evaluations/{row.uid}/{address}", sent(row) | {"proxy": "委托"})
            assert (answer.status_code, "NOT_AUTHOR" in answer.content.decode()) == (403, True)
    assert row.judgements.count() == 1


def test_strangers_and_other_bodies_never_read_it(cast, bureau, task, now):
    row = judging.given(cast, judging.opened(cast, bureau, task, now), now, remark=CANARY)

    for actor in (cast.su, cast.zhao, cast.qian, cast.assigner, cast.reviewer):
        assert client(actor).get(f"/evaluations/{row.uid}/").status_code == 404
        for model in (models.Evaluation, models.Judgement, models.Rung):
            assert not model.objects.filter(permissions.visible(actor, model)).exists()
    answer = client(cast.public).get(f"/evaluations/{row.uid}/")
    assert (answer.status_code, CANARY in answer.content.decode()) == (302, False)


def test_an_assistant_who_files_for_a_member_evaluates_nothing(cast, bureau, task, now):
    helper = cast.actor("助", "member")
    Delegation.objects.create(
        member_id=cast.chen.person_id,
        assistant_id=helper.user_id,
        may_file=True,
        starts_on=now.date(),
    )
    actor = actors.of(User.objects.get(pk=helper.user_id), on=now.date())
    assert cast.chen.person_id in actor.files_for
    row = judging.opened(cast, bureau, task, now)

    with refused("NOT_FOUND"):
        submitting.submit(actor, row.uid, judging.said(row), version=row.version, now=now)


def test_a_merged_child_a_cosigner_and_another_proposer_get_not_there(cast, bureau, now):
    judging.of_two(cast, bureau, now)
    theirs = models.Evaluation.objects.get(person_id=cast.chen.person_id)

    with refused("NOT_FOUND"):
        submitting.submit(
            cast.su, theirs.uid, judging.said(theirs), version=theirs.version, now=now
        )
    assert client(cast.su).get(f"/evaluations/{theirs.uid}/").status_code == 404


def test_the_name_of_who_asked_to_be_masked_is_kept_from_the_body(cast, bureau, task, now):
    row = judging.given(cast, judging.opened(cast, bureau, task, now), now)
    row.proposal.masked = True
    row.proposal.save(update_fields=["masked"])
    row.person.name = "隐名者"
    row.person.save()

    seen = client(cast.wang).get(f"/evaluations/{row.uid}/").content.decode()
    listed = client(cast.wang).get("/evaluations/").content.decode()

    assert "隐名者" not in seen + listed
    assert "隐名者" in client(cast.clerk).get(f"/evaluations/{row.uid}/").content.decode()


def test_a_role_taken_away_takes_the_sight_with_it(cast, bureau, task, now):
    row = judging.given(cast, judging.opened(cast, bureau, task, now), now)
    page = client(cast.wang)
    assert page.get(f"/evaluations/{row.uid}/").status_code == 200

    RoleGrant.objects.filter(user_id=cast.wang.user_id).delete()

    assert page.get(f"/evaluations/{row.uid}/").status_code == 404
