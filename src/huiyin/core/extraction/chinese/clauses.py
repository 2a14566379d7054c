# SPDX-License-Identifier: Apache-2.0
"""Clauses (分句): a run of words that asks, cut into its single asks.

Rules in words: docs/explanation/what-counts-as-one-suggestion.en.md.
"""

import re
from dataclasses import dataclass, field

from huiyin.core.extraction.chinese import words
from huiyin.core.extraction.chinese.clause_kinds import Is, comes_of, is_notice, kind

_CUT = re.compile("[，,；;：:。！？!?][，,；;：:。！？!?]*[”’」』）)]*")
# “一是” in mid-clause, where the source has no mark before it.
_INNER = re.compile(
    "[一二三四五六七八九]是要?(?:加|建|完|推|强|深|优|提|制|健|搭|畅|开|出|明|构|创|培|扩|规|做|设|落|支|严|修|调|形|合|促|改|增|精|鼓|引|统)"
)
# A numbered heading and its text without a mark between them: a noun, then words that only begin a sentence.
_FUSED = re.compile(
    "(?<=机制|政策|标准|方向|体系|力度|制度|模式|队伍|水平|能力|环境|格局|建设|作用|融合|集群|衔接|保障|培训|细则|方法|办法|意识|结构|监管|管理|宣传|回归|投入|效率|部署|改革|通道|条件|措施|环节|短板|保护|文件|查处|整治|惩处|治理)"
    "(?=按照|针对|充分[发利调]|遵循|一是|目前|当前|近年|由于|随着|鉴于|为了|为进一步|我省|我国|我市|国家[^级]|各地|各级|地方(?:高校|政府)|政府(?:除|应|要|需)|[\u4e00-\u9fff]{2,6}(?:部门|政府|机关)(?:要|应|须|需)|加强|加大|加快|坚持|积极|进一步|建议|完善|以[^，]{2,20}为(?:契机|抓手|重点|主线))|(?<=体系|机制|模式|平台|格局)(?=“[^”]{2,12}”(?:须|应|要|是))|(?<=”)(?=坚持|企业|按照|目前|当前|各级)"
)
_NAMELY = re.compile("[，,](?:即|也就是|比如|例如|为什么|因为|由于)")
_STOP = re.compile("[。；;：:！？]")
_JOINING = frozenset("的与和及或对在为把将、“‘《以由向从到成入使让等")
_MARKED = re.compile("[^\u4e00-\u9fff]")
_SOLVE = re.compile("(?:切实|真正|以便?|避免|防止|以免|方便|便于|解决|确保|好让|从)")
_INSTEAD = re.compile("改[成为]|变[成为]|做成?|换成|而[是应]|可以|不如|让")
_OUTCOME = re.compile(
    "(?:减少|减轻|缓解|方便|满足|避免|防止|惠及|形成|实现|达到|成为|确保|保障|使|让|真正|最终|逐步实现)"
)
# Words that cannot end an ask: the frame of “以甲为主体，乙为支撑的体系” is still open.
_OPEN_FRAME = re.compile("(?:以|由|集)(?!.*的[^，的]{2,})[^，]*为[^，的]{1,6}$")
# Who is to be led to do something, not yet what: “引导社会组织和企业”.
_LED = re.compile(
    "(?:[^，引鼓动号组倡]{0,6})(?:引导|鼓励|动员|号召|组织|倡导|支持|推动)(?:和(?:引导|鼓励|支持))?"
    "(?P<whom>[^，]*(?:企业|机构|组织|人员|者|单位|学校|高校|院校|部门|家庭|群众|居民|市民|村民|农民|农户|学生|老人|员工|家长|教师|社会力量|资本|团体|委员|公众|青年|银行|医院|服务商|运营商|供应商|厂商|商户|业主|专家|律师|医生|干部|职工|协会|团队|优势|特点))$"
)
# … nor what for: “鼓励高校发挥人才优势”.
_LED_WITH = re.compile(
    "(?:[^，引鼓动号组倡]{0,6})(?:引导|鼓励|动员|号召|倡导|支持)[^，]{2,16}(?:(?:发挥|利用|依托|借助|结合|运用|通过)[^，]+(?:资源|优势|作用|平台|条件|力量|特点|等)|作为[^，]+)$"
)
# Measures without a word of which: what they drive at belongs to them.
_MEASURES = re.compile(
    "(?:要|应)?(?:出台|制定|采取|推出|落实)[^，]{0,6}(?:措施|政策|办法|对策|举措)$"
)
_DRIVES = re.compile(f"(?:{words.LEADS}|强力)*(?:推动|推进|促进|支持|鼓励|引导|保障|保护|扶持)")
# What the ask before is used for or consists of.
_BELONGS = re.compile("(?:专门|主要|专项|全部|重点|优先)用于|用于|内容(?:包括|涵盖|主要)|包括|其中")
# One more paper in a list of papers: “制定财务制度，加强风险防范的办法”.
_PAPERS = re.compile("(?:研究|联合)*(?:制定|制订|出台|完善|健全|建立|明确)")
_PAPER = re.compile(
    "(?:加强|规范|促进|推进|支持|鼓励|保障|处理|提高|引导|防范|管理)[^，]*的(?:具体|相关|有关)?(?:办法|制度|措施|方案|政策|细则|规定|意见|预案)$"
)
# A body that is to bear something in mind before it acts.
_HEEDS = re.compile(
    "[^，]{2,24}(?:要|应当?|应该|必须|须)(?:立足|从|根据|结合|按|以|本着|紧紧|抓住|高度重视|充分认识)[^，]+"
)
_PREDICATE = re.compile(
    "(?:是|需要(?:一定|更|很|大量|各)|离不开|事关|关系到|不仅|既是|就是|才能|才会|具有|有着|有利于|有助于|意义|显得|尤为|势在)"
)
_STANDS = re.compile("(?:充分|有效|积极|合理)*(?:利用|运用|借鉴|发挥)|更好发挥|.*进行")


@dataclass(slots=True)
class Ask:
    """One ask: a range of the reading and the words it begins with."""

    start: int
    end: int
    head: str
    negative: bool = False


def pieces(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Cut a range at its commas; give ranges without the marks, and the mark behind each.

    >>> pieces("增设护栏,拓宽路面；清障。", 0, 13)
    [(0, 4, ','), (5, 9, '；'), (10, 12, '。')]
    """
    cuts = [(m.start(), m.end(), m.group()[0]) for m in _CUT.finditer(text, start, end)]
    inner = [m.start() for m in _INNER.finditer(text, start + 1, end)]
    if inner:
        cuts = sorted([*cuts, *((at, at, "；") for at in inner)])
    found, at = [], start
    for a, b, mark in cuts:
        if a > at:
            found.append((at, a, mark))
        at = b
    if at < end:
        found.append((at, end, ""))
    found = _requoted(text, found)
    return [_bare(text, a, b, mark) for a, b, mark in found if text[a:b].strip(" \u3000“”’‘」）)")]


def _requoted(text: str, cut: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Join again what was cut at a comma within quotation marks that close soon."""
    joined: list[tuple[int, int, str]] = []
    for a, b, mark in cut:
        before = joined[-1] if joined else None
        if before and b - before[0] <= 80 and before[2] in "，,":
            opened = text.rfind("“", before[0], before[1])
            if opened > text.rfind("”", before[0], before[1]) and text.find("”", a, b) > 0:
                joined[-1] = (before[0], b, mark)
                continue
        joined.append((a, b, mark))
    return joined


def _bare(text: str, a: int, b: int, mark: str) -> tuple[int, int, str]:
    while text[a] in " \u3000”’」）)":
        a += 1
    while b - 1 > a and text[b - 1] in " \u3000“‘、":
        b -= 1
    return a, b, mark


@dataclass(slots=True)
class _Run:
    """A run of clauses on the way to its asks.

    Attributes:
        pending: where words begin that belong to the next ask, -1 without any.
        fresh: at the beginning, or behind a semicolon.
    """

    text: str
    strict: bool
    counted: bool
    found: list[Ask] = field(default_factory=list)
    pending: int = -1
    fresh: bool = True

    def begin(self, a: int, b: int, clause: str, *, negative: bool = False) -> None:
        start = self.pending if self.pending >= 0 else a
        self.found.append(Ask(start, b, clause, negative))

    def hold(self, a: int, b: int, mark: str, clause: str) -> None:
        """Keep a clause of manner for the ask behind it; at a semicolon it goes to the one before, or stands alone."""
        self.pending = self.pending if self.pending >= 0 else a
        if mark not in "；;。":
            return
        if self.found and b - self.found[-1].end <= 24 and not self.fresh:
            self.found[-1].end = b
        elif b - a > 6 and (not self.strict or "进行" in clause):
            self.begin(a, b, self.text[self.pending : b])
        self.fresh, self.pending = True, -1


def asks(
    text: str, start: int, end: int, *, strict: bool, counted: bool = False, headed: bool = False
) -> list[Ask]:
    """Cut a range that asks into single asks.

    Shapes: ranges inside `[start, end)`, in order, not overlapping. With `strict` the first clause must itself begin as a
        request, else nothing is found; `counted` where a mere number stands before it, `headed` where a cue and a number do.
    """
    if (counted or headed) and not strict:
        cut = _heading_end(text, start, min(end, start + 60))
        if cut:
            heading = asks(text, start, cut, strict=False)
            return [*heading, *asks(text, cut, end, strict=True, counted=True)]
    run = _Run(text, strict, counted)
    for first, b, mark in pieces(text, start, end):
        if text[first] in words.LEADING and words.LEAD_IN.fullmatch(text, first, b):
            continue
        a = _past_lead(text, first, b)
        if counted and run.fresh and not run.found and b - a <= 4 and mark in "，,":
            continue  # a catchword before the request itself
        clause = text[a:b]
        what = _as_it_stands(run, clause)
        if what is Is.MANNER and mark:
            run.hold(a, b, mark, clause)
            continue
        if not _take(run, what, clause, a, b):
            break
        run.fresh = mark in "；;"
        run.pending = -1
    _last(run, end)
    return run.found


def _heading_end(text: str, start: int, end: int) -> int:
    """Give where a numbered heading ends that the source runs into its text without a mark, 0 where it does not.

    It ends where the words of the heading are taken up again, or where a name is followed by what can only begin.
    """
    stop = _STOP.search(text, start, end)
    fused = _FUSED.search(text[start : stop.start() if stop else end], 6)
    comma = _CUT.search(text, start, end)
    said = text[start : comma.start() if comma else end]
    found = fused.start() if fused else 0
    again = said.find(said[-5:], 4, len(said) - 6) if len(said) > 20 else -1
    if again > 0 and said[again + 5] in "在对将通按以为由":
        found = min(found or again + 5, again + 5)
    action = words.ACTION.match(said)
    named = said[action.end() :].lstrip("和与及、完善健全") if action else ""
    taken_up = said.find(named[:4], len(said) - len(named) + 6) if len(named) > 12 else -1
    if taken_up > 0 and said[taken_up - 1] not in _JOINING and not _MARKED.search(named[:4]):
        found = min(found or taken_up, taken_up)
    return start + found if found and words.VERB.search(said, 0, 16) else 0


def _past_lead(text: str, a: int, b: int) -> int:
    """Give where a clause begins behind its number, its lead-in and its cue."""
    if text[a] not in words.LEADING:
        return a
    lead = words.ORDINAL.match(text, a, b) or words.LEAD_IN.match(text, a, b)
    a = lead.end() if lead and lead.end() < b else a
    cue = words.HEAD_CUE.match(text, a, b)
    return cue.end() if cue and cue.end() < b else a


def _as_it_stands(run: _Run, clause: str) -> Is:
    """Say what a clause does in its place: the first of a run asks more readily, a short one behind it less."""
    found = run.found
    what = kind(clause, strict=run.strict or bool(found), cued=not run.strict)
    if run.fresh and what in (Is.EFFECT, Is.REST):
        return _at_first(run, what, clause)
    if what is Is.REST and _HEEDS.fullmatch(clause):
        return Is.MANNER
    return _behind(run, what, clause) if found else what


def _behind(run: _Run, what: Is, clause: str) -> Is:
    """Say what a clause does behind an ask: one without an object belongs to it, and so does what comes of it."""
    before = run.found[-1]
    if what is Is.NEGATIVE and not before.negative and "不得" in clause:
        return Is.ACT
    if run.fresh or what not in (Is.ACT, Is.MANNER):
        return what
    if run.pending < 0 or (what is Is.MANNER and clause[0] in "向对由在"):
        if _bare_verb(clause):
            return Is.REST
        if what is Is.ACT and comes_of(clause, run.text[before.start : before.end]):
            return Is.EFFECT
    return what


def _at_first(run: _Run, what: Is, clause: str) -> Is:
    if what is Is.EFFECT:
        aims = run.strict and _OUTCOME.match(clause)
        return Is.ACT if words.ACTION.match(clause) and not aims else what
    if _HEEDS.fullmatch(clause):
        return Is.MANNER
    if run.strict or (run.counted and len(clause) < 8):
        return what
    named = ("的" in clause or clause.endswith("”")) and not words.VERB.search(clause)
    return what if run.counted and named else Is.ACT


def _take(run: _Run, what: Is, clause: str, a: int, b: int) -> bool:
    """Take a clause into the run; False when nothing behind it belongs to the run any more."""
    found = run.found
    joined = bool(found) and found[-1].negative and _joins(clause, found[-1], run.text)
    if found and not run.fresh and _is_open(run.text[found[-1].start : found[-1].end], clause):
        found[-1].end = b
    elif run.strict and found and not run.fresh and _PREDICATE.match(clause):
        found.clear()  # what was named is what this clause tells something about
    elif what is Is.ACT and not joined:
        run.begin(a, b, clause)
    elif what is Is.NEGATIVE and (not found or run.fresh):
        run.begin(a, b, clause, negative=True)
    elif (run.fresh and found) or not _extend(run, what, clause, b):
        lost = run.strict and not found and run.pending < 0 and b - a > 7
        return not (lost or what is Is.EXPLAIN)
    return True


def _last(run: _Run, end: int) -> None:
    """Let words that waited for an ask stand alone where they can."""
    if run.found or run.pending < 0:
        return
    told = _NAMELY.search(run.text, run.pending, end)
    left = run.text[run.pending : told.start() if told else end].rstrip("。！；，,")
    if len(left) <= 4 or left.startswith(("鉴于", "由于", "为了", "考虑到")):
        return
    stands = not run.strict if is_notice(left) else _STANDS.match(left) is not None
    if stands or not (run.strict or run.counted):
        run.begin(run.pending, run.pending + len(left), left)


def _is_open(said: str, clause: str) -> bool:
    """Tell whether an ask cannot end where it does, so that the clause behind it is its own."""
    last = said.rpartition("，")[2].rpartition(",")[2]
    if _OPEN_FRAME.search(last) and len(said) <= 80:
        return True
    if _BELONGS.match(clause) or _LED_WITH.fullmatch(last):
        return True
    if _MEASURES.fullmatch(said) and _DRIVES.match(clause):
        return True
    if _PAPER.match(clause) and _PAPERS.search(said):
        return True
    led = _LED.fullmatch(last)
    return bool(
        led
        and not words.VERB.search(led["whom"].replace("社会组织", ""))
        and not _LED.match(clause)
    )


def _bare_verb(clause: str) -> bool:
    """Tell whether a short clause ends with its verb: it has no object of its own and belongs to the ask before."""
    if len(clause) > 12:
        return False
    verbs = list(words.VERB.finditer(clause))
    return len(verbs) == 1 and verbs[0].start() > 0 and verbs[0].end() == len(clause)


def _joins(clause: str, ask: Ask, text: str) -> bool:
    tail = text[ask.start : ask.end]
    alone = "，" not in tail and "," not in tail
    return alone or _INSTEAD.match(clause) is not None


def _extend(run: _Run, what: Is, clause: str, end: int) -> bool:
    """Let the last ask take in a clause that belongs to it."""
    if not run.found:
        return False
    last = run.found[-1]
    size = end - last.end
    if end - last.start > 80:
        return False
    takes = (
        last.negative
        or what is Is.NEGATIVE
        or (what is Is.MANNER and size <= 24)
        or (what is Is.REST and size <= (14 if run.strict else 30))
        or (
            what is Is.EFFECT
            and _SOLVE.match(clause) is not None
            and size <= (26 if run.pending >= 0 else 16)
        )
    )
    if takes:
        last.end = end
    return takes
