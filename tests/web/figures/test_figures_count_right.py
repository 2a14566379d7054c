# SPDX-License-Identifier: Apache-2.0
"""Figures count what happened: act by act, and over a small city against a fold of the ledger that knows no selector."""

import datetime as dt
import re
from collections import Counter

import pytest
from django.db import transaction

from huiyin.core.overview import definitions, figures
from huiyin.web.accounts import actors
from huiyin.web.accounts.models import Session, User
from huiyin.web.docket.services import assigning
from huiyin.web.figures.selectors import asking, facts
from huiyin.web.kit import doors
from huiyin.web.kit.models import LedgerEntry
from huiyin.web.replies.services import receiving
from huiyin.web.site import city
from web.docket import making
from web.replies import answering

CITY = dt.datetime(2026, 11, 24, 3, 0, tzinfo=dt.UTC)


def counted(cast, now, figure, actor=None, **more):
    held = facts.gather(actor or cast.clerk, cast.session, as_of=now.date())
    found = asking.of(held, figure, **more)
    return found.numerator, found.denominator


def test_a_reply_counts_as_answered_when_it_is_received_and_not_before(cast, bureau, task, now):
    assert counted(cast, now, "answered") == (0, 1)
    assert counted(cast, now, "answered_in_time") == (0, 0)  # not yet due
    row = answering.issued(cast, bureau, task, now)
    assert counted(cast, now, "answered") == (0, 1)
    assert counted(cast, now, "answered_in_time") == (1, 1)
    assert counted(cast, now, "contacted") == counted(cast, now, "met") == (1, 1)
    assert counted(cast, now, "answered_suggestions") == (0, 2)
    receiving.opened(cast.chen, row.uid, now=now)
    assert counted(cast, now, "answered") == (1, 1)
    assert counted(cast, now, "answered_suggestions") == (2, 2)
    assert counted(cast, now, "by_class", part="B") == (1, 1)
    assert counted(cast, now, "by_disposition", part="in_progress") == (2, 2)
    assert counted(cast, now, "solved") == (0, 2)


def test_a_late_reply_is_answered_and_not_in_time(cast, bureau, task, now):
    later = now + dt.timedelta(days=200)
    assert counted(cast, later, "answered_in_time") == (0, 1)
    answering.received(cast, bureau, task, later)
    assert counted(cast, later, "answered") == (1, 1)
    assert counted(cast, later, "answered_in_time") == (0, 1)


def test_separate_bodies_owe_a_reply_each_and_joint_ones_none(cast, now):
    case = making.assigned(cast, now, assigning.Task(cast.housing, "lead"), assigning.Task(cast.traffic, "joint"))  # fmt: skip
    assert counted(cast, now, "replies_due") == (1, 1)
    ask = case.proposals.get().suggestions.order_by("order").first()
    second = making.filed(cast, now, title=making.TITLES[1])
    one, two = second.suggestions.order_by("order")
    assigning.propose(cast.assigner, second.case.uid, (assigning.Task(cast.housing, "separate", (one.pk,)), assigning.Task(cast.water, "separate", (two.pk,))), now=now)  # fmt: skip
    assigning.issue(cast.assigner, second.case.uid, now=now)
    assert counted(cast, now, "replies_due") == (3, 3)
    held = facts.gather(cast.clerk, cast.session, as_of=now.date())
    bodies = {fact.id: fact.groups["body"] for fact in held.facts if fact.unit == "suggestions"}
    assert bodies[ask.uid] == (str(cast.housing.pk),)
    assert (bodies[one.uid], bodies[two.uid]) == ((str(cast.housing.pk),), (str(cast.water.pk),))


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker, tmp_path_factory):
    """A small city of another seed than the demo's, taken away after these tests."""
    from django.conf import settings

    folder = tmp_path_factory.mktemp("city")
    kept = (settings.FILES_ROOT, settings.ANCHOR_FILE)
    settings.FILES_ROOT, settings.ANCHOR_FILE = folder / "files", folder / "anchors.jsonl"
    with django_db_blocker.unblock(), transaction.atomic():
        city.fill(now=CITY, size=0.02, seed=7, password="play-7")
        yield Fold()
        transaction.set_rollback(True)
    settings.FILES_ROOT, settings.ANCHOR_FILE = kept


class Fold:
    """The rows as the ledger alone tells them: the last word on each."""

    def __init__(self, but=()):
        self.rows, self.begun, self.scope = {}, {}, {}
        for entry in LedgerEntry.objects.exclude(act__in=but).order_by("seq"):
            for name, row in entry.rows.items():
                kind, _, key = name.partition(":")
                self.rows.setdefault(kind, {})[int(key)] = row
                if kind == "commitment" and int(key) not in self.begun:
                    self.begun[int(key)] = row["session_id"]  # it may be carried over later
            if entry.act == "assignment.proposed":
                self.scope[entry.object_id] = set(entry.after["scope"])

    def states(self, session):
        return Counter(
            row["state"]
            for row in self.rows["proposal"].values()
            if row["session_id"] == session.pk and row["receipt_no"]
        )

    def due(self, session):
        """Tasks that owe a reply, were issued and not given away: of cases that have not all been withdrawn."""
        cases = {key for key, row in self.rows["case"].items() if row["session_id"] == session.pk}
        standing = {row["case_id"] for row in self.rows["proposal"].values() if row["state"] != "withdrawn"}  # fmt: skip
        return {
            key
            for key, row in self.rows["assignment"].items()
            if row["case_id"] in cases & standing
            and row["role"] in ("lead", "sole", "separate")
            and row["state"] not in ("proposed", "dropped", "handed_on")
        }

    def left(self):
        """Of each task, the replies that have left, in the order of their rounds."""
        found = {}
        for key, row in self.rows.get("reply", {}).items():
            if row["state"] in ("issued", "received", "superseded"):
                found.setdefault(row["assignment_id"], []).append({**row, "id": key})
        return {key: sorted(some, key=lambda row: row["round"]) for key, some in found.items()}

    def answered(self, session):
        """Tasks whose reply every proposer has, over the tasks that owe one."""
        due, left, tasks = self.due(session), self.left(), self.rows["assignment"]
        got = {key for key in due if any(self._arrived(row) for row in left.get(key, ()))}
        got |= {key for key in due if key not in left and tasks[key]["replied_on"]}
        return self._uids("assignment", got), self._uids("assignment", due)

    def _arrived(self, reply):
        owed = [one for one in self.rows["delivery"].values() if one["reply_id"] == reply["id"]]
        return reply["state"] == "received" or (
            reply["state"] == "superseded" and owed and all(one["received_at"] for one in owed)
        )

    def satisfied(self, session):
        tasks = self._tasks(session)
        reply = self.rows.get("reply", {})
        given = {
            key: row
            for key, row in self.rows.get("evaluation", {}).items()
            if reply[row["reply_id"]]["assignment_id"] in tasks and row["state"] not in ("open", "lapsed")
        }  # fmt: skip
        good = {key for key, row in given.items() if row["counts"] == "good"}
        return self._uids("evaluation", good), self._uids("evaluation", given)

    def solved(self, session):
        """Suggestions whose last answer says done, or whose promise was proven and raised; over those given to a body."""
        now, due = {}, self.due(session)
        for key, rounds in self.left().items():
            if key in self._tasks(session):
                for reply in rounds:
                    now |= {
                        row["suggestion_id"]: row["disposition"]
                        for row in self.rows["answer"].values()
                        if row["reply_id"] == reply["id"]
                    }
        for key, row in self.rows.get("commitment", {}).items():
            if (
                self.begun[key] == session.pk
                and row["state"] in ("verified", "closed")
                and row["class_now"] == "A"
            ):
                now |= dict.fromkeys(self._met_by(key), "done")
        base = {ask for key in due for ask in self._owed(key)}
        done = {ask for ask, disposition in now.items() if disposition == "done"} & base
        return self._uids("suggestion", done), self._uids("suggestion", base)

    def _met_by(self, key):
        """The suggestions of the answers whose promises became a commitment."""
        made = {row["answer_id"] for row in self.rows["promise"].values() if row["commitment_id"] == key}  # fmt: skip
        made.add(self.rows["commitment"][key]["answer_id"])
        return {self.rows["answer"][one]["suggestion_id"] for one in made if one}

    def _owed(self, key):
        """A separate body owes what it was given; a lead or sole one all of its case but that."""
        task = self.rows["assignment"][key]
        if task["role"] == "separate":
            return self.scope[key]
        living = ("proposed", "issued", "received", "accepted", "objected", "disputed", "done")
        apart = {
            ask
            for other, row in self.rows["assignment"].items()
            if row["case_id"] == task["case_id"] and row["role"] == "separate" and row["state"] in living
            for ask in self.scope[other]
        }  # fmt: skip
        standing = {
            pk for pk, row in self.rows["proposal"].items()
            if row["case_id"] == task["case_id"] and row["state"] != "withdrawn"
        }  # fmt: skip
        own = {pk for pk, row in self.rows["suggestion"].items() if row["proposal_id"] in standing}
        return own - apart - {row["split_from_id"] for row in self.rows["suggestion"].values()}

    def kept(self, session, day):
        begun = {key: row for key, row in self.rows.get("commitment", {}).items() if self.begun[key] == session.pk}  # fmt: skip
        kept = {key for key, row in begun.items() if row["state"] in ("verified", "closed")}
        due = {key for key, row in begun.items() if row["first_due_on"] and row["first_due_on"] <= day.isoformat()}  # fmt: skip
        return self._uids("commitment", kept), self._uids("commitment", kept | due)

    def _tasks(self, session):
        cases = {key for key, row in self.rows["case"].items() if row["session_id"] == session.pk}
        return {key for key, row in self.rows["assignment"].items() if row["case_id"] in cases}

    def _uids(self, kind, keys):
        return {self.rows[kind][key]["uid"] for key in keys}


@pytest.fixture(params=[0, 1], ids=["present", "last"])
def session(request, played, db):
    return Session.objects.select_related("term")[request.param]


@pytest.fixture
def held(session):
    return facts.gather(actors.SYSTEM, session, as_of=CITY.date())


def test_every_count_of_proposals_is_what_the_ledger_folds_to(played, session, held):
    states = played.states(session)
    told = {
        "received": states.total() - states["draft"] - states["cosigning"],
        "pending": sum(states[one] for one in ("received", "first_examined", "second_examined")),
        "filed": sum(states[one] for one in ("filed", "in_hand", "replied")),
        **{one: states[one] for one in ("merged", "returned", "withdrawn", "not_filed")},
    }
    assert {figure: asking.of(held, figure).numerator for figure in told} == told
    both = asking.of(held, "converted").numerator + asking.of(held, "referred").numerator
    assert both == states["converted"]
    assert told["received"] > 0
    assert all(one.holds for one in asking.balanced(held))


def test_every_count_of_replies_is_what_the_ledger_folds_to(played, session, held):
    due, left = played.due(session), played.left()
    tasks = played.rows["assignment"]
    received = {
        key
        for key in due
        if any(row["state"] == "received" for row in left.get(key, ()))
        or (key not in left and tasks[key]["replied_on"])
    }
    found = asking.of(held, "answered")
    assert (found.numerator, found.denominator) == (len(received), len(due))
    of_session = {key for key, row in tasks.items() if played.rows["case"][row["case_id"]]["session_id"] == session.pk}  # fmt: skip
    last = [rows[-1] for key, rows in left.items() if key in of_session]
    assert asking.of(held, "replies_sent").numerator == len(last)
    letters = Counter(row["fixed_letter"] for row in last)
    assert {key: part.numerator for key, part in figures.parts(held.query("by_class"), held.facts).items()} == dict(letters)  # fmt: skip


def test_each_of_the_four_rates_is_what_the_ledger_alone_folds_to_and_what_the_page_shows(played, session, held, enter, monkeypatch):  # fmt: skip
    told = {"answered": played.answered(session), "satisfied": played.satisfied(session), "solved": played.solved(session), "kept": played.kept(session, CITY.date())}  # fmt: skip
    found = {name: asking.of(held, name) for name in told}
    few = {name for name, one in found.items() if one.hidden}
    assert few == ({"satisfied"} if 0 < len(told["satisfied"][1]) < 5 else set())
    said = {name: (set(one.hits), set(one.base)) for name, one in found.items()}
    assert said == told | {name: (set(), set()) for name in few}  # few forms are not shown
    assert all(base for _, base in told.values()) or session.number == 4

    monkeypatch.setattr(doors, "today", CITY.date)
    clerk = actors.of(User.objects.get(username="clerk"), on=CITY.date())
    page = enter(clerk, "en").get(f"/figures/?session={facts.label(session)}").content.decode()
    cards = re.findall(r'<li class="card.*?</li>', page[page.index('class="four"') :], re.DOTALL)[:4]  # fmt: skip
    for card, (hits, base) in zip(cards, told.values(), strict=True):
        if 0 < len(base) < 5 and "satisfied" in card:
            assert "%" not in card  # few forms are not shown
        elif base:
            assert f"{100 * len(hits) / len(base):.1f}%" in card
            assert f"{len(hits)} of {len(base)} " in card


def test_a_ledger_without_the_receipts_would_be_seen(session, held):
    """The control: a fold that misses an act does not give the figure of the page."""
    blind = Fold(but=("reply.receive", "reply.release", "reply.supersede"))
    assert asking.of(held, "answered").hits
    assert blind.answered(session)[0] != set(asking.of(held, "answered").hits)


def test_every_figure_can_be_asked_and_asked_again_gives_the_same_proof(held):
    for figure in definitions.catalog():
        assert asking.of(held, figure).proof == asking.of(held, figure).proof
    again = facts.gather(actors.SYSTEM, held.session, as_of=CITY.date())
    changed = [figure for figure in definitions.catalog() if not figures.difference(asking.of(held, figure), asking.of(again, figure)).same]  # fmt: skip
    assert changed == []
