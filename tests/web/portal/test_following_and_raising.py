# SPDX-License-Identifier: Apache-2.0
"""Following by mail and raising a suggestion: confirmed first, told once, looked at with reasons, and answered."""

import datetime as dt
import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import User
from huiyin.web.docket import replaying
from huiyin.web.docket.models import Proposal, Suggestion
from huiyin.web.docket.services import withdrawing
from huiyin.web.kit import ports, sending
from huiyin.web.kit.models import Outbox
from huiyin.web.portal import models
from huiyin.web.portal.services import following, raising, writing_out
from huiyin.web.replies.services.publishing import Way
from web.overviews.conftest import release

TYPED = raising.Typed(
    "云桥路口装一盏路灯",
    "在云桥路与河堤路口装一盏路灯，年底前亮起来",
    "zhou@chengzhou.example",
    "晚上看不见台阶。",
    "周先生",
)


@pytest.fixture(autouse=True)
def _mail(settings, django_capture_on_commit_callbacks):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://cz.example"
    cache.clear()


@pytest.fixture
def opened(monkeypatch):
    """The rules of the place take citizens' suggestions."""
    import dataclasses

    real = ports.pack
    monkeypatch.setattr(
        ports,
        "pack",
        lambda *given: dataclasses.replace(
            real(*given), options={**real(*given).options, "citizens": "open"}
        ),
    )


def refused(code):
    return pytest.raises(HuiyinError, match=code)


def token_of(message):
    return re.search(r"/public/(?:raised|following)/([\w-]+)/", message.body)[1]


def asked(capture, *given, **named):
    with capture(execute=True):
        return given[0](*given[1:], **named)


def page(actor):
    client = Client(headers={"accept-language": "zh"})
    client.force_login(
        User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_nothing_is_sent_before_the_address_confirmed_it(
    session, now, django_capture_on_commit_callbacks
):
    ask = Suggestion.objects.get(text="增设停车位两百个")
    asked(
        django_capture_on_commit_callbacks,
        following.follow,
        "A@x.example",
        "suggestion",
        ask.uid,
        language="zh",
        now=now,
    )
    assert writing_out.send(now=now) == 0
    token = token_of(mail.outbox[0])
    following.confirm(token, now=now)
    assert writing_out.send(now=now) == 0  # the first look is what was just read

    release(session, session.reply, now, Way("withheld", code="W05", words="研究中"))

    assert writing_out.send(now=now) == 1
    assert writing_out.send(now=now) == 0
    assert [sending.written(now=now) for _ in range(2)] == [1, 0]
    assert "增设停车位两百个" in mail.outbox[-1].body
    following.end(token, now=now)
    release(session, session.reply, now, Way("full", cover=("石工",)))
    assert writing_out.send(now=now) == 0


def test_a_mail_stands_with_its_act_and_one_the_server_refused_is_sent_the_next_time(
    session, now, monkeypatch
):
    ask = Suggestion.objects.get(text="增设停车位两百个")
    following.follow("a@x.example", "suggestion", ask.uid, language="zh", now=now)
    assert mail.outbox == []  # the process died here: nothing that was to come after the act came

    def refuse(*given):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(mail.EmailMessage, "send", refuse)
        assert sending.written(now=now) == 0
    assert [sending.written(now=now) for _ in range(2)] == [1, 0]
    following.confirm(token_of(mail.outbox[0]), now=now)
    left = Outbox.objects.get(notice=None)
    assert (left.to, left.body, left.tries) == ("", "", 2)


def test_a_mail_goes_with_its_act_when_that_is_undone(session, now):
    ask = Suggestion.objects.get(text="增设停车位两百个")
    with transaction.atomic():
        following.follow("a@x.example", "suggestion", ask.uid, language="zh", now=now)
        assert Outbox.objects.filter(notice=None).exists()
        transaction.set_rollback(True)
    assert sending.written(now=now) == 0


def test_what_may_not_be_seen_any_more_is_told_to_nobody(
    session, now, django_capture_on_commit_callbacks
):
    ask = Suggestion.objects.get(text="每季度公布水质")
    asked(
        django_capture_on_commit_callbacks,
        following.follow,
        "a@x.example",
        "suggestion",
        ask.uid,
        language="zh",
        now=now,
    )
    following.confirm(token_of(mail.outbox[0]), now=now)
    writing_out.send(now=now)
    row = Proposal.objects.get(pk=ask.proposal_id)
    withdrawing.withdraw(session.chen, row.uid, version=row.version, words="另行研究", now=now)

    assert writing_out.send(now=now) == 0
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("kind", ["body", "session"])
def test_bodies_and_sessions_are_followed_too(
    session, now, kind, django_capture_on_commit_callbacks
):
    ref = str(session.housing.pk if kind == "body" else session.session.pk)
    asked(
        django_capture_on_commit_callbacks,
        following.follow,
        "a@x.example",
        kind,
        ref,
        language="en",
        now=now,
    )
    following.confirm(token_of(mail.outbox[0]), now=now)
    assert writing_out.send(now=now) == 0
    assert models.Following.objects.get().told


def test_asking_again_neither_doubles_nor_tells(session, now, django_capture_on_commit_callbacks):
    for _ in range(3):
        asked(
            django_capture_on_commit_callbacks,
            following.follow,
            "a@x.example",
            "body",
            str(session.housing.pk),
            language="zh",
            now=now,
        )
    assert models.Following.objects.count() == 1
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("email", "kind", "ref", "code"),
    [
        ("no address", "session", "1", "EMAIL_INVALID"),
        ("a@x.example", "planet", "1", "FIELD_UNKNOWN"),
        ("a@x.example", "suggestion", "nothing", "NOT_FOUND"),
        ("a@x.example", "body", "²", "NOT_FOUND"),
    ],
)
def test_what_cannot_be_followed_is_refused_by_name(session, now, email, kind, ref, code):
    with refused(code):
        following.follow(email, kind, ref, language="zh", now=now)


def test_a_link_alone_begins_nothing(session, now, django_capture_on_commit_callbacks):
    """Scanners open what stands in mails; only pressing the button counts."""
    asked(
        django_capture_on_commit_callbacks,
        following.follow,
        "a@x.example",
        "body",
        str(session.housing.pk),
        language="zh",
        now=now,
    )
    path = f"/public/following/{token_of(mail.outbox[0])}/"
    client = Client()
    assert client.get(path).status_code == 200
    assert models.Following.objects.get().confirmed_at is None
    client.post(path, {"do": "confirm"})
    assert models.Following.objects.get().confirmed_at is not None
    client.post(path, {"do": "end"})
    assert models.Following.objects.get().ended_at is not None
    assert client.get("/public/following/nothing/").status_code == 404


def raised(now, capture, typed=TYPED):
    row = asked(capture, raising.raise_one, typed, language="zh", now=now)
    return row, token_of(mail.outbox[-1])


def test_a_note_becomes_a_proposal_with_its_words_and_without_its_name(
    opened, session, now, django_capture_on_commit_callbacks, settings
):
    row, token = raised(now, django_capture_on_commit_callbacks)
    with refused("NOT_FOUND"):
        raising.accept(session.clerk, row.uid, version=row.version, now=now)  # not yet confirmed
    row = raising.verify(token, now=now)
    row = asked(
        django_capture_on_commit_callbacks,
        raising.accept,
        session.clerk,
        row.uid,
        version=row.version,
        now=now,
    )

    proposal = row.proposal
    assert (proposal.state, proposal.masked, proposal.collective) == ("received", True, "市民")
    assert list(proposal.suggestions.values_list("text", flat=True)) == [TYPED.text]
    assert proposal.receipt_no in mail.outbox[-1].body
    assert "周先生" not in str(list(models.CitizenNote.objects.values_list("said_hash")))
    assert replaying.verify(settings.ANCHOR_FILE).faults == []
    with refused("ILLEGAL_TRANSITION"):
        raising.refuse(session.clerk, row.uid, code="R10", words_="x", version=row.version, now=now)


def test_a_refusal_tells_its_reason_to_the_citizen(
    opened, session, now, django_capture_on_commit_callbacks
):
    row, token = raised(now, django_capture_on_commit_callbacks)
    row = raising.verify(token, now=now)
    with refused("REASON_CODE_REQUIRED"):
        raising.refuse(
            session.clerk, row.uid, code="X99", words_="空泛", version=row.version, now=now
        )
    with refused("REASON_REQUIRED"):
        raising.refuse(session.clerk, row.uid, code="R10", words_=" ", version=row.version, now=now)
    asked(
        django_capture_on_commit_callbacks,
        raising.refuse,
        session.clerk,
        row.uid,
        code="R10",
        words_="请写明要谁做什么。",
        version=row.version,
        now=now,
    )

    assert "请写明要谁做什么。" in mail.outbox[-1].body
    said = Client().get(f"/public/raised/{token}/").content.decode()
    assert "请写明要谁做什么。" in said


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": " "}, "FIELD_EMPTY"),
        ({"text": ""}, "FIELD_EMPTY"),
        ({"email": "nobody"}, "EMAIL_INVALID"),
        ({"text": "长" * 3_001}, "TEXT_TOO_LONG"),
        ({"text": "有\x00字"}, "TEXT_CONTROL_CHAR"),
        ({"title": "\u202e反"}, "TEXT_BIDI_CONTROL"),
    ],
)
def test_a_note_that_cannot_be_kept_is_refused_by_name(opened, session, now, changed, code):
    import dataclasses

    with refused(code):
        raising.raise_one(dataclasses.replace(TYPED, **changed), language="zh", now=now)


def test_one_address_raises_no_more_than_can_be_looked_at(opened, session, now):
    for _ in range(raising.MOST):
        raising.raise_one(TYPED, language="zh", now=now)
    with refused("TOO_MANY_NOTES"):
        raising.raise_one(TYPED, language="zh", now=now)
    raising.raise_one(TYPED, language="zh", now=now + dt.timedelta(days=1))


def test_where_the_place_takes_none_the_page_says_so(session, now):
    assert (
        "没有开放"
        in Client(headers={"accept-language": "zh"}).get("/public/raise/").content.decode()
    )
    with refused("CITIZENS_CLOSED"):
        raising.raise_one(TYPED, language="zh", now=now)


def test_the_form_keeps_what_was_typed_when_it_is_refused(opened, session):
    client = Client(headers={"accept-language": "zh"})
    sent = {"title": TYPED.title, "text": TYPED.text, "email": "no address"}
    answer = client.post("/public/raise/", sent)
    assert answer.status_code == 422
    assert TYPED.text in answer.content.decode()


@pytest.mark.parametrize("who", ["chen", "wang", "oversight"])
def test_only_the_office_sees_what_was_raised(
    opened, session, now, who, django_capture_on_commit_callbacks
):
    row, token = raised(now, django_capture_on_commit_callbacks)
    raising.verify(token, now=now)
    client = page(getattr(session, who))
    assert [client.get(path).status_code for path in ("/raised/", f"/raised/{row.uid}/")] == [
        403,
        403,
    ]
    said = page(session.clerk).get("/raised/").content.decode()
    assert TYPED.title in said
    assert TYPED.email not in said


def test_the_clerk_accepts_and_refuses_from_the_page(
    opened, session, now, django_capture_on_commit_callbacks, monkeypatch
):
    from django.utils import timezone

    monkeypatch.setattr(timezone, "now", lambda: now)
    row, token = raised(now, django_capture_on_commit_callbacks)
    raising.verify(token, now=now)
    row.refresh_from_db()
    client = page(session.clerk)
    path = f"/raised/{row.uid}/"
    kept = client.post(path, {"do": "refuse", "version": row.version, "code": "R10", "words": ""})
    assert kept.status_code == 422
    assert (
        client.post(path, {"do": "accept", "version": row.version}).headers["Location"]
        == "/raised/"
    )
    row.refresh_from_db()
    assert row.state == "accepted"
