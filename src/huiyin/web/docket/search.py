# SPDX-License-Identifier: Apache-2.0
"""Search (检索): every Chinese word of two characters and every Latin word, newest first, of what one may see only.

1. a text is folded (NFKC, lower case) and kept; its overlapping character pairs and its words go into an index:
   FTS5 without content on SQLite, a GIN index on PostgreSQL, both in the transaction of the change;
2. a query asks for all its pairs at once; what meets them is read newest first, and each text is compared with the
   words of the query themselves;
3. only then is each object asked for through `permissions.visible`. Neither order nor number depends on what is
   hidden.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models, permissions

MOST_CHARS = 6_000  # of a query; a form of 1,000 words fits
MOST_TOKENS = 64  # asked of the index; the words themselves are all compared
CHUNK, CHUNKS = 200, 60
_RUN = re.compile(r"[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]+|[^\W_]+")
_HAN = re.compile(r"[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_KINDS: dict[str, type[Model]] = {"proposal": models.Proposal}


@dataclass(frozen=True, slots=True)
class Found:
    """An object that meets a query, with the place in its text around the first word."""

    kind: str
    object_id: int
    excerpt: str


def fold(text: str) -> str:
    """Give a text as it is compared: widths and case made even.

    >>> fold("ＡI 停车")
    'ai 停车'
    """
    return unicodedata.normalize("NFKC", text).lower()


def tokens(folded: str) -> list[str]:
    """Give what a text is indexed by: pairs of Han characters, the last of each run alone, and words.

    >>> tokens("停车位 wifi") == [_token("停车"), _token("车位"), _token("位"), "wifi"]
    True
    """
    return list(dict.fromkeys(_tokens(folded)))


def _tokens(folded: str) -> Iterator[str]:
    for run in _runs(folded):
        if _HAN.match(run):
            for at in range(len(run) - 1):
                yield _token(run[at : at + 2])
            yield _token(run[-1])
        else:
            yield _token(run[:40])


def _runs(folded: str) -> Iterator[str]:
    for run in _RUN.findall(folded):
        yield from (part for part in re.split(f"({_HAN.pattern}+)", run) if part)


def _token(word: str) -> str:
    """Write a word in letters that no tokeniser of a database can take for anything else."""
    if word.isascii():
        return word
    return "".join(f"u{ord(one):x}" for one in word)


def put(kind: str, object_id: int, text: str) -> None:
    """Index what an object says, instead of what it said before; in the transaction of the change."""
    with transaction.atomic():
        row = models.SearchText.objects.filter(kind=kind, object_id=object_id).first()
        if row is None:
            row = models.SearchText.objects.create(kind=kind, object_id=object_id, text="")
        new = fold(text)
        if new != row.text:
            _index(row.pk, row.text, new)
            row.text = new
            row.save(update_fields=["text"])


def _index(pk: int, old: str, new: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            if old:
                cursor.execute(
                    "INSERT INTO docket_searchgrams(docket_searchgrams, rowid, grams) VALUES ('delete', %s, %s)",
                    [pk, " ".join(tokens(old))],
                )
            cursor.execute(
                "INSERT INTO docket_searchgrams(rowid, grams) VALUES (%s, %s)",
                [pk, " ".join(tokens(new))],
            )
        else:
            cursor.execute(
                "UPDATE docket_searchtext SET grams = array_to_tsvector(%s::text[]) WHERE id = %s",
                [tokens(new), pk],
            )


def put_proposal(proposal: models.Proposal) -> None:
    """Index a proposal with its living suggestions; a name that is kept back is no way to find it."""
    asks = proposal.suggestions.filter(dropped_at=None).values_list("text", flat=True)
    put("proposal", proposal.pk, text_of(proposal, asks))


def text_of(proposal: models.Proposal, asks: Iterable[str]) -> str:
    """Give what a proposal is found by."""
    names = [] if proposal.masked else [proposal.proposer.name, proposal.collective]
    said = [proposal.title, proposal.receipt_no, *names, proposal.facts, proposal.analysis, *asks]
    return "\n".join(part for part in said if part)


def find(actor: Actor, query: str, limit: int = 50, *, kind: str = "proposal") -> list[Found]:
    """Give what meets all words of a query and may be seen by an actor, newest first.

    Shapes: words are separated by blanks; each stands somewhere in the text as it is written. Signs have no meaning of
        their own. An empty query finds nothing.
    Errors: `QUERY_TOO_LONG`.
    Cost: one question of the index and of the rows for each 200 that meet it; at most 12,000 are looked through.
    """
    if len(query) > MOST_CHARS:
        raise HuiyinError("QUERY_TOO_LONG", limit=MOST_CHARS)
    words = list(dict.fromkeys(fold(query).split()))
    asked = _asked(words)
    if not asked:
        return []
    found: list[Found] = []
    model, seen = _KINDS[kind], permissions.visible(actor, _KINDS[kind])
    last: int | None = None
    for _ in range(CHUNKS):
        chunk = _candidates(asked, last, kind)
        good = {row.object_id: row for row in chunk if all(word in row.text for word in words)}
        if good:
            shown = set(
                model._default_manager.filter(seen, pk__in=list(good)).values_list("pk", flat=True)
            )
            found += [
                Found(kind, row.object_id, excerpt(row.text, words))
                for row in good.values()
                if row.object_id in shown
            ]
        if len(found) >= limit or len(chunk) < CHUNK:
            break
        last = chunk[-1].pk
    return found[:limit]


def _asked(words: Iterable[str]) -> list[tuple[str, bool]]:
    """Give the tokens to ask for; True with one that may go on: a single character, a Latin word."""
    asked: dict[tuple[str, bool], None] = {}
    for word in words:
        for run in _runs(word):
            if not _HAN.match(run):
                asked[(_token(run[:40]), True)] = None
            elif len(run) == 1:
                asked[(_token(run), True)] = None
            else:
                asked |= dict.fromkeys(
                    (_token(run[at : at + 2]), False) for at in range(len(run) - 1)
                )
    return list(asked)[:MOST_TOKENS]


def _candidates(
    asked: list[tuple[str, bool]], last: int | None, kind: str
) -> list[models.SearchText]:
    sqlite = connection.vendor == "sqlite"
    if sqlite:
        sql = "SELECT rowid FROM docket_searchgrams WHERE docket_searchgrams MATCH %s"
        match = " AND ".join(f'"{token}"{"*" if open_ else ""}' for token, open_ in asked)
        column = "rowid"
    else:
        sql = "SELECT id FROM docket_searchtext WHERE grams @@ %s::tsquery"
        match = " & ".join(f"'{token}'{':*' if open_ else ''}" for token, open_ in asked)
        column = "id"
    params: list[Any] = [match]
    if last is not None:
        sql += f" AND {column} < %s"
        params.append(last)
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY {column} DESC LIMIT {CHUNK}", params)
        ids = [pk for (pk,) in cursor.fetchall()]
    rows = models.SearchText.objects.in_bulk(ids)
    return [row for pk in ids if (row := rows.get(pk)) and row.kind == kind]


def excerpt(folded: str, words: Iterable[str], *, around: int = 30) -> str:
    """Give the text around the first word found in it."""
    at = min((place for word in words if (place := folded.find(word)) >= 0), default=0)
    start, end = max(0, at - around), min(len(folded), at + 2 * around)
    cut = folded[start:end].replace("\n", " ")
    return f"{'…' if start else ''}{cut}{'…' if end < len(folded) else ''}"


def reindex(*, tell: Callable[[int], None] | None = None) -> int:
    """Build the index anew from the rows, oldest first; gives how many texts it holds.

    Cost: some 0.3 ms a proposal, in one transaction.
    """
    with transaction.atomic():
        _empty()
        done = 0
        rows = models.Proposal.objects.select_related("proposer").order_by("created_at", "pk")
        for batch in _batches(rows, 500):
            asks: dict[int, list[str]] = {}
            living = models.Suggestion.objects.filter(proposal__in=batch, dropped_at=None)
            for owner, text in living.order_by("order").values_list("proposal_id", "text"):
                asks.setdefault(owner, []).append(text)
            bulk(("proposal", row.pk, text_of(row, asks.get(row.pk, ()))) for row in batch)
            done += len(batch)
            if tell:
                tell(done)
    return done


def bulk(items: Iterable[tuple[str, int, str]]) -> None:
    """Index many objects that are not indexed yet."""
    made = models.SearchText.objects.bulk_create(
        models.SearchText(kind=kind, object_id=pk, text=fold(text)) for kind, pk, text in items
    )
    _lay(made)


def index_texts() -> None:
    """Lay the index over the texts as they stand, where they were brought in without it."""
    for batch in _batches(models.SearchText.objects.order_by("pk"), 500):
        _lay(batch)


def _lay(rows: Iterable[models.SearchText]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            sql = "INSERT INTO docket_searchgrams(rowid, grams) VALUES (%s, %s)"
            cursor.executemany(sql, [(row.pk, " ".join(tokens(row.text))) for row in rows])
        else:
            sql = "UPDATE docket_searchtext SET grams = array_to_tsvector(%s::text[]) WHERE id = %s"
            cursor.executemany(sql, [(tokens(row.text), row.pk) for row in rows])


def _batches(rows: Any, size: int) -> Iterator[list[Any]]:
    held: list[Any] = []
    for row in rows.iterator(chunk_size=size):
        held.append(row)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held


def _empty() -> None:
    models.SearchText.objects.all().delete()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO docket_searchgrams(docket_searchgrams) VALUES ('delete-all')"
            )
