# SPDX-License-Identifier: Apache-2.0
"""Stages (进程): where a proposal stands on its way, told by its pack's states."""

from huiyin.web.docket import models
from huiyin.web.docket.selectors import shown
from huiyin.web.kit.showing import Stage

_WAY = ("draft", "received", "first_examined", "second_examined", "filed", "in_hand", "replied")
_SIDE = {"cosigning": "draft", "returned": "draft", "merged": "in_hand"}  # beside the way
_STOPPED = ("withdrawn", "not_filed", "converted")


def of(row: models.Proposal) -> list[Stage]:
    """Give the stages of a proposal."""
    machine = shown.pack_of(row).machines["proposal"]
    names = {key: shown.label(one.words) for key, one in machine.states.items()}
    way = [key for key in _WAY if key in machine.states]
    if row.state in _STOPPED:
        done = (
            [Stage(names[key], "done") for key in way[: way.index(row.before) + 1]]
            if row.before in way
            else []
        )
        return [*done, Stage(names[row.state], "stopped")]
    here = row.state if row.state in way else _SIDE.get(row.state, way[0])
    at = way.index(here) if here in way else 0
    note = names[row.state] if row.state != here else ""
    return [
        Stage(
            names[key], "done" if n < at else "now" if n == at else "ahead", note if n == at else ""
        )
        for n, key in enumerate(way)
    ]
