# SPDX-License-Identifier: Apache-2.0
"""The demo city: filled small, it has every state, proves its ledger, says the same for the same seed, and lets people in."""

import datetime as dt
import random
import re
from collections import Counter

import pytest
from django.db import connection, transaction
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.core.values.refusals import HuiyinError
from huiyin.demo.city import composing, data
from huiyin.web.accounts.models import Body, Institution, Membership, User
from huiyin.web.docket import models, replaying
from huiyin.web.kit import ports
from huiyin.web.replies import models as replies
from huiyin.web.site import city
from huiyin.web.site.city import fates, filling, lives

SIZE = 0.02
NOW = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)
PROPOSAL_STATES = {
    "draft", "cosigning", "received", "first_examined", "second_examined", "returned", "withdrawn", "not_filed", "converted",
    "merged", "filed", "in_hand", "replied",
}  # fmt: skip
TASK_STATES = {
    "proposed", "issued", "received", "accepted", "objected", "disputed", "handed_on", "dropped", "done",
}  # fmt: skip


class _Undone(Exception):
    pass


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker, tmp_path_factory):
    """A small city for the tests of this file, taken away after them."""
    from django.conf import settings

    folder = tmp_path_factory.mktemp("city")
    kept = (settings.FILES_ROOT, settings.ANCHOR_FILE)
    settings.FILES_ROOT, settings.ANCHOR_FILE = folder / "files", folder / "anchors.jsonl"
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                yield city.fill(now=NOW, size=SIZE)
                raise _Undone
        except _Undone:
            pass
    settings.FILES_ROOT, settings.ANCHOR_FILE = kept


@pytest.fixture
def rows(filled, db):
    return filled


def test_every_state_of_both_machines_is_there(rows):
    pack = ports.pack("cn-cppcc")
    assert set(pack.machines["proposal"].states) >= PROPOSAL_STATES
    assert set(models.Proposal.objects.values_list("state", flat=True)) == PROPOSAL_STATES
    assert set(models.Assignment.objects.values_list("state", flat=True)) == TASK_STATES


def test_what_makes_a_docket_hard_is_there(rows):
    assert models.MergerObjection.objects.filter(ruling="", merger__undone_at=None).exists()
    assert models.Merger.objects.exclude(undone_at=None).exists()
    assert models.Deadline.objects.filter(state="paused").exists()
    assert models.Deadline.objects.exclude(extended=[]).exists()
    fired = models.Reminder.objects.exclude(fired_at=None)
    assert {"notice", "reminder", "letter"} <= set(fired.values_list("form", flat=True))
    assert models.Objection.objects.filter(rung__gt=1, ruling="").exists()
    assert models.Assignment.objects.exclude(parent=None).exists()
    assert set(models.Assignment.objects.values_list("role", flat=True)) >= {
        "lead", "joint", "sole", "separate",
    }  # fmt: skip


def test_bodies_have_answered_in_every_way_and_replies_lie_on_every_desk(rows):
    states = set(replies.Reply.objects.values_list("state", flat=True))
    assert states >= {"draft", "in_review", "to_sign", "received"}
    kinds = set(replies.Answer.objects.values_list("disposition", flat=True))
    assert kinds >= {"done", "partly_done", "in_progress", "planned", "deferred", "reference"}
    assert replies.Reply.objects.filter(disclosure="full").exclude(released_at=None).exists()
    sendings = replies.Opinion.objects.values_list("sendings", flat=True)
    assert any(one["why"] for some in sendings for one in some)
    assert set(replies.Contact.objects.values_list("confirmed", flat=True)) == {True, False, None}
    assert replies.Answer.objects.exclude(promised_on=None).exists()


def test_suggestions_of_the_city_are_hardly_ever_answered_alike(rows):
    said = list(replies.Answer.objects.exclude(text="").values_list("text", flat=True))
    assert len(said) > 30
    assert len(set(said)) >= 0.95 * len(said)


def test_the_ledger_of_the_city_is_sound(rows, tmp_path):
    outcome = replaying.verify(tmp_path / "none.jsonl")
    assert outcome.faults == []
    assert outcome.entry_count > 400


def test_one_of_every_role_signs_in_and_finds_work(rows):
    assert [row[0] for row in rows] == [
        "member", "convener", "assistant", "clerk", "reviewer", "committee", "assigner", "liaison", "handler", "signer",
        "oversight", "leader", "accounts_admin", "policy_admin", "auditor",
    ]  # fmt: skip
    for role, _name, username, password in rows:
        client = Client()
        answer = client.post("/accounts/login/", {"login": username, "password": password})
        assert (role, answer.status_code) == (role, 302)
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/").content.decode()
        assert 'class="item-name"' in page, role
        assert len(asked) <= 40, (role, [one["sql"] for one in asked])


def test_the_page_of_a_case_asks_no_more_for_more_of_it(rows):
    """Whatever its size, at most forty; and the replies of the city open for those who oversee them."""
    client = Client()
    client.force_login(
        User.objects.get(username="oversight"), "django.contrib.auth.backends.ModelBackend"
    )
    counts = []
    for case in models.Case.objects.annotate(n=Count("assignments__replies")).order_by("-n")[:12]:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/cases/{case.uid}/").status_code == 200
        counts.append(len(asked))
    assert max(counts) <= 40
    assert max(counts) - min(counts) <= 8  # a panel that has something asks once more
    for row in replies.Reply.objects.filter(state__in=replies.OUT):
        assert client.get(f"/replies/{row.uid}/").status_code == 200


def test_the_member_is_asked_to_sign_and_has_matters_of_every_kind(rows):
    me = User.objects.get(username="member").person
    assert models.Signature.objects.filter(person=me, state="pending").exists()
    mine = set(models.Proposal.objects.filter(proposer=me).values_list("state", flat=True))
    assert mine >= {"draft", "received", "returned", "not_filed", "in_hand", "replied"}


def test_people_and_bodies_are_as_many_as_a_city_has(rows):
    assert Membership.objects.count() == 120
    assert Body.objects.count() >= 60
    assert Body.objects.exclude(successor=None).exists()
    assert Institution.objects.get().name_en


def test_the_same_seed_gives_the_same_city_and_another_seed_other_texts(rows):
    def texts():
        found = models.Proposal.objects.order_by("pk").values_list("title", "facts", "analysis")
        asks = models.Suggestion.objects.filter(dropped_at=None).order_by("proposal_id", "order")
        acts = models.Assignment.objects.order_by("pk").values_list("body__name", "role", "state")
        return list(found), list(asks.values_list("text", flat=True)), list(acts)

    first = texts()
    _clear()
    city.fill(now=NOW, size=SIZE)
    assert texts() == first
    other = composing.Writer(random.Random(8), NOW.year).write(0)
    assert other != composing.Writer(random.Random(9), NOW.year).write(0)


def _clear():
    """Make the store look empty inside a transaction that is undone."""
    from django.apps import apps
    from django.db import connection

    with connection.constraint_checks_disabled():
        tables = [
            model._meta.db_table
            for room in apps.get_app_configs()
            if room.name.startswith("huiyin.web.")
            for model in room.get_models(include_auto_created=True)
        ]
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f'DELETE FROM "{table}"')


def test_a_store_that_is_not_empty_is_left_alone(rows):
    with pytest.raises(HuiyinError) as refused:
        city.fill(now=NOW)
    assert refused.value.code == "ALREADY_SET_UP"


def test_a_room_above_adds_its_acts_to_the_lives(monkeypatch):
    told = []

    def visited(life):
        yield life.wait(1, 2)
        told.append(life.number)

    monkeypatch.setitem(lives.AFTER, "filed", [visited])

    class Played(lives.Life):
        def __init__(self):
            self.number, self.now, self.chance = 3, NOW, random.Random(1)

    steps = Played().then("filed")
    assert next(steps) > NOW
    assert told == []
    assert next(steps, None) is None
    assert told == [3]


def test_no_sentence_of_the_whole_city_is_worn_out():
    writer = composing.Writer(random.Random(filling.SEED), 2026)
    texts = [writer.write(number) for number in range(sum(one.count for one in lives.FATES))]
    said = Counter(
        part.strip()
        for one in texts
        for part in re.split(r"(?<=[。！？；])|\n", f"{one.facts}\n{one.analysis}")
        if len(part.strip()) > 5
    )
    asks = Counter(ask for one in texts for ask in one.asks)
    assert said.most_common(1)[0][1] <= 6
    assert asks.most_common(1)[0][1] <= 2
    assert len(said) / said.total() > 0.8
    assert len({one.title for one in texts}) == len(texts)


def test_hands_and_topics_name_what_exists():
    sectors = {one["name"] for one in data.table("people")["sector"]}
    topics = {one["id"] for one in data.topics()} | {one["category"] for one in data.topics()}
    for hand in data.table("hands")["hand"]:
        assert set(hand["sectors"]) <= sectors
        assert set(hand.get("fits", ())) <= topics
    coded = data.table("acts")["coded"]
    for codes in (*fates.CODES.values(), fates.HANDED_BACK):
        assert set(codes) <= set(coded)
