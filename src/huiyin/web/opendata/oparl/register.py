# SPDX-License-Identifier: Apache-2.0
"""The register (公开登记): when each published object came, changed and went.

1. an act is followed: the entries of the ledger since the last time name the rows that were touched;
2. these rows are made into objects anew, as the public may see them now, and compared by hash with what stood;
3. what is new, changed or gone gets its moment; nothing is taken out, so that whoever follows hears of what went.
What changes by the calendar alone is met by going through everything once a night.
"""

import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation

from huiyin.web.accounts.actors import NOBODY
from huiyin.web.accounts.models import Institution
from huiyin.web.docket.selectors import proposals
from huiyin.web.kit.models import ChainHead, LedgerEntry
from huiyin.web.meetings.selectors import meetings
from huiyin.web.opendata.models import Followed, Published
from huiyin.web.opendata.oparl import papers, people, sittings
from huiyin.web.opendata.oparl.making import Made
from huiyin.web.opendata.whole.manifest import canonical
from huiyin.web.overviews.selectors import showing
from huiyin.web.replies.selectors import replies

Maker = Callable[[Iterable[int]], Iterator[Made]]
_PART, _ENTRIES = 200, 2_000


SOURCES: dict[str, tuple[Callable[[], Any], Maker]] = {
    **{kind: (model.objects.all, make) for kind, (model, make) in people.MAKERS.items()},
    "proposal": (lambda: proposals.seen(NOBODY), papers.from_proposals),
    "reply": (lambda: replies.seen(NOBODY), papers.from_replies),
    "meeting": (lambda: meetings.seen(NOBODY), sittings.from_meetings),
    "overview": (lambda: showing.seen(NOBODY), sittings.from_overviews),
}


def make(owners: Iterable[str]) -> list[Made]:
    """Make the objects of some rows as the public may see them now, in the institution's language."""
    asked: dict[str, list[int]] = defaultdict(list)
    for owner in dict.fromkeys(owners):
        kind, _, pk = owner.partition(":")
        asked[kind].append(int(pk))
    with translation.override(language()):
        return [made for kind, pks in asked.items() for made in SOURCES[kind][1](pks)]


def language() -> str:
    """Give the language the objects speak: the institution's."""
    row = Institution.objects.first()
    return "en" if row and row.language == "en" else "zh-hans"


@transaction.atomic
def compare(owners: Iterable[str], *, now: datetime) -> int:
    """Compare the objects of some rows with what stands in the register; gives how many came, changed or went."""
    some = list(dict.fromkeys(owners))
    stood = {(one.kind, one.key): one for one in Published.objects.filter(owner__in=some)}
    fresh, moved = [], []
    for made in make(some):
        digest = hashlib.sha256(canonical(made.said).encode()).hexdigest()
        row = stood.pop((made.kind, made.key), None)
        if row is None:
            fresh.append(
                Published(kind=made.kind, key=made.key, owner=made.owner, sha256=digest, created_at=now, modified_at=now)
            )  # fmt: skip
        elif row.deleted or row.sha256 != digest:
            row.deleted, row.sha256, row.modified_at = False, digest, now
            moved.append(row)
    for row in stood.values():
        if not row.deleted:
            row.deleted, row.sha256, row.modified_at = True, "", now
            moved.append(row)
    Published.objects.bulk_create(fresh)
    Published.objects.bulk_update(moved, ["deleted", "sha256", "modified_at"], batch_size=100)
    return len(fresh) + len(moved)


def follow(*, now: datetime, seconds: float = 30.0) -> int:
    """Follow the ledger up to its end, or until the time is over; gives how many objects came, changed or went."""
    until, done = time.monotonic() + seconds, 0
    mark = Followed.objects.get_or_create(id=1)[0]
    if mark.whole_at is None:
        return whole(now=now)
    head = ChainHead.objects.filter(id=1).first()
    while head and mark.seq < head.seq and time.monotonic() < until:
        entries = list(LedgerEntry.objects.filter(seq__gt=mark.seq).order_by("seq")[:_ENTRIES])
        done += compare(_touched(entries), now=now)
        mark.seq = entries[-1].seq
        mark.save(update_fields=["seq"])
    return done


def _touched(entries: Iterable[LedgerEntry]) -> Iterator[str]:
    """Name the rows whose objects some entries may have changed: those they touched, and all of their cases."""
    cases = set()
    for entry in entries:
        yield from (name for name in entry.rows if name.partition(":")[0] in SOURCES)
        kind = "term" if entry.kind == "session" else entry.kind
        if kind in SOURCES:
            yield f"{kind}:{entry.object_id}"
        if entry.case_id:
            cases.add(entry.case_id)
    if cases:
        of_cases = proposals.seen(NOBODY).filter(case__in=cases)
        yield from (f"proposal:{pk}" for pk in of_cases.values_list("pk", flat=True))
        of_tasks = replies.seen(NOBODY).filter(assignment__case__in=cases)
        yield from (f"reply:{pk}" for pk in of_tasks.values_list("pk", flat=True))
    yield from everywhere(("institution", "term", "sector", "committee"))


def everywhere(kinds: Iterable[str] = tuple(SOURCES)) -> Iterator[str]:
    """Name all rows of some kinds that may be published, and all that were."""
    for kind in kinds:
        rows = SOURCES[kind][0]().order_by("pk").values_list("pk", flat=True)
        yield from (f"{kind}:{pk}" for pk in rows.iterator())
        stood = Published.objects.filter(owner__startswith=f"{kind}:", deleted=False)
        yield from stood.values_list("owner", flat=True).distinct().order_by("owner").iterator()


def whole(*, now: datetime) -> int:
    """Compare everything, then go on from the ledger's present end."""
    head = ChainHead.objects.filter(id=1).first()
    done, part = 0, []
    for owner in everywhere():
        part.append(owner)
        if len(part) == _PART:
            done += compare(part, now=now)
            part = []
    done += compare(part, now=now)
    Followed.objects.update_or_create(
        id=1, defaults={"seq": head.seq if head else 0, "whole_at": now}
    )
    return done
