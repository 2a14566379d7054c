# SPDX-License-Identifier: Apache-2.0
"""The reader of English records."""

from itertools import groupby

from huiyin.core.extraction import drafts
from huiyin.core.extraction.english import (
    answers,
    asks,
    cues,
    forms,
    numbered,
    places,
    speech,
    survey,
)
from huiyin.core.values import findings


def read(page: drafts.Page) -> tuple[list[drafts.Draft], list[drafts.PartDraft]]:
    """Find what the English blocks of a page say, and the parts of the document.

    Shapes: drafts in no particular order; parts in order, covering every sentence.
    Cost: linear in the number of sentences.
    """
    where = survey.survey(page)
    found = numbered.read(page, where)
    listener = speech.Listener(page)
    sentences = [
        at for at, sentence in enumerate(page.sentences) if page.blocks[sentence.block].lang == "en"
    ]
    for block, group in groupby(sentences, key=lambda at: page.sentences[at].block):
        place, members = where[block], list(group)
        if place.context is places.Context.ROW:
            for at in members:
                found += _of_row(page, at)
        elif place.context is places.Context.REPLY:
            found += answers.read(page, members, place)
        elif place.context not in (places.Context.LISTED, places.Context.SKIP):
            for at in members:
                found += listener.read(at, place)
    return found, places.runs(page, where)


def _of_row(page: drafts.Page, at: int) -> list[drafts.Draft]:
    start = page.sentences[at].start
    words = page.words(at)
    return [
        drafts.Draft(
            findings.Kind.SUGGESTION, start + ask.start, start + ask.end, at, ask.rule, ask.cue,
            ask.score, addressee=ask.addressee,
        )
        for ask in asks.find(words, forms.Manner.ROW, cues.tokens(words))
    ]  # fmt: skip
