# SPDX-License-Identifier: Apache-2.0
"""Polis: comments of a conversation with their votes, counted exactly from the votes themselves."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.opendata.foreign import entries
from huiyin.web.opendata.foreign.entries import Entry, Files

AGREE, DISAGREE, PASS = "1", "-1", "0"
Tally = Counter[str]
_FIXED = {"participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree"}


def read(files: Files) -> Iterator[Entry]:
    """Give the comments that moderators did not turn down, with their votes.

    Shapes: `comments.csv`, and of `votes.csv` and `participants-votes.csv` at least one.
    Errors: `FILE_NOT_FOUND` for the part that is missing.
    """
    parts = {name.replace("\\", "/").rpartition("/")[2]: data for name, data in files.items()}
    if "comments.csv" not in parts:
        raise HuiyinError("FILE_NOT_FOUND", name="comments.csv")
    votes = tallies(parts)
    topic = _topic(parts)
    for n, row in enumerate(entries.table(parts["comments.csv"]), start=1):
        if row.get("moderated") == "-1":
            continue
        yield _entry(n, row, votes.get(row["comment-id"], Counter()), topic)


def tallies(parts: Files) -> Mapping[str, Tally]:
    """Count the votes on each comment: the last of each participant, from the list of votes or else from the matrix.

    Errors: `FILE_NOT_FOUND`.
    """
    if "votes.csv" in parts:
        last: dict[tuple[str, str], tuple[int, str]] = {}
        for row in entries.table(parts["votes.csv"]):
            pair, at = (row["comment-id"], row["voter-id"]), int(row["timestamp"])
            if pair not in last or last[pair][0] <= at:
                last[pair] = (at, row["vote"])
        counted: defaultdict[str, Tally] = defaultdict(Counter)
        for (comment, _), (_, vote) in last.items():
            counted[comment][vote] += 1
        return counted
    if "participants-votes.csv" in parts:
        counted = defaultdict(Counter)
        for row in entries.table(parts["participants-votes.csv"]):
            for comment, vote in row.items():
                if comment not in _FIXED and vote in (AGREE, DISAGREE, PASS):
                    counted[comment][vote] += 1
        return counted
    raise HuiyinError("FILE_NOT_FOUND", name="votes.csv")


def _topic(parts: Files) -> str:
    rows = entries.text(parts.get("summary.csv", b"")).splitlines()
    return next((row.partition(",")[2].strip('" ') for row in rows if row.startswith("topic,")), "")


def _entry(n: int, row: Mapping[str, str], votes: Tally, topic: str) -> Entry:
    said = row["comment-body"]
    told = {
        "Polis": topic, "comment": row["comment-id"], "author": row.get("author-id", ""), "agree": votes[AGREE], "disagree": votes[DISAGREE],
        "pass": votes[PASS], "votes": votes.total(), "agree as exported": row.get("agrees", ""), "disagree as exported": row.get("disagrees", ""),
    }  # fmt: skip
    key = f"polis:{entries.hashed([topic, row['comment-id'], said])[:20]}"
    return Entry(
        key, f"comments.csv · {n}", entries.title_of(said), entries.one_line(said), facts=said, told=entries.told(told),
        code="TABLE_MALFORMED" if "" in row else "",
    )  # fmt: skip
