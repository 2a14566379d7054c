# SPDX-License-Identifier: Apache-2.0
"""Governing (依表而行): how rows of rooms above run on the machines of the pack, with the clocks and people of a matter.

A room registers each of its models once; from then on `services.turning` turns its rows like those of the docket, notices
of them lead to their pages, and mails say them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from huiyin.web.accounts.actors import Actor

if TYPE_CHECKING:
    from huiyin.web.docket import models

    Matter = models.Proposal | models.Assignment


@dataclass(frozen=True, slots=True)
class Governed:
    """A model that runs on a machine.

    Attributes:
        machine: the machine of the pack.
        matter_of: the proposal or task whose pack, clocks and people the row shares; or a row of its own that names its
            `title`, `pack` and `pack_version`, as a meeting does: it has no clocks of the docket, and its people are told
            through `audience` alone.
        roles_in: the roles an actor has towards the row.
        path: the first part of its address, `<path>/<uid>/`.
        audience: users told under a role the matter does not know, e.g. the lead body's; None asks the matter alone.
    """

    machine: str
    matter_of: Callable[[Any], "Matter | Any"]
    roles_in: Callable[[Actor, Any], frozenset[str]]
    path: str
    audience: Callable[[Any, str], Any] | None = None


_known: dict[type[Model], Governed] = {}


def govern(model: type[Model], how: Governed) -> None:
    """Register a model; called once, at the start."""
    _known[model] = how


def of(row: Model) -> Governed | None:
    """Give how a row is governed; None for the docket's own."""
    return _known.get(type(row))


def by_path(path: str) -> tuple[type[Model], Governed] | None:
    """Give the model whose pages stand under an address."""
    return next(((model, how) for model, how in _known.items() if how.path == path), None)
