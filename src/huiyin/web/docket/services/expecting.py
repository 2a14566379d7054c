# SPDX-License-Identifier: Apache-2.0
"""Expecting (版本核对): a row is locked and still at the version somebody read, before the act on it begins."""

from typing import TypeVar

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models, permissions
from huiyin.web.kit import gates

Row = TypeVar("Row", models.Proposal, models.Case, models.Assignment)


def proposal(actor: Actor, uid: str, version: int) -> models.Proposal:
    """Give a proposal at the version that was read; to be called in the transaction of the act.

    Errors: `NOT_FOUND`; `CHANGED_MEANWHILE`; so do the others.
    """
    return _row(models.Proposal, actor, uid, version)


def case(actor: Actor, uid: str, version: int) -> models.Case:
    """Give a case at the version that was read."""
    return _row(models.Case, actor, uid, version)


def task(actor: Actor, uid: str, version: int) -> models.Assignment:
    """Give a task at the version that was read."""
    return _row(models.Assignment, actor, uid, version)


def _row(model: type[Row], actor: Actor, uid: str, version: int) -> Row:
    row = gates.get(model, permissions.visible(actor, model), lock=True, uid=uid)
    if row.version != version:
        raise HuiyinError("CHANGED_MEANWHILE")
    return row
