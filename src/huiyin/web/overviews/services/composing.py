# SPDX-License-Identifier: Apache-2.0
"""Composing (成文): a new overview written from what its readers may know, and its figures renewed later."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from huiyin.core.matching import theming
from huiyin.core.overview import composing
from huiyin.core.text import numerals
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.kit import acting, ports, words
from huiyin.web.overviews import models, permissions
from huiyin.web.overviews.selectors import gathering
from huiyin.web.overviews.services import rows

HELD = 0.5  # of the proposals of a theme hold the words it is named by, or it is not named by them
STEP = 100  # between the orders of two sentences: room for those that are put between


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be written: which paper, of which session, for whom; of a body, a member or a topic where it asks for one."""

    paper: str
    session: Any
    language: str = "zh"
    audience: str = "public"
    body: Any = None
    person: Any = None
    topic: str = ""
    title: str = ""


@acting.act
def begin(actor: Actor, wanted: Wanted, *, now: datetime) -> models.Overview:
    """Write an overview.

    Errors: `NOT_ALLOWED`; `FIELD_UNKNOWN` for a paper, audience or language there is not; `FIELD_EMPTY` where a body's,
        member's or topic's paper names none.
    Cost: a second or two for a session of 700 cases.
    """
    permissions.ask_editor(actor, "begin")
    _check(wanted)
    on = timezone.localdate(now)
    row = models.Overview.objects.create(
        session=wanted.session, paper=wanted.paper, audience=wanted.audience, language=wanted.language,
        title=wanted.title.strip()[:200] or _title(wanted), body=wanted.body, person=wanted.person, topic=wanted.topic.strip()[:60],
        as_of=on, begun_by_id=actor.signed_in(), begun_at=now, changed_at=now,
    )  # fmt: skip
    scope = gathering.Scope(row, actor)
    _theme(scope)
    pieces = composing.compose(row.paper, gathering.facts(scope, on=on))
    put(row, [(piece, STEP * n) for n, piece in enumerate(pieces, start=1)])
    rows.note(row, "begin", actor=actor, now=now, after={"sentences": len(pieces)})
    return row


def _check(wanted: Wanted) -> None:
    known = {
        "paper": (wanted.paper, composing.papers()),
        "audience": (wanted.audience, models.Overview.Audience.values),
        "language": (wanted.language, ("zh", "en")),
    }
    for field, (given, choices) in known.items():
        if given not in choices:
            raise HuiyinError("FIELD_UNKNOWN", field=field)
    needed = {"body": wanted.body, "member": wanted.person, "topic": wanted.topic.strip()}
    if wanted.paper in needed and not needed[wanted.paper]:
        raise HuiyinError("FIELD_EMPTY", field=wanted.paper)


def _title(wanted: Wanted) -> str:
    lang, session = wanted.language, wanted.session
    about = wanted.topic.strip()
    for one in (wanted.body, wanted.person):
        if one is not None:
            about = (lang == "en" and one.name_en) or one.name
    term, n = (
        str(one) if lang == "en" else numerals.count_in_han(one)
        for one in (session.term.number, session.number)
    )
    return words.say(f"overview.title_{wanted.paper}", lang, term=term, n=n, about=about)


def _theme(scope: gathering.Scope) -> None:
    """Gather the proposals of a paper into themes: a proposal of the machine, which people change.

    Proposals that no word holds together stand under the category they were filed in.
    """
    papers: dict[int, tuple[str, list[str]]] = {}
    category: dict[int, str] = {}
    for one in gathering.suggestions(scope):
        _, texts = papers.setdefault(one.proposal_id, (one.proposal.title, [one.proposal.facts]))
        texts.append(one.text)
        category[one.proposal_id] = one.proposal.category
    ids = list(papers)
    found = theming.find([(papers[one][0], "。".join(papers[one][1])) for one in ids])
    names = _categories(scope)
    held: dict[str, list[int]] = {}
    for theme in found:
        label = _label(theme, scope.row.language)
        for place in theme.members:
            under = label or names.get(category[ids[place]], "") or names[""]
            held.setdefault(under, []).append(ids[place])
    ordered = sorted(held.items(), key=lambda one: (-sum(len(papers[pk][1]) for pk in one[1]), one[0]))  # fmt: skip
    for order, (label, some) in enumerate(ordered, start=1):
        row = models.Theme.objects.create(
            overview=scope.row, order=order, label=label, proposed=label
        )
        models.Themed.objects.bulk_create(
            models.Themed(overview=scope.row, theme=row, proposal_id=one) for one in some
        )


def _label(theme: theming.Theme, lang: str) -> str:
    """Name a theme by words that most of its proposals hold; "" where there are none, or none of the paper's language."""
    least = HELD * len(theme.members)
    some = [
        one
        for one, hold in zip(theme.labels, theme.hold, strict=True)
        if hold >= least and one.isascii() == (lang == "en")
    ]
    some = some[:1] + [one for one in some[1:] if len(one) > 2]  # two characters more tell little
    return words.say("overview.and", lang).join(some)[:56]


def _categories(scope: gathering.Scope) -> dict[str, str]:
    """Give the names of the rules' categories; "" names what is of none."""
    row = scope.row
    pack = ports.pack(row.session.pack, row.session.pack_version)
    lang = "en" if row.language == "en" else "zh"
    some = {key: said.get(lang) or said.get("zh", "") for key, said in pack.categories}
    return some | {"": words.say("overview.other_matters", lang)}


def put(row: models.Overview, pieces: Iterable[tuple[composing.Piece, int]]) -> list[models.Line]:
    """Put sentences into a paper at their places."""
    some = list(pieces)
    lines = models.Line.objects.bulk_create(
        models.Line(
            overview=row, section=piece.section, paragraph=piece.paragraph, order=order, key=piece.key[:120],
            text=piece.text, composed=piece.text,
        )
        for piece, order in some
    )  # fmt: skip
    rest(zip(lines, (piece.sources for piece, _ in some), strict=True))
    return lines


def rest(some: Iterable[tuple[models.Line, Sequence[Any]]]) -> None:
    """Let sentences rest on sources."""
    models.LineSource.objects.bulk_create(
        models.LineSource(
            line=line, kind=one.kind, ref=one.ref[:120], sha256=one.sha256, quote=one.quote, start=one.start,
            end=one.end, says=list(one.says), behind=list(one.behind),
        )
        for line, sources in some
        for one in sources
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Newer:
    """A sentence that reads otherwise by now: as it stands, as it would be written, and the new sources."""

    line: models.Line
    text: str
    sources: tuple[Any, ...]

    @property
    def by_hand(self) -> bool:
        """Whether a person has changed it since it was composed."""
        return self.line.text != self.line.composed


def newer(
    actor: Actor, row: models.Overview, *, on: date
) -> tuple[list[Newer], list[composing.Piece]]:
    """Give the sentences whose data have changed, and those that would be new; nothing is changed.

    Cost: that of `begin`, without the themes.
    """
    pieces = composing.compose(row.paper, gathering.facts(gathering.Scope(row, actor), on=on))
    known = {line.key: line for line in row.lines.exclude(key="")}
    changed, fresh = [], []
    held = _held(row)
    for piece in pieces:
        line = known.get(piece.key[:120])
        if line is None:
            fresh.append(piece)
        elif line.dropped_at is None and (
            piece.text != line.composed or _told(piece.sources) != held.get(line.pk, [])
        ):
            changed.append(Newer(line, piece.text, piece.sources))
    return changed, fresh


def _held(row: models.Overview) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    some = models.LineSource.objects.filter(line__overview=row, dropped_at=None).order_by("pk")
    for one in some:
        found.setdefault(one.line_id, []).append(
            (one.ref, one.sha256, tuple(one.says), tuple(one.behind))
        )
    return found


def _told(sources: Sequence[Any]) -> list[Any]:
    return [(one.ref[:120], one.sha256, one.says, one.behind) for one in sources]


@acting.act
def renew(actor: Actor, uid: str, chosen: Iterable[int], *, now: datetime) -> models.Overview:
    """Renew sentences from the data of today: those chosen, others stay as they are.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION`.
    """
    row = rows.written(actor, uid, "renew")
    on = timezone.localdate(now)
    wanted = set(chosen)
    changed, _ = newer(actor, row, on=on)
    taken = [one for one in changed if one.line.pk in wanted]
    for one in taken:
        one.line.sources.filter(dropped_at=None).update(dropped_at=now)
        models.Line.objects.filter(pk=one.line.pk).update(
            text=one.text, composed=one.text, reworded=False, version=one.line.version + 1, changed_at=now, changed_by_id=actor.user_id,
        )  # fmt: skip
        rest([(one.line, one.sources)])
    rows.note(row, "renew", actor=actor, now=now, after={"sentences": len(taken)}, as_of=on)
    return row
