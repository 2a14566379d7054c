# SPDX-License-Identifier: Apache-2.0
"""Reasons in words (理由): why something was found, judged or proposed, said for a clerk."""

from huiyin.adapters.reports import words
from huiyin.core.extraction import lexicon
from huiyin.core.values import echoes, findings


def of_finding(why: findings.Why, lang: str) -> str:
    """Say why a finding was found; a rule without words of its own is named."""
    try:
        return lexicon.reason(why.rule, why.cue, lang)
    except (KeyError, FileNotFoundError):
        key = "why.cued" if why.cue else "why.plain"
        return words.say(key, lang, rule=why.rule, cue=why.cue)


def of_echo(echo: echoes.Echo, lang: str) -> str:
    """Say why the verdict is what it is."""
    return _known("echo_reason", echo.reason, lang)


def of_evidence(evidence: echoes.Evidence, lang: str) -> str:
    """Say why a finding is held to meet a suggestion."""
    return _known("reason", evidence.reason, lang)


def of_candidate(candidate: echoes.Candidate, lang: str) -> str:
    """Say why a body is proposed, with its duty or the words that name it."""
    key = f"route.{candidate.reason}"
    if key not in words.catalog():
        return candidate.duty or candidate.reason
    return words.say(key, lang, duty=candidate.duty)


def _known(section: str, reason: str, lang: str) -> str:
    key = f"{section}.{reason}"
    return words.say(key, lang) if key in words.catalog() else reason
