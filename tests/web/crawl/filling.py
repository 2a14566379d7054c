# SPDX-License-Identifier: Apache-2.0
"""What the crawler puts into addresses: of each kind every row there is, whoever may see it; a nearer kind goes first."""

from collections.abc import Callable, Iterable
from functools import cache

from django.apps import apps

from huiyin.core.overview import definitions
from huiyin.web.accounts import actors
from huiyin.web.figures.selectors import facts, statistics
from huiyin.web.live import channels
from huiyin.web.opendata.downloads import datasets, lines
from huiyin.web.opendata.models import Published
from huiyin.web.opendata.oparl import making

SCENES: dict[tuple[str, int], str] = {}  # set by who made the store: the scene of each row


MOST = {"docket.Proposal": 2, "docket.Suggestion": 2, "docket.Assignment": 3}  # else one


def _uids(label: str) -> Callable[[], Iterable[object]]:
    return lambda: [uid for _, uid in _of_each_scene(label, "uid")]


def _pks(label: str) -> Callable[[], Iterable[object]]:
    return lambda: [pk for pk, _ in _of_each_scene(label, "pk")]


def _of_each_scene(label: str, name: str) -> list[tuple[int, object]]:
    """Give the rows of a kind, a few of each scene: its others are seen by the same people."""
    found: dict[str, list[tuple[int, object]]] = {}
    for pk, value in apps.get_model(label).objects.order_by("pk").values_list("pk", name):
        some = found.setdefault(SCENES.get((label, pk), "cast"), [])
        if len(some) < MOST.get(label, 1):
            some.append((pk, value))
    return [one for some in found.values() for one in some]


def _one(*values: object) -> Callable[[], Iterable[object]]:
    return lambda: values


# the beginning of an address → what its `uid` or `pk` is
ROWS = {
    "account/tokens/": _pks("accounts.ApiToken"),
    "api/v1/assignments/": _uids("docket.Assignment"),
    "api/v1/bodies/": _pks("accounts.Body"),
    "api/v1/cases/": _uids("docket.Case"),
    "api/v1/commitments/": _uids("commitments.Commitment"),
    "api/v1/contacts/": _uids("replies.Contact"),
    "api/v1/evaluations/": _uids("evaluations.Evaluation"),
    "api/v1/instructions/": _uids("supervision.Instruction"),
    "api/v1/meetings/": _uids("meetings.Meeting"),
    "api/v1/opinions/": _uids("replies.Opinion"),
    "api/v1/proposals/": _uids("docket.Proposal"),
    "api/v1/replies/": _uids("replies.Reply"),
    "api/v1/suggestions/": _uids("docket.Suggestion"),
    "api/v1/utterances/": _uids("meetings.Utterance"),
    "assignments/": _uids("docket.Assignment"),
    "attachments/": _pks("docket.Attachment"),
    "bodies/": _pks("accounts.Body"),
    "cases/": _uids("docket.Case"),
    "clocks/": _pks("docket.Deadline"),
    "commitments/evidence/": _pks("commitments.Evidence"),
    "commitments/": _uids("commitments.Commitment"),
    "contacts/": _uids("replies.Contact"),
    "delegations/": _pks("accounts.Delegation"),
    "evaluations/": _uids("evaluations.Evaluation"),
    "found/": _uids("meetings.Found"),
    "instructions/": _uids("supervision.Instruction"),
    "keyproposals/": _uids("supervision.KeyProposal"),
    "lookbacks/": _uids("supervision.Item"),
    "meetings/papers/": _uids("meetings.MeetingPaper"),
    "meetings/": _uids("meetings.Meeting"),
    "merging/mergers/": _uids("docket.Proposal"),
    "opinions/": _uids("replies.Opinion"),
    "overviews/sources/": _pks("overviews.LineSource"),
    "overviews/": _uids("overviews.Overview"),
    "people/": _pks("accounts.Person"),
    "plans/": _uids("commitments.Plan"),
    "promises/": _uids("commitments.Promise"),
    "proposals/": _uids("docket.Proposal"),
    "public/bodies/": _pks("accounts.Body"),
    "public/members/": _pks("accounts.Person"),
    "public/overviews/": _uids("overviews.Overview"),
    "public/sessions/": _pks("accounts.Session"),
    "public/suggestions/": _uids("docket.Suggestion"),
    "raised/": _uids("portal.CitizenNote"),
    "reminders/": _uids("supervision.ReminderLetter"),
    "replies/templates/": _pks("accounts.Body"),
    "replies/": _uids("replies.Reply"),
    "roles/": _pks("accounts.RoleGrant"),
    "spot-assignments/": _uids("meetings.SpotAssignment"),
    "suggestions/": _uids("docket.Suggestion"),
    "supervision/assess/": _uids("docket.Assignment"),
    "supervision/instruct/": _uids("docket.Assignment"),
    "supervision/nominate/": _uids("docket.Proposal"),
    "supervision/rate/": _uids("docket.Assignment"),
    "supervision/remind/": _uids("docket.Assignment"),
    "supervision/rounds/": _uids("supervision.Round"),
    "utterances/": _uids("meetings.Utterance"),
    "views/": _pks("kit.SavedView"),
}
ROW_ARGUMENTS = {"uid", "pk", "token_id", "body_id", "person_id", "paper_uid", "body", "delegation_id", "grant_id"}  # fmt: skip


def _named() -> Iterable[str]:
    keys = [
        "",
        *(f":{uid}" for uid in _uids("meetings.Meeting")()),
        *(f":{pk}" for pk in range(1, 3)),
    ]
    return [kind + key for kind in channels._kinds for key in keys]


def _charts() -> Iterable[str]:
    session = apps.get_model("accounts.Session").objects.get()
    held = facts.gather(actors.SYSTEM, session, as_of=session.opens_on)
    return [one.key for one in statistics.charts(actors.SYSTEM, held)][::4]


def _objects() -> Iterable[tuple[object, ...]]:
    """Everything that OParl ever said, and what it never may."""
    held: dict[str, list[str]] = {}
    for kind, key in Published.objects.order_by("pk").values_list("kind", "key"):
        held.setdefault(kind.lower(), []).append(key)
    found = {(kind, key) for kind, keys in held.items() for key in keys[:3]}
    found |= {("paper", uid) for uid in _uids("docket.Proposal")()}
    return sorted(found | {("meeting", uid) for uid in _uids("meetings.Meeting")()})


# the beginning of an address, up to an argument that is no row's → what there is of it
OTHERS = {
    ("api/v1/figures/", "figure"): lambda: list(definitions.catalog())[::6],
    ("api/v1/proposals/", "pk"): _pks("docket.Attachment"),
    ("api/v1/replies/", "task"): lambda: list(_uids("docket.Assignment")())[:2],
    ("figures/", "figure"): lambda: list(definitions.catalog())[::6],
    ("data/", "name"): lambda: [
        *datasets.everything(),
        "manifest.json",
        "dictionary.json",
        "catalogue.jsonld",
    ],
    ("data/<slug:name>.", "form"): lambda: lines.FORMS,
    ("oparl/v1.1/", "kind"): lambda: [kind.lower() for kind in making.KINDS],
    ("oparl/v1.1/file/", "key"): lambda: [key for kind, key in _objects() if kind == "file"],
    ("live/", "named"): _named,
    ("statistics/", "key"): _charts,
    ("packs/", "pack_id"): _one("cn-cppcc"),
    ("import/", "kind"): _one("people", "bodies"),
    ("calendar/", "secret"): _one("not-known"),
    ("public/following/", "token"): _one("not-known"),
    ("public/raised/", "token"): _one("not-known"),
    ("public/follow/", "kind"): _one("suggestion", "body", "session"),
    ("public/follow/", "ref"): lambda: [*list(_uids("docket.Suggestion")())[::3], 1],
    ("intake/", "batch"): _one("not-known"),
    ("merging/", "first"): lambda: list(_uids("docket.Proposal")())[::6],
    ("merging/", "second"): lambda: list(_uids("docket.Proposal")())[1::6],
    ("meetings/", "kind"): _one("minutes", "verbatim", "brief", "agenda"),
    ("meetings/", "code"): _one("not-known"),
    ("meetings/", "utterance"): _uids("meetings.Utterance"),
    ("overviews/", "line"): _pks("overviews.Line"),
    ("proposals/", "number"): _one(1),
    ("replies/", "task"): lambda: list(_uids("docket.Assignment")())[:3],
    ("replies/", "delivery"): lambda: list(_pks("replies.Delivery")())[:3],
    ("api/v1/", "rest"): _one("nothing"),
}
ACTS = {
    "assignments": ("sign_for", "hand-back", "rule"),
    "commitments": ("report", "claim", "slip", "doubt"),
}
# addresses whose arguments go together
TOGETHER = {"oparl/v1.1/<str:kind>/<str:key>": _objects}


@cache
def values(route: str, name: str) -> tuple[object, ...]:
    """Give what is put into an argument of an address; nothing where nobody said what it is."""
    return tuple(_values(route, name))


def _values(route: str, name: str) -> Iterable[object]:
    if name == "act":
        return ACTS.get(route.split("/", maxsplit=1)[0], ("act",))
    for (begin, argument), some in OTHERS.items():
        if route.startswith(begin) and argument == name:
            return some()
    if name == "form":
        return (
            ("svg", "png", "xlsx") if route.startswith("statistics/") else ("html", "docx", "pdf")
        )
    if name in ROW_ARGUMENTS:
        begin = max((one for one in ROWS if route.startswith(one)), key=len, default="")
        rows = list(ROWS[begin]()) if begin else []
        return (
            rows[::3] if "<str:form>" in route else rows
        )  # to typeset them all would take its time
    return ()
