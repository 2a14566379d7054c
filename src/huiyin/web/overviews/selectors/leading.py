# SPDX-License-Identifier: Apache-2.0
"""Leading figures (开篇数字): the figures a paper opens with, each as a sentence with its count and base."""

from collections.abc import Iterator
from datetime import date

from huiyin.core.overview import citing, composing, figures, telling
from huiyin.web.accounts.actors import Actor
from huiyin.web.figures.selectors import asking, facts
from huiyin.web.overviews import models

PREFIX = "figure/"
WHOLE = (
    "received", "filed", "merged", "not_filed", "replies_due", "answered", "answered_in_time", "satisfied", "solved", "kept",
)  # fmt: skip
OF_BODY = (
    "replies_due",
    "answered",
    "answered_in_time",
    "contacted",
    "satisfied",
    "solved",
    "kept",
)


def stated(actor: Actor, row: models.Overview, *, on: date) -> Iterator[composing.Stated]:
    """Give the figures of a paper's session or body as sentences; papers on a member or a topic open with none.

    Figures tell totals, so they are counted over all the writer may count, also in a paper for the public: to publish
    them is the publisher's act. What few people said is kept back by the figure itself.
    Cost: that of gathering a session's facts.
    """
    if row.person_id or row.topic:
        return
    lang: citing.Language = "en" if row.language == "en" else "zh"
    held = facts.gather(actor, row.session, as_of=on)
    where = (("body", str(row.body_id)),) if row.body_id else ()
    for figure in OF_BODY if row.body_id else WHOLE:
        found = asking.of(held, figure, where)
        if not found.hidden and (found.base or found.query.definition.kind == "count"):
            yield _said(found, held, lang)


def _said(found: figures.Figure, held: facts.Gathered, lang: citing.Language) -> composing.Stated:
    figure = found.query.figure
    count = found.query.definition.kind == "count"  # the figure's name says what was counted
    value = str(found.numerator) if count else telling.value(found, lang)
    proof = f"{telling.name(figure, lang)}{': ' if lang == 'en' else '：'}{value}"
    rate = "" if count else f"{found.percent()}%"
    said = (
        composing.clause(figure, lang, n=found.numerator, base=found.denominator, rate=rate)
        or proof
    )
    narrowed = "".join(f"&{axis}={one}" for axis, one in found.query.where)
    ref = f"{PREFIX}{figure}/?session={facts.label(held.session)}{narrowed}"
    return composing.Stated(ref=ref, text=said, says=(proof,), figure=figure)
