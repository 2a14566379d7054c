# SPDX-License-Identifier: Apache-2.0
"""Answering (回应): for each suggestion the reply, commitment, assignment or outcome that meets it."""

from collections.abc import Mapping, Sequence

from huiyin.core.matching import judging, passages, pertinence, terms, tying
from huiyin.core.values.echoes import Echo
from huiyin.core.values.findings import Finding

MANY = 40_000  # pairs of a suggestion and an answer, from which on arrays take the place of loops


def find(
    suggestions: Sequence[Finding],
    replies: Sequence[Finding],
    *,
    texts: Mapping[str, str],
    contexts: Mapping[str, str] | None = None,
) -> dict[str, Echo]:
    """Find the echo of each suggestion among the answers at hand.

    Shapes: `replies` are findings of kind reply, commitment, assignment or outcome. `texts` gives for each finding id
        its wording (the quote where it is missing), `contexts` the heading or topic it stands under. A key for each
        suggestion, in their order.
    Units: evidence in falling score, at most `tying.EVIDENCE_MOST`.
    Cost: near-linear: a bounded number of answers is weighed for each suggestion. Where both are many, answers that say the
        same stand for one another in the evidence, the first of them.
    """
    under = contexts or {}
    asked = [
        passages.Passage(one, texts.get(one.id, one.quote), under.get(one.id, ""))
        for one in suggestions
    ]
    answers = [
        passages.Passage(one, texts.get(one.id, one.quote), under.get(one.id, ""))
        for one in replies
    ]
    if len(asked) * len(answers) >= MANY:
        from huiyin.core.matching import settling  # loads scipy

        return settling.find(asked, answers)
    weights = terms.weigh(terms.of(one.whole) for one in (*asked, *answers))
    near = pertinence.rank(
        [pertinence.vector(one.text, weights) for one in asked],
        [pertinence.vector(one.whole, weights) for one in answers],
    )
    ties = tying.Ties(asked, answers, near, weights)
    judge = judging.Judge(answers, weights)
    return {one.finding.id: judge.echo(one, ties.of(place)) for place, one in enumerate(asked)}
