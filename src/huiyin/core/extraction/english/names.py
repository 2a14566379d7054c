# SPDX-License-Identifier: Apache-2.0
"""Names in English records: who speaks, in which capacity, and who is asked."""

import re
from collections.abc import Sequence
from functools import cache

from huiyin.core.extraction import lexicon
from huiyin.core.extraction.english import cues
from huiyin.core.text import structure_english
from huiyin.core.values import bodies, findings

_CAPITAL = r"[A-Z][\w’'.&-]*"
_JOINED = rf"{_CAPITAL}(?:(?:\s(?:of|for|and|the|on|to|de|van)){{0,2}}\s{_CAPITAL}){{0,8}}"
# Whom a sentence has speak: "Mrs Okafor", "the Planning Committee", "She", "Residents".
_WHO = rf"(?:[Tt]he\s)?{_JOINED}|\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)|\b(?:[Tt]he\s|[Oo]ne\s|[Aa]nother\s|[Ss]ome\s|[Ss]everal\s|[Mm]any\s)?(?:member|resident|councillor|speaker|delegate|committee|council|board|witness|panel|participant|tenant|parent|trader|teacher|doctor|driver|cyclist|student|mayor|deputy\smayor|minister|chair(?:man|woman|person)?|governor|president|secretary|director|officer|department|office|company)(?:e?s)?"
BEFORE_VERB = re.compile(
    rf"(?P<who>{_WHO})(?:\s\([^()]{{1,60}}\))?(?:,\s[^,;.]{{1,70}},)?(?:\s(?:also|then|had|has|have|again|further|strongly|therefore|later|who)){{0,3}}\s*\Z"
)
_AFTER_QUOTE = re.compile(
    rf"[,.?!]?[”\"’']\s*,?\s*(?:(?P<verb>said|says|asked|suggested|argued|added|urged|recommended|replied|answered|told|continued|proposed|insisted|explained|wondered)\s(?P<late>{_WHO})|(?P<early>{_WHO})\s(?:said|says|asked|suggested|argued|added|urged|recommended|replied|answered|told|continued|proposed|insisted|explained|wondered)\b)"
)
_SAYS = re.compile(
    rf"(?:\A|[.;,]\s)(?P<who>{_WHO})(?:\s\([^()]{{1,60}}\))?(?:,\s(?P<post>[^,;.]{{1,70}}),)?\s(?:(?:also|then|again|further)\s)?(?:said|says|asked|suggested|argued|added|urged|recommended|replied|answered|told|proposed|explained|noted|felt|thought|wondered|stressed|called|welcomed|thanked|reported|announced|confirmed|promised|agreed|responded|pointed|instructed|directed|tasked|ordered|assured|undertook|accepted|invited|demanded|insisted|clarified)\b"
)
_PRONOUN = frozenset({"he", "she", "they", "it"})
_ADDRESSED = re.compile(
    rf"\s*(?:(?:to|on|upon|for|at\sthe\searliest\sopportunity,|that)\s)?(?:[^,]{{0,60}},\s)?(?P<the>[Tt]he\s|[Aa]ll\s|[Oo]ur\s|[Ii]ts\s)?(?P<np>{_CAPITAL}(?:(?:\s(?:of|for|the|on)){{0,2}}\s{_CAPITAL}){{0,8}}(?:(?:,\s|,?\sand(?:/or)?\s)(?:the\s)?{_CAPITAL}(?:(?:\s(?:of|for|the|on)){{0,2}}\s{_CAPITAL}){{0,6}}){{0,3}})"
)
_SUBJECT = re.compile(
    rf"(?:\A|[\s,(“\"])(?P<np>{_CAPITAL}(?:(?:\s(?:of|for|the|on)){{0,2}}\s{_CAPITAL}){{0,8}}(?:(?:,\s|,?\sand(?:/or)?\s)(?:where\sappropriate\s)?(?:the\s)?{_CAPITAL}(?:(?:\s(?:of|for|the|on)){{0,2}}\s{_CAPITAL}){{0,6}}){{0,3}})(?:,?\s(?:in\s(?:conjunction|consultation)\s)?(?:with|following|together)\s[^.;]{{1,120}}?)?,?\s*\Z"
)


@cache
def _words_of(name: str) -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in lexicon.load("en").lists[name])
    return re.compile(rf"\b(?:{words})s?\b", re.IGNORECASE)


def capacity_of(name: str, post: str = "") -> findings.Capacity:
    """Tell in which capacity someone of this name or post speaks, by the words of it.

    >>> capacity_of("Councillor Adeyemi").value, capacity_of("the Department for Roads").value
    ('member', 'department')
    """
    words = f"{name} {post}"
    for key, capacity in (
        ("staff", findings.Capacity.STAFF),
        ("proposing", findings.Capacity.PROPOSING_BODY),
        ("leader", findings.Capacity.LEADER),
        ("department", findings.Capacity.DEPARTMENT),
        ("member", findings.Capacity.MEMBER),
    ):
        if _words_of(key).search(words):
            return capacity
    return findings.Capacity.UNKNOWN


def person(
    name: str, post: str = "", roster: Sequence[bodies.RosterEntry] = ()
) -> findings.Speaker:
    """Give the speaker of a name as written, with what the user's roster knows of them."""
    bare = re.sub(r"\s+", " ", name).strip(" *_.,:")
    bare = re.sub(r"^[Tt]he (?=[A-Z])", "", bare)
    post = post.strip(" (),")
    for entry in roster:
        if entry.name and (entry.name == bare or bare.endswith(f" {entry.name}")):
            known = entry.capacity if entry.capacity in set(findings.Capacity) else ""
            capacity = findings.Capacity(known) if known else capacity_of(bare, post)
            return findings.Speaker(entry.name, capacity, entry.affiliation or post)
    return findings.Speaker(bare, capacity_of(bare, post), post)


def of_turn(
    text: str, start: int, end: int, roster: Sequence[bodies.RosterEntry]
) -> tuple[findings.Speaker, int]:
    """Give the speaker that a turn begins with, and where the words spoken begin."""
    match = structure_english.TURN.match(text, start, end)
    if not match:
        return findings.Speaker(), start
    post = match["post"] or match["role"] or ""
    return person(match["name"], post, roster), match.end()


def quoted_by(words: str) -> str:
    """Give the name that a quotation is ascribed to in its sentence, "" without one."""
    match = _AFTER_QUOTE.search(words)
    return (match["late"] or match["early"] or "") if match else ""


def sayer(words: str) -> tuple[str, str]:
    """Give the name and the post of whom a sentence has say, ask or answer something, "" without one."""
    match = _SAYS.search(words)
    return (match["who"], match["post"] or "") if match else ("", "")


def is_pronoun(name: str) -> bool:
    """Tell whether a name is a pronoun that stands for the last speaker."""
    return name.lower() in _PRONOUN


def addressee_after(words: str, at: int) -> str:
    """Give whom the words behind an asking verb name, without the article; "" where they name nobody.

    >>> addressee_after("We recommend that the Harbour Office, with the police, review it.", 17)
    'Harbour Office'
    """
    match = _ADDRESSED.match(words, at)
    named = _named(match["np"]) if match else ""
    if named:
        return named
    small = _small().match(words, at)
    return small["np"] or small["bare"] if small else ""


def addressee_before(words: str, at: int) -> str:
    """Give the subject of the modal verb at `at`, when it names somebody.

    >>> addressee_before("By May the Council and the Water Board shall publish a plan.", 39)
    'Council and the Water Board'
    """
    head = words[max(0, at - 260) : at]
    match = _SUBJECT.search(head)
    named = _named(match["np"]) if match else ""
    if named:
        return named
    small = _small_end().search(head)
    return small["np"] or small["bare"] if small else ""


def _named(words: str) -> str:
    """Give a name without the small words a sentence may begin with; "" when nothing is left."""
    rest = words.split()
    while rest and rest[0].strip(",") in cues.words_of("small"):
        rest.pop(0)
        if rest and rest[0] == "the":
            rest.pop(0)
    return " ".join(rest) if rest and rest[0][0].isupper() else ""


@cache
def _small() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, lexicon.load("en").lists["asked"]), key=len)[::-1])
    return re.compile(
        rf"\s*(?:(?:to|on|upon|that)\s)?(?:(?:the|our|its)\s(?P<np>(?:[a-z]+\s)?(?:{words}))|(?:all\s)?(?P<bare>(?:local\s)?(?:{words})))\b",
        re.IGNORECASE,
    )


@cache
def _small_end() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, lexicon.load("en").lists["asked"]), key=len)[::-1])
    return re.compile(
        rf"\b(?:(?:the|The|our|its)\s(?P<np>(?:[a-z]+\s)?(?:{words}))|(?P<bare>{words}))\s*\Z",
        re.IGNORECASE,
    )
