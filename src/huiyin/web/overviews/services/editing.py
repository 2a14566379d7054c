# SPDX-License-Identifier: Apache-2.0
"""Editing (编辑): a person changes, adds, moves, takes out and owns sentences, gives them sources, and orders the themes."""

from datetime import datetime

from django.db.models import Max

from huiyin.core.overview import citing
from huiyin.core.overview import composing as writing
from huiyin.core.overview.supporting import Source
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.kit import acting
from huiyin.web.overviews import models, permissions
from huiyin.web.overviews.selectors import standing
from huiyin.web.overviews.services import composing, rows

LONGEST = 600  # characters of a sentence


@acting.act
def change(
    actor: Actor, uid: str, line: int, *, text: str, version: int, now: datetime
) -> models.Line:
    """Say a sentence otherwise; its sources stay, and it lacks what they do not prove.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION`; `CHANGED_MEANWHILE`; `TEXT_EMPTY`; `TEXT_TOO_LONG`.
    """
    row = rows.written(actor, uid, "change")
    found = rows.line(row, line, version)
    was = found.text
    found.text = _text(text)
    found.reworded = found.reworded and found.text == was
    _save(found, actor, now)
    rows.note(
        row, "change", actor=actor, now=now, after={"line": line, "was": was, "is": found.text}
    )
    return found


@acting.act
def add(
    actor: Actor, uid: str, *, section: str, after: int, text: str, now: datetime
) -> models.Line:
    """Add a sentence of one's own behind another of the section, at its end where none is named.

    Errors: `FIELD_UNKNOWN` for a section the paper has not; those of `change`.
    """
    row = rows.written(actor, uid, "add")
    if section not in writing.sections(row.paper):
        raise HuiyinError("FIELD_UNKNOWN", field="section")
    place = _place(row, section, after)
    found = models.Line.objects.create(
        overview=row, section=section, paragraph=place[0], order=place[1], text=_text(text),
        changed_by_id=actor.signed_in(), changed_at=now,
    )  # fmt: skip
    rows.note(row, "add", actor=actor, now=now, after={"line": found.pk, "is": found.text})
    return found


def _place(row: models.Overview, section: str, after: int) -> tuple[int, int]:
    lines = row.lines.filter(dropped_at=None)
    before = lines.filter(section=section, pk=after).first() or (
        lines.filter(section=section).order_by("-order", "-pk").first()
    )
    if before is not None:
        following = lines.filter(order__gt=before.order).order_by("order").first()
        between = (
            (before.order + following.order) // 2 if following else before.order + composing.STEP
        )
        if between > before.order:
            return before.paragraph, between
        _spread(row)
        return _place(row, section, before.pk)
    names = writing.sections(row.paper)
    earlier = names[: names.index(section)]
    last = lines.filter(section__in=earlier).aggregate(last=Max("order"))["last"] or 0
    following = lines.filter(order__gt=last).order_by("order").first()
    if following and following.order - last < 2:
        _spread(row)
        return _place(row, section, after)
    return 1, (last + following.order) // 2 if following else last + composing.STEP


def _spread(row: models.Overview) -> None:
    lines = list(row.lines.order_by("order", "pk"))
    for n, one in enumerate(lines, start=1):
        one.order = n * composing.STEP
    models.Line.objects.bulk_update(lines, ["order"])


@acting.act
def move(
    actor: Actor, uid: str, line: int, *, up: bool, version: int, now: datetime
) -> models.Line:
    """Let a sentence change places with the one before or behind it in its section; at the end nothing happens.

    Errors: those of `change`.
    """
    row = rows.written(actor, uid, "move")
    found = rows.line(row, line, version)
    beside = row.lines.filter(dropped_at=None, section=found.section)
    other = (
        beside.filter(order__lt=found.order).order_by("-order").first()
        if up
        else beside.filter(order__gt=found.order).order_by("order").first()
    )
    if other is None:
        return found
    found.order, other.order = other.order, found.order
    found.paragraph, other.paragraph = other.paragraph, found.paragraph
    _save(other, actor, now)
    _save(found, actor, now)
    rows.note(row, "move", actor=actor, now=now, after={"line": line})
    return found


@acting.act
def drop(
    actor: Actor, uid: str, line: int, *, version: int, now: datetime, back: bool = False
) -> models.Line:
    """Take a sentence out; or, with `back`, put one back that was taken out.

    Errors: those of `change`.
    """
    row = rows.written(actor, uid, "drop")
    if back:
        found = row.lines.filter(pk=line, version=version).exclude(dropped_at=None).first()
        if found is None:
            raise HuiyinError("NOT_FOUND")
        if found.key and row.lines.filter(key=found.key, dropped_at=None).exists():
            raise HuiyinError("CHANGED_MEANWHILE")
    else:
        found = rows.line(row, line, version)
    found.dropped_at = None if back else now
    _save(found, actor, now)
    act = "put_back" if back else "drop"
    rows.note(row, act, actor=actor, now=now, after={"line": line, "text": found.text})
    return found


@acting.act
def own(
    actor: Actor, uid: str, line: int, *, version: int, now: datetime, disown: bool = False
) -> models.Line:
    """Stand for a sentence by name, as an opinion; or do so no longer.

    Errors: those of `change`; `NOT_ALLOWED` for disowning what another stands for.
    """
    row = rows.written(actor, uid, "own")
    found = rows.line(row, line, version)
    if disown and found.owner_id not in (None, actor.user_id):
        raise HuiyinError("NOT_ALLOWED", act="disown")
    found.owner_id = None if disown else actor.signed_in()
    _save(found, actor, now)
    rows.note(row, "disown" if disown else "own", actor=actor, now=now, after={"line": line})
    return found


@acting.act
def cite(
    actor: Actor,
    uid: str,
    line: int,
    *,
    source: str,
    quote: str,
    version: int,
    now: datetime,
) -> models.Line:
    """Let a sentence rest on words of a source, named as `kind:id`; the words stand there to the letter.

    Errors: `FIELD_UNKNOWN` for a kind there is not; `NOT_FOUND` for a source that may not be read by those the paper is
        for; `QUOTE_NOT_FOUND`; those of `change`.
    """
    row = rows.written(actor, uid, "cite")
    found = rows.line(row, line, version)
    kind, _, ref = source.partition(":")
    if kind not in standing.READERS:
        raise HuiyinError("FIELD_UNKNOWN", field="kind")
    reader = permissions.reader_of(row, actor)
    now_read = standing.READERS[kind](reader, [ref]).get(ref)
    if now_read is None:
        raise HuiyinError("NOT_FOUND")
    composing.rest([(found, [_source(kind, ref, now_read.text, quote.strip(), row.language)])])
    _save(found, actor, now)
    rows.note(row, "cite", actor=actor, now=now, after={"line": line, "source": source})
    return found


def _source(kind: str, ref: str, text: str, quote: str, language: str) -> Source:
    whole = citing.cite(kind, ref, text, "en" if language == "en" else "zh")
    if not quote:
        return whole
    start = text.find(quote)
    if start < 0:
        raise HuiyinError("QUOTE_NOT_FOUND", quote=quote[:40])
    return Source(kind, ref, whole.sha256, quote, start, start + len(quote))


@acting.act
def uncite(
    actor: Actor, uid: str, line: int, source: int, *, version: int, now: datetime
) -> models.Line:
    """Let a sentence rest on a source no longer.

    Errors: `NOT_FOUND`; those of `change`.
    """
    row = rows.written(actor, uid, "uncite")
    found = rows.line(row, line, version)
    one = found.sources.filter(pk=source, dropped_at=None).first()
    if one is None:
        raise HuiyinError("NOT_FOUND")
    models.LineSource.objects.filter(pk=one.pk).update(dropped_at=now)
    _save(found, actor, now)
    after = {"line": line, "source": f"{one.kind}:{one.ref}"}
    rows.note(row, "uncite", actor=actor, now=now, after=after)
    return found


@acting.act
def name(
    actor: Actor, uid: str, *, title: str, subtitle: str, version: int, now: datetime
) -> models.Overview:
    """Name a paper.

    Errors: `FIELD_EMPTY`; those of `change`.
    """
    row = rows.written(actor, uid, "name")
    if version != row.version:
        raise HuiyinError("CHANGED_MEANWHILE")
    if not title.strip():
        raise HuiyinError("FIELD_EMPTY", field="title")
    rows.note(
        row,
        "name",
        actor=actor,
        now=now,
        title=title.strip()[:200],
        subtitle=subtitle.strip()[:200],
    )
    return row


@acting.act
def rename_theme(actor: Actor, uid: str, theme: int, *, label: str, now: datetime) -> models.Theme:
    """Name a theme; one that is named like another is joined with it.

    Errors: `NOT_FOUND`; `FIELD_EMPTY`; those of `change`.
    """
    row = rows.written(actor, uid, "theme")
    found = row.themes.filter(pk=theme, dropped_at=None).first()
    if found is None:
        raise HuiyinError("NOT_FOUND")
    label = " ".join(label.split())[:60]
    if not label:
        raise HuiyinError("FIELD_EMPTY", field="label")
    other = row.themes.filter(label=label, dropped_at=None).exclude(pk=found.pk).first()
    was = found.label
    if other is None:
        models.Theme.objects.filter(pk=found.pk).update(label=label)
    else:
        found.themed.update(theme=other)
        models.Theme.objects.filter(pk=found.pk).update(dropped_at=now)
    act = "join_themes" if other else "rename_theme"
    rows.note(row, act, actor=actor, now=now, after={"was": was, "is": label})
    return other or found


@acting.act
def put_under(actor: Actor, uid: str, proposal: int, *, label: str, now: datetime) -> models.Theme:
    """Put a proposal under a theme, which is made where there is none of that name.

    Errors: `NOT_FOUND` for a proposal that is not in the paper; `FIELD_EMPTY`; those of `change`.
    """
    row = rows.written(actor, uid, "theme")
    label = " ".join(label.split())[:60]
    if not label:
        raise HuiyinError("FIELD_EMPTY", field="label")
    if not row.themed.filter(proposal_id=proposal).exists():
        raise HuiyinError("NOT_FOUND")
    last = row.themes.aggregate(last=Max("order"))["last"] or 0
    theme, _ = models.Theme.objects.get_or_create(
        overview=row, label=label, dropped_at=None, defaults={"order": last + 1}
    )
    row.themed.filter(proposal_id=proposal).update(theme=theme)
    after = {"proposal": proposal, "theme": label}
    rows.note(row, "put_under", actor=actor, now=now, after=after)
    return theme


def _text(text: str) -> str:
    said = " ".join(text.split())
    if not said:
        raise HuiyinError("TEXT_EMPTY")
    if len(said) > LONGEST:
        raise HuiyinError("TEXT_TOO_LONG", limit=LONGEST)
    return said


def _save(line: models.Line, actor: Actor, now: datetime) -> None:
    line.version += 1
    line.changed_by_id, line.changed_at = actor.user_id, now
    line.save()
