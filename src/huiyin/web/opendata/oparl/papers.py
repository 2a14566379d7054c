# SPDX-License-Identifier: Apache-2.0
"""Proposals, suggestions and replies as papers, with who handles them and the files that go with them."""

import mimetypes
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db.models import Prefetch

from huiyin.web.accounts.actors import NOBODY
from huiyin.web.docket import permissions
from huiyin.web.docket.selectors import proposals, shown
from huiyin.web.kit import words
from huiyin.web.opendata.oparl import people
from huiyin.web.opendata.oparl.making import BODY, Link, Made, day, licence, link, moment, page
from huiyin.web.replies.selectors import answered
from huiyin.web.replies.selectors import replies as answers
from huiyin.web.replies.selectors import shown as named

_DECIDE = ("lead", "sole", "separate")
PROPOSAL, SUGGESTION, REPLY = "p", "s", "r"


def paper(sort: str, uid: str) -> Link:
    """Give the address of a paper."""
    return link("Paper", f"{sort}-{uid}")


def _say(key: str) -> str:
    return words.say(f"oparl.{key}", words.language())


def _paper(sort: str, uid: str, owner: str, path: str, **said: Any) -> Made:
    common = {"body": link("Body", BODY), "paperType": _say(f"paper_{sort}"), "license": licence()}
    return Made("Paper", f"{sort}-{uid}", owner, common | {"web": page(path)} | said)


def _file(key: str, owner: str, **said: Any) -> Made:
    at = link("File", key)
    where = {"accessUrl": Link(f"{at}/access"), "downloadUrl": Link(f"{at}/download")}
    return Made("File", key, owner, where | {"fileLicense": licence()} | said)


def from_proposals(pks: Iterable[int]) -> Iterator[Made]:
    """Give the papers of proposals: the proposal, each suggestion of it, who handles it, and its attachments."""
    rows = proposals.with_all(proposals.seen(NOBODY).filter(pk__in=list(pks)))
    together = Prefetch("case__proposals", proposals.seen(NOBODY), to_attr="together")
    signed = Prefetch("signatures", to_attr="all_signatures")
    some = list(rows.prefetch_related(together, signed, "suggestions", "attachments"))
    cases = {one.case_id for one in some if one.case_id}
    replied: dict[int, list[str]] = defaultdict(list)
    for uid, case in answers.seen(NOBODY).filter(assignment__case__in=cases).order_by("pk").values_list(
        "uid", "assignment__case_id"
    ):  # fmt: skip
        replied[case].append(uid)
    asks = [ask.pk for row in some for ask in proposals.living(row)]
    echoes = answered.of(NOBODY, asks)
    for row in some:
        yield from _proposal(row, replied.get(row.case_id or 0, []), echoes)


def _proposal(row: Any, replied: list[str], echoes: dict[int, list[Any]]) -> Iterator[Made]:
    owner, path = f"proposal:{row.pk}", f"/proposals/{row.uid}/"
    living = proposals.living(row)
    handed = list(_consultations(row, owner))
    files = [_attached(one, owner, row) for one in row.attachments.all() if one.dropped_at is None]
    beside = [one for one in row.case.together if one.pk != row.pk] if row.case_id else []
    pack, known = shown.pack_of(row), shown.sees_name(NOBODY, row)
    common = {"date": day(row.filed_at or row.received_at)}
    yield _paper(
        PROPOSAL, row.uid, owner, path, **common, name=row.title, reference=shown.number(row.case) or row.receipt_no,
        originatorPerson=_originators(row) if known else [],
        underDirectionOf=[one.said["organization"][0] for one in handed if one.said["authoritative"]],
        subordinatedPaper=[paper(SUGGESTION, one.uid) for one in living],
        relatedPaper=[*(paper(REPLY, uid) for uid in replied), *(paper(PROPOSAL, one.uid) for one in beside)],
        consultation=[one.whole() for one in handed], auxiliaryFile=[one.whole() for one in files],
        **{
            "huiyin:state": row.state, "huiyin:stateName": shown.state(row).label, "huiyin:facts": row.facts,
            "huiyin:analysis": row.analysis, "huiyin:language": row.language,
            "huiyin:collective": row.collective if known else "", "huiyin:kind": row.kind,
            "huiyin:category": shown.label(dict(pack.categories).get(row.category, {})),
        },
    )  # fmt: skip
    for one in living:
        yield _suggestion(one, row, owner, path, common, echoes.get(one.pk, []))
    yield from handed
    yield from files


def _originators(row: Any) -> list[Link]:
    signed = [one.person_id for one in row.all_signatures if one.state == "signed"]
    return [link("Person", str(pk)) for pk in dict.fromkeys([row.proposer_id, *signed])]


def _suggestion(one: Any, row: Any, owner: str, path: str, common: Any, said: list[Any]) -> Made:
    echoes = [
        {"reply": paper(REPLY, got.reply_uid), "disposition": got.disposition, "text": got.text} for got in said
    ]  # fmt: skip
    return _paper(
        SUGGESTION, one.uid, owner, path, **common, name=one.text[:200], superordinatedPaper=[paper(PROPOSAL, row.uid)],
        relatedPaper=list(dict.fromkeys(got["reply"] for got in echoes)),
        **{"huiyin:order": one.order, "huiyin:text": one.text, "huiyin:echoes": echoes},
    )  # fmt: skip


def _consultations(row: Any, owner: str) -> Iterator[Made]:
    for task in row.case.living if row.case_id else ():
        key, pack = f"{task.uid}-{row.uid}", shown.pack_of(row)
        yield Made("Consultation", key, owner, {
            "paper": paper(PROPOSAL, row.uid), "organization": [people.body_of(task.body_id)],
            "authoritative": task.role in _DECIDE, "role": shown.role(pack, task.role),
            "huiyin:assignedAt": moment(task.issued_at), "huiyin:state": task.state,
        })  # fmt: skip


def _attached(one: Any, owner: str, row: Any) -> Made:
    return _file(
        f"a-{one.pk}", owner, name=one.name, fileName=one.name, mimeType=one.media_type, size=one.size,
        date=day(one.added_at), paper=[paper(PROPOSAL, row.uid)],
        **{"huiyin:sha256": one.sha256},
    )  # fmt: skip


def from_replies(pks: Iterable[int]) -> Iterator[Made]:
    """Give the papers of replies with their letters; of one that is released as a summary, the summary alone."""
    letters = visible_letters()
    for row in answers.seen(NOBODY).filter(pk__in=list(pks)):
        owner = f"reply:{row.pk}"
        said = answers.page(NOBODY, row)
        files = [
            _file(
                f"l-{one.pk}", owner, name=row.number, fileName=f"{row.number}.{one.form}", size=one.size,
                mimeType=mimetypes.types_map.get(f".{one.form}", "application/octet-stream"),
                date=day(one.at), paper=[paper(REPLY, row.uid)], **{"huiyin:sha256": one.sha256},
            )
            for one in letters.filter(reply=row).order_by("form")
        ] if said["letters"] else []  # fmt: skip
        yield _reply(row, said, owner, files)
        yield from files


def visible_letters() -> Any:
    """Give the letters the public may read."""
    letter: Any = apps.get_model("replies", "Letter")
    return letter.objects.filter(permissions.visible(NOBODY, letter))


def _reply(row: Any, said: dict[str, Any], owner: str, files: list[Made]) -> Made:
    known = {one.id: name for one, name in named.dispositions(row)}
    seen = proposals.seen(NOBODY).filter(case=row.assignment.case_id).order_by("pk")
    given = [
        {
            "suggestion": paper(SUGGESTION, one["row"].suggestion.uid), "disposition": one["row"].disposition,
            "dispositionName": known.get(one["row"].disposition, ""), "text": one["text"], "reason": one["reason"],
            "promisedOn": one["row"].promised_on and one["row"].promised_on.isoformat(), "owner": one["owner"],
        }
        for one in said["answers"]
    ]  # fmt: skip
    class_ = row.letter_now or row.letter
    return _paper(
        REPLY, row.uid, owner, f"/replies/{row.uid}/", name=f"{said['body']} {row.number}".strip(), reference=row.number,
        date=day(row.issued_at),
        originatorOrganization=[people.body_of(row.assignment.body_id)],
        relatedPaper=[*(paper(PROPOSAL, uid) for uid in seen.values_list("uid", flat=True)), *(one["suggestion"] for one in given)],
        mainFile=files[0].whole() if files else None, auxiliaryFile=[one.whole() for one in files[1:]],
        **{
            "huiyin:round": row.round, "huiyin:resultClass": class_, "huiyin:resultClassName": said["class_words"],
            "huiyin:disclosure": row.disclosure, "huiyin:opening": said["opening"], "huiyin:closing": said["closing"],
            "huiyin:summary": said["summary"], "huiyin:answers": [_given(one) for one in given],
        },
    )  # fmt: skip


def _given(one: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in one.items() if value}


def attachment(pk: int) -> Any:
    """Give an attachment of a proposal the public may read."""
    model: Any = apps.get_model("docket", "Attachment")
    return model.objects.get(pk=pk, dropped_at=None, proposal__in=proposals.seen(NOBODY))
