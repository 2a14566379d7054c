# SPDX-License-Identifier: Apache-2.0
"""How commitments are named on a page: states with their tone, dates with how they stand, people and classes."""

from datetime import date
from fractions import Fraction

from huiyin.core.commitments import rolling
from huiyin.web.accounts.models import Session
from huiyin.web.commitments import models
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.services import turning

TONES = {
    "promised": "waiting", "scheduled": "going", "in_progress": "going", "done_claimed": "seal", "verified": "done",
    "closed": "done", "infeasible": "back", "proposed": "waiting", "confirmed": "done", "corrected": "done",
    "rejected": "",
}  # fmt: skip


def state(row: models.Commitment) -> shown.State:
    """Give the state of a commitment in its pack's words."""
    known = turning.machine_of(row).states.get(row.state)
    return shown.State(
        row.state, shown.label(known.words) if known else row.state, TONES.get(row.state, "")
    )


def promise_state(row: models.Promise) -> shown.State:
    """Give the state of a found promise."""
    return shown.State(row.state, shown.say(f"promise.{row.state}"), TONES.get(row.state, ""))


def states() -> list[tuple[str, str]]:
    """Give the states of the present pack as choices of a filter."""
    return shown.states("commitment")


def number(row: models.Commitment) -> str:
    """Give the number of its case: as it is here, or as it stood in the ledger it was taken in from."""
    return shown.number(row.assignment.case) if row.assignment is not None else row.number


def class_words(row: models.Commitment, letter: str) -> str:
    """Give a class of its pack with what it means."""
    words = turning.pack_of(row).classes.get(letter)
    return f"{letter} · {shown.label(words)}" if words else letter


def session(row: Session | None) -> str:
    """Name a session, "" for none."""
    return shown.session(row) if row is not None else ""


def over(row: models.Commitment, *, on: date) -> int:
    """Give by how many days a commitment that is still to be done is past its date, 0 where it is not."""
    if row.state not in ("promised", "scheduled", "in_progress") or row.due_on is None:
        return 0
    return max((on - row.due_on).days, 0)


def history(row: models.Commitment, slips: int) -> str:
    """Say in a sentence by when it was promised and how often that moved."""
    if row.first_due_on is None or row.due_on is None:
        return shown.say("commit.no_date")
    if not slips:
        return shown.say("commit.promised_by", day=row.first_due_on.isoformat())
    return shown.say(
        "commit.slipped", day=row.first_due_on.isoformat(), n=slips, now=row.due_on.isoformat()
    )


def percent(share: Fraction | None) -> str:
    """Give a share as a whole percentage, "" where it is unknown."""
    return "" if share is None else f"{round(share * 100)}%"


def rolled(one: rolling.Rolled) -> str:
    """Say how far some commitments are: what is known, and of how many nothing is."""
    if not one.total:
        return shown.say("plan.nothing")
    if one.share is None:
        return shown.say("plan.unknown")
    return shown.say("plan.known", share=percent(one.share), n=one.counted, total=one.total)


def title_of(row: models.Plan | models.Goal) -> str:
    """Give the title of a plan or a goal in the language of the page."""
    return (shown.lang() == "en" and row.title_en) or row.title
