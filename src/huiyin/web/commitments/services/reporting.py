# SPDX-License-Identifier: Apache-2.0
"""Reporting (报送进展、报称完成): what was done, with what proves it; figures for the dates they are due; milestones reached."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import Model

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments import models
from huiyin.web.commitments.services import moving, rows
from huiyin.web.kit import acting, files

LONGEST, PROOFS = 4000, 10
_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Proof:
    """A piece of evidence as it is handed in: what it shows, and a link, a figure or a file."""

    shows: str
    link: str = ""
    figure: str = ""
    name: str = ""
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Told:
    """What a report says.

    Attributes:
        percent: how much is done, None where the report gives no figure.
        public: whether those may read it who only see the commitment.
        figures: the key of a date an indicator is due on → its figure.
        reached: uids of milestones that are reached.
    """

    words: str
    percent: int | None = None
    public: bool = False
    proofs: Sequence[Proof] = ()
    figures: Mapping[int, str] = field(default_factory=dict)
    reached: Collection[str] = ()


@acting.act
def report(actor: Actor, uid: str, told: Told, *, version: int, now: datetime) -> models.Progress:
    """Report progress.

    Errors: `TEXT_EMPTY`; `TEXT_TOO_LONG`; `PERCENT_INVALID`; `EVIDENCE_SHOWS_NOTHING`; `LINK_INVALID`; those of
        `files.take`; `FIGURE_INVALID`; `NOT_FOUND` for a date or a milestone of another commitment; those of `turning.turn`.
    """
    row = rows.commitment(actor, uid)
    rows.check(row, "report", actor, version=version, facts=moving.facts_of(row))
    made, touched = _keep(row, told, "report", actor, now)
    rows.turn(
        row, "report", actor, now, version=version, touched=touched, note={"report": made.number}
    )
    return made


@acting.act
def claim(actor: Actor, uid: str, told: Told, *, version: int, now: datetime) -> models.Progress:
    """Claim that it is done: with evidence, and what that shows, or not at all.

    Errors: `GUARD_HAS_EVIDENCE`; those of `report`.
    """
    row = rows.commitment(actor, uid)
    proven = {"has_evidence"} if told.proofs else set()
    facts = (moving.facts_of(row) - {"has_evidence"}) | proven
    rows.check(row, "claim", actor, version=version, facts=facts)
    made, touched = _keep(row, told, "claim", actor, now)
    rows.turn(
        row, "claim", actor, now, version=version, facts=facts, changes={"claim_id": made.pk}, touched=touched,
        note={"report": made.number},
    )  # fmt: skip
    return made


def _keep(
    row: models.Commitment, told: Told, kind: str, actor: Actor, now: datetime
) -> tuple[models.Progress, list[Model]]:
    words = told.words.strip()
    if not words:
        raise HuiyinError("TEXT_EMPTY")
    if len(words) > LONGEST:
        raise HuiyinError("TEXT_TOO_LONG", limit=LONGEST)
    if told.percent is not None and not 0 <= told.percent <= 100:
        raise HuiyinError("PERCENT_INVALID")
    made = models.Progress.objects.create(
        commitment=row, number=row.reports.count() + 1, kind=kind, words=words, percent=told.percent,
        public=told.public, by_id=actor.user_id, at=now,
    )  # fmt: skip
    touched: list[Model] = [made]
    touched += [prove(made, proof) for proof in told.proofs[:PROOFS]]
    touched += _figures(row, made, told.figures)
    touched += _reached(row, made, told.reached)
    return made, touched


def prove(made: models.Progress, proof: Proof) -> models.Evidence:
    """Keep a piece of evidence with a report; a file goes through the guard every file goes through.

    Errors: `EVIDENCE_SHOWS_NOTHING`; `LINK_INVALID`; those of `files.take`.
    """
    shows = proof.shows.strip()
    if not shows or not (proof.link.strip() or proof.figure.strip() or proof.data or proof.name):
        raise HuiyinError("EVIDENCE_SHOWS_NOTHING")
    if proof.data or proof.name:
        file = files.take(proof.name, proof.data)
        return models.Evidence.objects.create(
            progress=made, kind="file", shows=shows, name=file.name, sha256=file.sha256, size=file.size,
            media_type=file.media_type, stored=files.keep(file),
        )  # fmt: skip
    if proof.link.strip():
        return models.Evidence.objects.create(
            progress=made, kind="link", shows=shows, link=link(proof.link)
        )
    return models.Evidence.objects.create(
        progress=made, kind="figure", shows=shows, figure=proof.figure.strip()[:200]
    )


def link(said: str) -> str:
    """Give an address one may link to.

    Errors: `LINK_INVALID` for anything but http and https with a host.

    >>> link(" https://chengzhou.example/a?b=1 ")
    'https://chengzhou.example/a?b=1'
    """
    said = said.strip()
    try:
        parts = urlsplit(said)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or len(said) > 500 or re.search(r"[\s<>\"]", said):
        raise HuiyinError("LINK_INVALID")
    return said


def _figures(
    row: models.Commitment, made: models.Progress, figures: Mapping[int, str]
) -> list[models.Owed]:
    found = []
    for pk, said in figures.items():
        value = said.strip().replace(",", "")
        if not value:
            continue
        if not _NUMBER.fullmatch(value):
            raise HuiyinError("FIGURE_INVALID", figure=said[:40])
        owed = models.Owed.objects.select_for_update().filter(
            pk=pk, indicator__commitment=row, dropped=False, progress=None
        )
        one = owed.first()
        if one is None:
            raise HuiyinError("NOT_FOUND")
        one.progress, one.value = made, value
        one.save(update_fields=["progress", "value"])
        found.append(one)
    return found


def _reached(
    row: models.Commitment, made: models.Progress, uids: Collection[str]
) -> list[models.Milestone]:
    found = []
    for uid in uids:
        one = row.milestones.filter(uid=uid, reached=None, dropped_at=None).first()
        if one is None:
            raise HuiyinError("NOT_FOUND")
        one.reached = made
        one.save(update_fields=["reached"])
        found.append(one)
    return found
