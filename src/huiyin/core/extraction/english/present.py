# SPDX-License-Identifier: Apache-2.0
"""Those present: what the list of attendance and the introductions of a record tell about who speaks."""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from huiyin.core.extraction import drafts
from huiyin.core.extraction.english import names
from huiyin.core.text import structure
from huiyin.core.values import findings

_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Rev|Councillor|Cllr)\.?"
_LIST = re.compile(
    r"(?P<label>(?:[A-Z][\w’'-]*\s)?(?:[Mm]embers|[Pp]resent|[Ww]itness(?:es)?|[Ii]n attendance|[Oo]fficers?|[Oo]fficials"
    r"|[Aa]ttending|[Pp]articipants|[Ss]peakers)(?:\s(?:present|attending|in attendance|of the (?:council|board)))?)\s?:\s*(?=[A-Z])"
)
_ANSWERING = re.compile(r"witness|officer|official|in attendance|attending", re.IGNORECASE)
_MEMBERS = re.compile(r"\bmembers?\b", re.IGNORECASE)
_CUT = re.compile(rf";\s*|\n|\.\s+(?=[A-Z])|,\s+(?:and\s)?(?={_TITLE}\s)|,?\s+and\s+(?={_TITLE}\s)")
_ENTRY = re.compile(
    rf"[•*–-]?\s*(?P<title>{_TITLE}\s)?(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'.-]*){{0,3}})"
    r"\s*(?:\((?P<inside>[^()]{2,80})\)|,\s(?P<behind>[^;\n]{2,120}))?\.?\s*$"
)
# "Mr Lund, Director of Parks, …" in running words: the post must be written as a post.
_INTRODUCED = re.compile(
    rf"\b(?P<title>{_TITLE})\s(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){{0,2}})(?:,\s(?:the\s|our\s)?|\s\((?:the\s)?)"
    r"(?P<post>(?:[A-Z][\w’'-]+|[Hh]ead|[Dd]irector|[Mm]anager)(?:\s(?:of|for|the|and|to|at|[A-Z][\w’'-]+)){0,8})(?=[,.;)])"
)
_HEAD_BLOCKS = 30


@dataclass(slots=True)
class Present:
    """Who is known to be there, by last name; several people of one name are told apart by their titles."""

    known: defaultdict[str, list[tuple[str, findings.Speaker]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, title: str, name: str, capacity: findings.Capacity, post: str) -> None:
        """Note a person, unless someone of that title and last name is known already."""
        last, title = name.rsplit(maxsplit=1)[-1].lower(), title.strip(" .")
        if all(other != title for other, _ in self.known[last]):
            self.known[last].append((title, findings.Speaker(name, capacity, post)))

    def fill(self, speaker: findings.Speaker) -> findings.Speaker:
        """Give a speaker with capacity and post, where their own label lacks them and the record tells them."""
        if not speaker.name or speaker.affiliation:
            return speaker
        first, last = speaker.name.split()[0].strip("."), speaker.name.split()[-1].lower()
        some = self.known.get(last, [])
        if len(some) > 1:
            some = [one for one in some if one[0] == first or one[1].name == speaker.name]
        if len(some) != 1:
            return speaker
        known = some[0][1]
        capacity = speaker.capacity
        if capacity is findings.Capacity.UNKNOWN:
            capacity = known.capacity
        return findings.Speaker(speaker.name, capacity, known.affiliation)


def find(page: drafts.Page) -> Present:
    """Find who is present, by the lists before the first turn and by introductions anywhere.

    Cost: linear in the length of the text.
    """
    found = Present()
    for block in page.blocks[:_HEAD_BLOCKS]:
        if block.role is structure.Role.TURN:
            break
        words = page.text[block.start : block.end]
        label = _LIST.match(words)
        if label:
            _listed(found, words[label.end() :], label["label"])
    for match in _INTRODUCED.finditer(page.text):
        capacity = names.capacity_of("", match["post"])
        if capacity is findings.Capacity.DEPARTMENT:
            found.add(match["title"], match["name"], capacity, match["post"])
    return found


def _listed(found: Present, words: str, label: str) -> None:
    for piece in _CUT.split(words):
        match = _ENTRY.match(piece)
        post = (match["inside"] or match["behind"] or "").strip(" .") if match else ""
        if not match or not (match["title"] or post):
            continue
        capacity = names.capacity_of(match["title"] or "", post)
        if capacity is findings.Capacity.UNKNOWN:
            if _ANSWERING.search(label) and post:
                capacity = findings.Capacity.DEPARTMENT
            elif _MEMBERS.search(label):
                capacity = findings.Capacity.MEMBER
        found.add(match["title"] or "", match["name"], capacity, post)
