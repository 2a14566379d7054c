# SPDX-License-Identifier: Apache-2.0
"""How the docket's rows are named on a page: states with their tone, people with the masked ones kept back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from huiyin.core.docket import packs
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body, Person, Session, User
from huiyin.web.docket import models, permissions
from huiyin.web.kit import memo, ports, words

_TONES = {
    "draft": "", "cosigning": "waiting", "received": "waiting", "first_examined": "going", "second_examined": "going",
    "returned": "back", "withdrawn": "", "not_filed": "back", "converted": "", "merged": "going", "filed": "going",
    "in_hand": "going", "replied": "done", "proposed": "", "issued": "waiting", "accepted": "going", "objected": "back",
    "disputed": "seal", "handed_on": "", "dropped": "", "done": "done", "pending": "waiting", "signed": "done",
    "declined": "back", "expired": "",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class State:
    """A state as a chip shows it."""

    id: str
    label: str
    tone: str


def pack_of(row: models.Proposal | models.Case | models.Assignment) -> packs.Pack:
    """Give the rules pack of a matter ."""
    if isinstance(row, models.Proposal):
        return ports.pack(row.pack, row.pack_version)
    case = row.case if isinstance(row, models.Assignment) else row
    return ports.pack(case.pack, case.pack_version)


def say(key: str, **params: words.Value) -> str:
    """Say a key in the language of the page."""
    return words.say(key, words.language(), **params)


def label(some: packs.Words) -> str:
    """Say words of a pack in the language of the page."""
    return some.get(words.language()) or some.get("zh") or some.get("en") or ""


def verb(some: packs.Words) -> str:
    """Say the words of an act as a button says them: with a capital where the language has one."""
    said = label(some)
    return said[:1].upper() + said[1:]


def state(row: models.Proposal | models.Assignment) -> State:
    """Give the state of a matter in its pack's words."""
    kind = "assignment" if isinstance(row, models.Assignment) else "proposal"
    known = pack_of(row).machines[kind].states.get(row.state)
    return State(row.state, label(known.words) if known else row.state, _TONES.get(row.state, ""))


def states(kind: str) -> list[tuple[str, str]]:
    """Give the states of the present pack as choices of a filter."""
    machine = present_pack().machines[kind]
    return [(one.id, label(one.words)) for one in machine.states.values()]


def present() -> Session | None:
    """Give the session that proposals of today belong to: the latest."""
    return memo.once("present", lambda: Session.objects.select_related("term").first())


def present_pack() -> packs.Pack:
    """Give the rules pack of the present session."""
    session = present()
    return ports.pack(session.pack, session.pack_version) if session else ports.pack("cn-cppcc", "")


def session(row: Session) -> str:
    """Name a session."""
    return say("docket.session", term=row.term.number, n=row.number)


def sees_name(actor: Actor, proposal: models.Proposal) -> bool:
    """Tell whether an actor may know who proposed; the same rule everywhere."""
    return not permissions.masked(actor, proposal)


def person(row: Person) -> str:
    """Give a person's name in the language of the page."""
    return (words.language() == "en" and row.name_en) or row.name


def body(row: Body) -> str:
    """Give a body's name in the language of the page."""
    return (words.language() == "en" and row.name_en) or row.name


def proposer(actor: Actor, proposal: models.Proposal) -> str:
    """Name who proposed: the collective, the member, or that the name is kept back."""
    if not sees_name(actor, proposal):
        return say("docket.masked")
    return proposal.collective or person(proposal.proposer)


def user(row: User) -> str:
    """Name a user by the person behind, else by the account."""
    if row.person is not None:
        return person(row.person)
    return row.get_full_name() or row.username


def users(ids: Iterable[int]) -> dict[int, str]:
    """Name some users at once."""
    found = User.objects.filter(pk__in=set(ids)).select_related("person")
    return {row.pk: user(row) for row in found}


def number(case: models.Case | None) -> str:
    """Give a case's display number in its session's pattern, "" before it has one."""
    if case is None or case.number is None:
        return ""
    pattern = pack_of(case).numbering.get("case", "{n:04d}")
    return pattern.format(n=case.number, session_seq=case.session_id)


def role(pack: packs.Pack, name: str) -> str:
    """Say the place's word for a role of a body in a case: lead, joint, separate, sole."""
    return label(pack.terms[name]) if name in pack.terms else name


def signature(row: models.Signature) -> State:
    """Give the state of an invitation to co-sign."""
    return State(row.state, say(f"sign.{row.state}"), _TONES.get(row.state, ""))


def today() -> date:
    """Give the day at the institution."""
    return timezone.localdate()


def lang() -> str:
    """Give the language of the page."""
    return words.language()
