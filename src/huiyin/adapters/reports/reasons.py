# SPDX-License-Identifier: Apache-2.0
"""Reasons in words (理由): why something was found, judged or proposed, said for a clerk."""

from huiyin.adapters.reports import words
from huiyin.core.extraction import lexicon
from huiyin.core.matching import reasons as matching
from huiyin.core.values import echoes, findings

_COMMA = {"zh": "、", "en": ", "}


def of_finding(why: findings.Why, lang: str) -> str:
    """Say why a finding was found; a rule without words of its own is named."""
    try:
        return lexicon.reason(why.rule, why.cue, lang)
    except KeyError:
        key = "why.cued" if why.cue else "why.plain"
        return words.say(key, lang, rule=why.rule, cue=why.cue)


def of_echo(echo: echoes.Echo, lang: str) -> str:
    """Say why the verdict is what it is."""
    return _said(echo.reason, lang)


def of_evidence(evidence: echoes.Evidence, lang: str) -> str:
    """Say why a finding is held to meet a suggestion, with the terms both share."""
    return _said(evidence.reason, lang, shared=_COMMA[lang].join(evidence.shared))


def of_candidate(candidate: echoes.Candidate, lang: str) -> str:
    """Say why a body is proposed, with its duty or the words that name it."""
    return _said(candidate.reason, lang, duty=candidate.duty)


def _said(reason: str, lang: str, **params: str) -> str:
    try:
        return matching.reason_words(reason, lang, **params)
    except KeyError:
        return reason
