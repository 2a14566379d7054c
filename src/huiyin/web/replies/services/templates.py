# SPDX-License-Identifier: Apache-2.0
"""Own templates (自备模板): a body brings the docx its letters are written in, checked before it is taken."""

from datetime import datetime

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.kit import acting, ledger, ports
from huiyin.web.replies import models
from huiyin.web.replies.services import keeping, rows


def present(body_id: int) -> models.LetterTemplate | None:
    """Give the template a body writes its letters in, None where it brought none."""
    return models.LetterTemplate.objects.filter(body_id=body_id, replaced_at=None).first()


@acting.act
def bring(
    actor: Actor, body_id: int, *, name: str, data: bytes, now: datetime
) -> models.LetterTemplate:
    """Take a body's own template; letters issued from now on are written in it, those before stay as they are.

    Errors: `NOT_ALLOWED` for all but its liaison officers; those of the reader of files; `TEMPLATE_FORBIDDEN`,
        `TEMPLATE_MALFORMED`; `TEMPLATE_UNKNOWN_NAME`; `TEMPLATE_INCOMPLETE` where a needed name is left out.
    """
    _own(actor, body_id)
    checked = ports.check_template(name, data)
    if checked.unknown:
        raise HuiyinError("TEMPLATE_UNKNOWN_NAME", names="、".join(checked.unknown))
    if checked.left_out:
        raise HuiyinError("TEMPLATE_INCOMPLETE", names="、".join(checked.left_out))
    old = _retire(body_id, now)
    made = models.LetterTemplate.objects.create(
        body_id=body_id, name=name[-180:], sha256=keeping.digest(data), stored=keeping.store(data),
        by_id=actor.signed_in(), at=now,
    )  # fmt: skip
    _write("template.brought", actor, made, old, now)
    return made


@acting.act
def drop(actor: Actor, body_id: int, *, now: datetime) -> None:
    """Let a body's letters be written in the common form again; the template is kept.

    Errors: `NOT_ALLOWED`; `NOT_FOUND` where there is none.
    """
    _own(actor, body_id)
    old = _retire(body_id, now)
    if not old:
        raise HuiyinError("NOT_FOUND")
    _write("template.dropped", actor, old[0], [], now)


def _own(actor: Actor, body_id: int) -> None:
    if body_id not in actor.bodies(*rows.WRITERS):
        raise HuiyinError("NOT_ALLOWED", act="letter_template")


def _retire(body_id: int, now: datetime) -> list[models.LetterTemplate]:
    held = models.LetterTemplate.objects.select_for_update().filter(
        body_id=body_id, replaced_at=None
    )
    old = list(held)
    for one in old:
        one.replaced_at = now
        one.save(update_fields=["replaced_at"])
    return old


def _write(
    act: str,
    actor: Actor,
    row: models.LetterTemplate,
    more: list[models.LetterTemplate],
    now: datetime,
) -> None:
    entry = ledger.Entry(
        act=act, kind="body", object_id=row.body_id, actor_id=actor.user_id, after={"sha256": row.sha256, "name": row.name},
        touched=[row, *more],
    )  # fmt: skip
    ledger.write(entry, at=now)
