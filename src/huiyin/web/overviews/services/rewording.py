# SPDX-License-Identifier: Apache-2.0
"""Rewording (改写): a sentence said otherwise by a model the place has chosen; off where it has chosen none.

The model is asked outside any transaction; what it says is checked (`core.overview.rewording`) and labelled as its words
until a person says the sentence otherwise.
"""

from datetime import datetime

from huiyin.core.overview import rewording
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.kit import acting, ports
from huiyin.web.overviews import models, permissions
from huiyin.web.overviews.selectors import standing
from huiyin.web.overviews.services import rows


def is_on() -> bool:
    """Tell whether the place has a model."""
    return ports.has_model()


def reword(actor: Actor, uid: str, line: int, *, version: int, now: datetime) -> models.Line:
    """Let the model say a sentence otherwise.

    Errors: `NOT_FOUND`, also where there is no model; `NOT_ALLOWED`; `ILLEGAL_TRANSITION`; `CHANGED_MEANWHILE`;
        `REWORDING_REFUSED` for a sentence that is not whole, and for an answer that says anything else; `MODEL_SILENT`.
    """
    if not is_on():
        raise HuiyinError("NOT_FOUND")
    permissions.ask_editor(actor, "reword")
    row = rows.overview(actor, uid, lock=False)
    found = rows.line(row, line, version)
    sources = [one.source for one in standing.of(permissions.reader_of(row, actor), [found]).get(found.pk, [])]  # fmt: skip
    rewording.check(found.text, found.text, sources)
    said = ports.ask_model(rewording.ask(found.text, "en" if row.language == "en" else "zh"))
    return _keep(actor, uid, line, rewording.check(found.text, said, sources), version, now)


@acting.act
def _keep(actor: Actor, uid: str, line: int, text: str, version: int, now: datetime) -> models.Line:
    row = rows.written(actor, uid, "reword")
    found = rows.line(row, line, version)
    was, found.text, found.reworded = found.text, text, True
    found.version += 1
    found.changed_by_id, found.changed_at = actor.user_id, now
    found.save()
    rows.note(row, "reword", actor=actor, now=now, after={"line": line, "was": was, "is": text})
    return found
