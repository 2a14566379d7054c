# SPDX-License-Identifier: Apache-2.0
"""Structure (结构): what each paragraph of a reading is before anything is read out of it."""

import re
from dataclasses import dataclass
from enum import StrEnum

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_LATIN = re.compile(r"[A-Za-z]+")
_SHORT = 18  # letters at most: a single Han character outweighs them


class Role(StrEnum):
    """What a paragraph is."""

    TITLE = "title"  # 标题
    BYLINE = "byline"  # 署名、日期、单位行
    CAPTION = "caption"  # 图片说明
    HEADING = "heading"  # 小标题
    ITEM = "item"  # 列表项
    TURN = "turn"  # 发言：begins with the speaker's name
    BODY = "body"  # 正文
    ROW = "row"  # a record of a table


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the reading.

    Attributes:
        start, end: range in the reading, without the line feed.
        role: what it is.
        lang: `zh` or `en`.
        level: depth of a heading or list item from 1; 0 for others.
        number: its own number as written ("（一）", "8.10", "3"), "" without one.
    """

    start: int
    end: int
    role: Role = Role.BODY
    lang: str = "zh"
    level: int = 0
    number: str = ""


# Numbers at the head of a paragraph, by depth: 一、（一）1. (1) ①
_NUMBERS = (
    re.compile(
        r"(第?[一二三四五六七八九十]{1,3}(?:、|[.．]|部分[、：:]?)|第[一二三四五六七八九十]{1,3}[章节条点][、：:，,]?)\s*"
    ),
    re.compile(r"([（(][一二三四五六七八九十]{1,3}[)）])[、.]?\s*"),
    re.compile(r"([0-9０-９]{1,2}(?:[、．]|[.](?![0-9])))\s*"),
    re.compile(r"([（(][0-9０-９]{1,2}[)）]|[0-9０-９]{1,2}[)）]|[①-⑳]|[●■◆▪•])[、.]?\s*"),
)
_ENDS = frozenset("。！？!?；;…”")
_HOLDS_ON = frozenset("，,：:。")
_BYLINE = re.compile(
    r"(?:本报|本网|本台)?(?:见习)?(?:记者|通讯员|作者|撰稿|编辑|来源|责任编辑|文字整理)[\s：:\uff0f/].{0,30}$|本报记者.{0,24}$|.{0,12}日报记者.{0,16}$"
    r"|[（(]?[0-9\u3007零○一二三四五六七八九十]{4}\s?年[0-9一二三四五六七八九十]{1,3}\s?月[0-9一二三四五六七八九十]{1,3}\s?日[)）]?$"
    r"|[（(].{1,24}(?:记者|供稿|整理).{0,16}[)）]$"
)
_CAPTION = re.compile(
    r"(?:▲|△|▼)?(?:图为|图片说明|上图|下图|左图|右图|图[0-9一二三四五六七八九十]{1,2}[：:\s]|图[：:])|.{4,60}(?:[/\uff0f\s]摄|摄影?[)）]?)$|.{2,80}[（(].{0,12}摄[)）]$"
)
# A turn: up to forty characters without an end of sentence, then a colon.
_TURN = re.compile(r"(?P<who>[^：:。，,；;！？!?\n]{2,44})[：:]")
_NO_TURN = re.compile(
    r"(?:时间|地点|主题|题目|主持|出席|列席|参加人员|记录人?|日期|议题|编号|案号|案由|类别|电话|邮编|地址|联系人|抄送|来源|标题|事由|摘要|关键词|附件|备注|说明|注|如下|建议|问题|原因|例如|比如|其中|一是|内容|目标|包括|认为|措施|提案者|提案人|第一提案人|提案单位|联名人|附议人|主办单位|会办单位)$"
)


def language(text: str) -> str:
    """Tell Chinese from other script by its letters: `zh` when a tenth of them are Han.

    >>> language("建议在 CBD 增设停车位"), language("We suggest 停车 signs at every corner of the old town.")
    ('zh', 'en')
    """
    if text.isascii() or not _HAN.search(text):
        return "en"
    if len(text.encode("ascii", "ignore")) <= _SHORT:
        return "zh"
    han = sum(map(len, _HAN.findall(text)))
    return "zh" if han * 9 >= sum(map(len, _LATIN.findall(text))) // 2 else "en"


def outline(text: str) -> list[Block]:
    r"""Cut a reading into its paragraphs and say what each is.

    Shapes: blocks in order, none empty, none overlapping; what lies between them is white space.

    >>> [(str(b.role), b.number) for b in outline("联组讨论会记录\n一、委员发言\n沈知远：路太窄。建议拓宽。")]
    [('title', ''), ('heading', '一、'), ('turn', '')]
    """
    found: list[Block] = []
    start = 0
    for line in text.split("\n"):
        bare = line.strip()
        if bare:
            at = start + line.index(bare[0])
            found.append(_block(bare, at, first=not found))
        start += len(line) + 1
    if len(found) == 1 and found[0].role is Role.TITLE:
        found[0] = Block(found[0].start, found[0].end, lang=found[0].lang)
    from huiyin.core.text import structure_english  # it builds on the blocks defined here

    return structure_english.refine(text, found)


def _block(bare: str, at: int, *, first: bool) -> Block:
    lang = language(bare)
    end = at + len(bare)
    role, level, number = _chinese(bare, first=first) if lang == "zh" else (Role.BODY, 0, "")
    return Block(at, end, role, lang, level, number)


def _chinese(bare: str, *, first: bool) -> tuple[Role, int, str]:
    aside = _aside(bare)
    if aside:
        return aside, 0, ""
    for level, pattern in enumerate(_NUMBERS, 1):
        match = pattern.match(bare)
        if match:
            rest = bare[match.end() :]
            heading = len(rest) <= 40 and rest[-1:] not in _ENDS
            return (Role.HEADING if heading else Role.ITEM), level, match.group(1)
    turn = _TURN.match(bare)
    if turn and is_turn(turn["who"]) and len(bare) > turn.end():
        return Role.TURN, 0, ""
    if bare[-1] in _ENDS or not _is_short(bare, first=first):
        return Role.BODY, 0, ""
    return (Role.TITLE if first else Role.HEADING), 1, ""


def _aside(bare: str) -> Role | None:
    if len(bare) <= 90 and ("图" in bare or "摄" in bare) and _CAPTION.match(bare):
        return Role.CAPTION
    return Role.BYLINE if len(bare) <= 48 and _BYLINE.match(bare) else None


def _is_short(bare: str, *, first: bool) -> bool:
    if len(bare) <= 40:
        return bare[-1] not in _HOLDS_ON
    return first and len(bare) <= 60 and "，" not in bare


def is_turn(words: str) -> bool:
    """Tell whether the words before a colon can name a speaker, by their look alone.

    >>> is_turn("市民政局局长 纪云舒"), is_turn("会议时间"), is_turn("具体建议")
    (True, False, False)
    """
    return _NO_TURN.search(words) is None and re.search("[“”‘’《》]", words) is None
