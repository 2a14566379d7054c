# SPDX-License-Identifier: Apache-2.0
"""Frames (文种): whether a record is a letter of reply, a proposal or something told, and whose it is."""

import re
from dataclasses import dataclass, field

from huiyin.core.extraction import drafts
from huiyin.core.extraction.chinese import people
from huiyin.core.text import structure
from huiyin.core.values import findings

_RECEIVED = re.compile(
    "收悉|已收到|(?:答复|回复|函复)如下|(?:答复|回复|函复)意见如下|特此(?:答复|函复|回复)|现答复|现回复"
)
_ANSWERS = re.compile("[悉到复况]")  # one of them stands in all of the above and below
# A letter to someone who wrote in, with no other head: “网友：您好！您反映的……”.
_GREETS = re.compile(
    '(?:网友|市民|来信人|先生|女士|同志|朋友|家长|业主|群众|居民|[“”‘’"]|\\A)[^。！!，,\n]{0,16}[：:，,]?\\s*[您你]好[！!。，,：:]?|'
    "[您你](?:所|于.{2,20}|在.{2,20})?(?:反映|提出|咨询|投诉|举报)的|(?:来信|来帖|帖文|留言|信件|网帖)(?:中|内容)?(?:所)?(?:反映|提出|收到|已)"
)
_COLON = re.compile("(?:答复|回复|函复|回复意见|情况)如下[：:]")
_TITLE = re.compile(
    "^(?P<body>[\u4e00-\u9fffA-Za-z]{0,30}?)(?:对|关于).{2,80}的?(?:答复|回复|复函|答复函)(?:意见|函)?$"
)
_OWNER = re.compile(
    r"(?P<label>第一提案人|提案人|提案者|提案单位|提出单位|提出人|领衔代表|提议人|领衔人|建议人|代表姓名|委员姓名)[ \u3000]*[：:|\t\n]?[ \u3000]*(?P<who>[^\n：:|\t]{2,60})"
)
_DATE = re.compile(
    r"[0-9\u3007零○一二三四五六七八九十]{4}\s?年[0-9一二三四五六七八九十]{1,3}\s?月[0-9一二三四五六七八九十]{1,3}\s?日"
)
_PROPOSAL = re.compile(
    "(?:提案|建议|议案)(?:号|编号|第.{1,6}号)?$|提案(?:者|人|号)|案由|第.{1,8}号提案$"
)
_SIGN = re.compile(
    "(?P<body>[\u4e00-\u9fffA-Z0-9]{2,20}?(?:局|委|委员会|办公室|政府|厅|公司|街道办事处|管委会|支队|部))$"
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What kind of record a page is: `letter`, `proposal` or `told`, and who speaks where the text names nobody else."""

    kind: str
    owner: findings.Speaker = field(default=findings.Speaker())


def find(page: drafts.Page, cast: people.Cast) -> Frame:
    """Say what kind of record a page is."""
    if page.tabular:
        return Frame("told")
    head = page.text[:1200]
    received = _RECEIVED.search(head)
    owner = _owner(head, cast)
    if received and owner is None:
        return Frame("letter", _issuer(page, cast))
    if owner is None and _GREETS.search(head, 0, 160) and not _spoken(page):
        return Frame("letter", _issuer(page, cast))
    if owner is not None:
        return Frame("proposal", owner)
    return Frame("told")


def _spoken(page: drafts.Page) -> bool:
    """Tell whether several speakers take turns: a talk that greets is no letter."""
    turns = sum(block.role is structure.Role.TURN for block in page.blocks)
    return turns > 1


def _owner(head: str, cast: people.Cast) -> findings.Speaker | None:
    match = _OWNER.search(head)
    if not match:
        return None
    words = re.split("[、,，;；]|等[0-9一二三四五六七八九十]+[人位名]", match["who"].strip())[
        0
    ].strip(" \u3000")
    inner = re.fullmatch(r"(?P<name>[^（(]+)[（(](?P<in>[^（）()]*)[)）]?", words)
    name = (inner["name"] if inner else words).strip()
    said = inner["in"] if inner else ""
    name = re.sub(r"[ \u3000]", "", name)
    if people.is_name(name) or name in cast.roster:
        return findings.Speaker(name, findings.Capacity.MEMBER, said or "委员")
    found = people.who(name, cast)
    if found and found.capacity is findings.Capacity.MEMBER:
        return found
    return findings.Speaker(name, findings.Capacity.PROPOSING_BODY, said or name)


def _issuer(page: drafts.Page, cast: people.Cast) -> findings.Speaker:
    lines = [page.text[b.start : b.end] for b in page.blocks]
    for line in [*lines[:4], page.title]:
        match = _TITLE.match(line.strip())
        name = match["body"] if match else line.strip() if len(line) <= 24 else ""
        found = people.body(re.sub("(?:文件|函)$", "", name), cast) if name else None
        if found and found.capacity is findings.Capacity.DEPARTMENT:
            return found
    for line in reversed(
        [*lines[-6:], page.text.rstrip()[-44:].rsplit("。", 1)[-1].rsplit("！", 1)[-1]]
    ):
        bare = _DATE.sub("", line).strip()[-24:]
        match = _SIGN.search(bare)
        if match and len(line) <= 60:
            return findings.Speaker(match["body"], findings.Capacity.DEPARTMENT, match["body"])
    return findings.Speaker("", findings.Capacity.DEPARTMENT)


def skipped(block: structure.Block) -> bool:
    """Tell whether a block of a letter holds no answer: titles, bylines and captions."""
    return block.role in (structure.Role.TITLE, structure.Role.BYLINE, structure.Role.CAPTION)


def opens(text: str, start: int, end: int) -> int:
    """Give where the answer's own words begin in a sentence of a letter: behind “答复如下：”, or behind all of “收悉。”.

    >>> opens("您的提案收悉，现答复如下：一、已办。", 0, 18), opens("罗景和委员：", 0, 6)
    (13, 0)
    """
    if not _ANSWERS.search(text, start, end):
        return start
    colon = _COLON.search(text, start, min(end, start + 120))
    if colon:
        return colon.end()
    if _RECEIVED.search(text, start, end):
        return end
    greeted = _GREETS.search(text, start, min(end, start + 160))
    return greeted.end() if greeted else start
