# SPDX-License-Identifier: Apache-2.0
"""A fictional echo report, built by hand: every span is cut from its text, nothing is read from disk."""

import hashlib
import re
from typing import NamedTuple

from huiyin.core.values import bodies, documents, echoes, findings, spans

K = findings.Kind
V = findings.Verdict
P = findings.PartKind

MINUTES = """云汐市政协“老有所养、行有所安”联组讨论会记录
本报记者 温以宁

十月十六日下午，市政协常委会议厅座无虚席。围绕社区养老与慢行交通，委员与部门负责人面对面讨论了两个多小时。
一、委员发言
沈知远：我们走访了十一个社区，三分之二的老人就餐要走一公里以上。建议在老旧小区集中的澄湖片区增设六处社区食堂，并为行动不便的老人开通送餐上门。同时，应当把助餐补贴从每人每餐两元提高到四元。
何秋棠：护理员一年流失近三成，留不住人是最大的难题。希望民政部门牵头建立护理员职级津贴制度。不必再新建大型养老院，可以租用闲置校舍改造为日间照料中心。我还建议定期公布各街道床位空置情况。
罗景和：滨河路早高峰自行车与机动车混行，上半年记录擦碰四十七起。建议在滨河路全线设置物理隔离的自行车道。另外，请交通部门研究在学校周边实行上下学时段限时通行。公交站台能不能统一加装座椅和遮雨棚？
白雁书：老人过街来不及。建议将北门口、桑园街等七处路口的行人绿灯延长八秒。共享单车占用盲道，应由城管部门会同企业划定停放区并每周通报。社区食堂布点不足，建议在澄湖片区再增加若干助餐点。还要尽快出台老旧小区加装电梯的费用分担办法。
二、部门回应
市民政局局长纪云舒当场回应：“今年年底前在澄湖片区建成四处社区食堂，另外两处列入明年计划。”她表示，助餐补贴标准已会同财政部门测算，意见收到，将认真研究。护理员职级津贴办法已于九月印发，首批三百二十人每月增发三百元。
市交通运输局副局长邵廷方说：“滨河路自行车道隔离工程十一月开工，明年三月底完工，投资一千二百万元。”七处路口信号配时昨天已经调整完毕，行人绿灯平均延长九秒。
副市长顾怀川插话：“加装电梯的费用分担办法，由市住房城乡建设局牵头，年底前拿出来，不要再拖。”
沈知远追问：“送餐上门什么时候能开通？”
白雁书说，路口改得快，这个答复我满意。
"""

LETTER = """云汐市交通运输局
关于云汐市政协第六届三次会议第0147号提案的答复

罗景和委员：
您提出的《关于改善滨河路慢行环境的提案》收悉，现答复如下。
一、关于学校周边限时通行。我局已会同公安交管部门在桑园街小学、北门中学试行上下学时段限时通行，其余九所学校视试行效果再定。
二、关于公交站台座椅。今年已为六十二处站台加装座椅，遮雨棚因管线限制暂不具备条件。
三、关于共享单车停放。该事项由市城市管理局负责，我局已将意见转去。
感谢您对交通工作的关心和支持。

云汐市交通运输局
二〇二六年十一月二日
"""

ENGLISH = """Harrowby Vale District Council
Scrutiny Panel on Safe Streets: notes of the meeting

Councillor Imogen Thackeray: The crossing at Mill Lane has been out of order since spring. I urge the Highways Service to repair it before the clocks go back. The panel should also publish the waiting list for new crossings.
Mr Oduya (Highways Service): The Mill Lane signals will be replaced by 24 October at a cost of £18,400. We note the point about the list.
"""


class Row(NamedTuple):
    """One finding to be: who said which words, and what was read into them."""

    id: str
    kind: findings.Kind
    quote: str
    speaker: findings.Speaker
    rule: str
    cue: str = ""
    addressee: str = ""
    score: float = 0.9
    topic: str = ""
    due: str = ""
    amount: str = ""
    number: str = ""
    position: str = ""


def _member(name: str) -> findings.Speaker:
    return findings.Speaker(name, findings.Capacity.MEMBER, "市政协委员")


SHEN, HE, LUO, BAI = (_member(name) for name in ("沈知远", "何秋棠", "罗景和", "白雁书"))
JI = findings.Speaker("纪云舒", findings.Capacity.DEPARTMENT, "市民政局")
SHAO = findings.Speaker("邵廷方", findings.Capacity.DEPARTMENT, "市交通运输局")
GU = findings.Speaker("顾怀川", findings.Capacity.LEADER, "副市长")
BUREAU = findings.Speaker("市交通运输局", findings.Capacity.DEPARTMENT, "市交通运输局")
IMOGEN = findings.Speaker("Imogen Thackeray", findings.Capacity.MEMBER, "Councillor")
ODUYA = findings.Speaker("Mr Oduya", findings.Capacity.DEPARTMENT, "Highways Service")

ROWS: dict[int, tuple[Row, ...]] = {
    1: (
        Row("1-s1", K.SUGGESTION, "在老旧小区集中的澄湖片区增设六处社区食堂", SHEN, "suggest_verb", "建议"),
        Row("1-s2", K.SUGGESTION, "为行动不便的老人开通送餐上门", SHEN, "suggest_verb", "建议", score=0.85),
        Row("1-s3", K.SUGGESTION, "应当把助餐补贴从每人每餐两元提高到四元", SHEN, "modal", "应当", score=0.8),
        Row("1-s4", K.SUGGESTION, "民政部门牵头建立护理员职级津贴制度", HE, "hope_verb", "希望", addressee="民政部门"),
        Row("1-s5", K.SUGGESTION, "不必再新建大型养老院，可以租用闲置校舍改造为日间照料中心", HE, "negation_pair", "不必", score=0.78),
        Row("1-s6", K.SUGGESTION, "定期公布各街道床位空置情况", HE, "suggest_verb", "建议"),
        Row("1-s7", K.SUGGESTION, "在滨河路全线设置物理隔离的自行车道", LUO, "suggest_verb", "建议"),
        Row("1-s8", K.SUGGESTION, "请交通部门研究在学校周边实行上下学时段限时通行", LUO, "request_verb", "请", addressee="交通部门"),
        Row("1-s9", K.SUGGESTION, "公交站台能不能统一加装座椅和遮雨棚？", LUO, "asking_form", "能不能", score=0.66),
        Row("1-s10", K.SUGGESTION, "将北门口、桑园街等七处路口的行人绿灯延长八秒", BAI, "suggest_verb", "建议"),
        Row("1-s11", K.SUGGESTION, "由城管部门会同企业划定停放区并每周通报", BAI, "modal", "应由", addressee="城管部门", score=0.82),
        Row("1-s12", K.SUGGESTION, "每周通报", BAI, "chained_ask", "并", score=0.6),
        Row("1-s13", K.SUGGESTION, "在澄湖片区再增加若干助餐点", BAI, "suggest_verb", "建议"),
        Row("1-s14", K.SUGGESTION, "尽快出台老旧小区加装电梯的费用分担办法", BAI, "modal", "还要", score=0.84),
        Row("1-c1", K.COMMITMENT, "今年年底前在澄湖片区建成四处社区食堂，另外两处列入明年计划", JI, "promise_date", "年底前", topic="社区食堂", due="今年年底前"),
        Row("1-r1", K.REPLY, "助餐补贴标准已会同财政部门测算，意见收到，将认真研究", JI, "acknowledge", "将认真研究", topic="助餐补贴", position="considering"),
        Row("1-o1", K.OUTCOME, "护理员职级津贴办法已于九月印发，首批三百二十人每月增发三百元", JI, "done_fact", "已于", topic="护理员职级津贴", amount="每月增发三百元"),
        Row("1-c2", K.COMMITMENT, "滨河路自行车道隔离工程十一月开工，明年三月底完工，投资一千二百万元", SHAO, "promise_date", "十一月开工", topic="滨河路自行车道", due="明年三月底", amount="一千二百万元"),
        Row("1-o2", K.OUTCOME, "七处路口信号配时昨天已经调整完毕，行人绿灯平均延长九秒", SHAO, "done_fact", "已经", topic="路口信号配时"),
        Row("1-a1", K.ASSIGNMENT, "加装电梯的费用分担办法，由市住房城乡建设局牵头，年底前拿出来", GU, "leader_assigns", "由……牵头", addressee="市住房城乡建设局", due="年底前"),
        Row("1-q1", K.QUESTION, "送餐上门什么时候能开通？", SHEN, "question_word", "什么时候"),
        Row("1-e1", K.EVALUATION, "路口改得快，这个答复我满意", BAI, "evaluation_word", "满意"),
    ),
    2: (
        Row("2-o1", K.OUTCOME, "我局已会同公安交管部门在桑园街小学、北门中学试行上下学时段限时通行", BUREAU, "done_fact", "已会同", topic="学校周边限时通行", number="一"),
        Row("2-r1", K.REPLY, "其余九所学校视试行效果再定", BUREAU, "reply_item", "再定", topic="学校周边限时通行", number="一", position="partly"),
        Row("2-o2", K.OUTCOME, "今年已为六十二处站台加装座椅", BUREAU, "done_fact", "已为", topic="公交站台座椅", number="二"),
        Row("2-r2", K.REPLY, "遮雨棚因管线限制暂不具备条件", BUREAU, "reply_item", "暂不具备条件", topic="公交站台座椅", number="二", position="rejected"),
        Row("2-r3", K.REPLY, "该事项由市城市管理局负责，我局已将意见转去", BUREAU, "reply_item", "转去", topic="共享单车停放", number="三", position="considering"),
    ),
    3: (
        Row("3-s1", K.SUGGESTION, "the Highways Service to repair it before the clocks go back", IMOGEN, "urge_verb", "I urge", addressee="Highways Service"),
        Row("3-s2", K.SUGGESTION, "The panel should also publish the waiting list for new crossings", IMOGEN, "modal", "should", addressee="The panel", score=0.8),
        Row("3-c1", K.COMMITMENT, "The Mill Lane signals will be replaced by 24 October at a cost of £18,400", ODUYA, "promise_date", "will be", topic="Mill Lane signals", due="24 October", amount="£18,400"),
        Row("3-r1", K.REPLY, "We note the point about the list", ODUYA, "acknowledge", "We note", topic="the list", position="considering"),
    ),
}  # fmt: skip

ECHOES: dict[str, tuple[findings.Verdict, str, tuple[tuple[str, float, str, tuple[str, ...]], ...]]] = {
    "1-s1": (V.PARTLY, "partly_conjunct", (("1-c1", 0.91, "shared_terms", ("澄湖片区", "社区食堂")),)),
    "1-s2": (V.NOT_FOUND_HERE, "nothing_found", ()),
    "1-s3": (V.ACKNOWLEDGED_ONLY, "acknowledged", (("1-r1", 0.83, "shared_terms", ("助餐补贴",)),)),
    "1-s4": (V.ANSWERED, "answered_outcome", (("1-o1", 0.88, "shared_terms", ("护理员", "职级津贴")),)),
    "1-s5": (V.NOT_FOUND_HERE, "nothing_found", ()),
    "1-s6": (V.NOT_FOUND_HERE, "nothing_found", ()),
    "1-s7": (V.ANSWERED, "answered_commitment", (("1-c2", 0.93, "shared_terms", ("滨河路", "自行车道", "隔离")),)),
    "1-s8": (V.PARTLY, "partly_conjunct", (("2-o1", 0.86, "named_topic", ("学校周边", "限时通行")), ("2-r1", 0.71, "named_topic", ("学校",)))),
    "1-s9": (V.PARTLY, "partly_conjunct", (("2-o2", 0.84, "named_topic", ("站台", "座椅")), ("2-r2", 0.8, "named_topic", ("遮雨棚",)))),
    "1-s10": (V.ANSWERED, "answered_outcome", (("1-o2", 0.9, "shared_terms", ("七处路口", "行人绿灯")),)),
    "1-s11": (V.ACKNOWLEDGED_ONLY, "acknowledged", (("2-r3", 0.74, "named_topic", ("停放",)),)),
    "1-s12": (V.NOT_FOUND_HERE, "nothing_found", ()),
    "1-s13": (V.PARTLY, "partly_conjunct", (("1-c1", 0.7, "shared_terms", ("澄湖片区",)),)),
    "1-s14": (V.ANSWERED, "assigned", (("1-a1", 0.95, "shared_terms", ("加装电梯", "费用分担办法")),)),
    "3-s1": (V.ANSWERED, "answered_commitment", (("3-c1", 0.79, "shared_terms", ("Mill Lane",)),)),
    "3-s2": (V.ACKNOWLEDGED_ONLY, "acknowledged", (("3-r1", 0.6, "shared_terms", ("list",)),)),
}  # fmt: skip

BODIES = tuple(
    bodies.Body(name, duties=(duty,))
    for name, duty in (
        ("市民政局", "负责养老服务体系建设，老年人助餐、护理员队伍建设"),
        ("市交通运输局", "负责道路交通设施、公交站台和慢行系统"),
        ("市城市管理局", "负责市容秩序、共享单车停放管理"),
        ("市住房城乡建设局", "负责老旧小区改造、既有住宅加装电梯"),
        ("市财政局", "负责财政补贴标准"),
    )
)
COLUMNS = (*(body.name for body in BODIES), "Highways Service")

ROUTES: dict[str, tuple[echoes.Candidate, ...]] = {
    "1-s1": (echoes.Candidate("市民政局", "lead", 0.9, "duty", "老年人助餐"),),
    "1-s2": (echoes.Candidate("市民政局", "lead", 0.86, "duty", "老年人助餐"),),
    "1-s3": (
        echoes.Candidate("市民政局", "lead", 0.8, "duty", "老年人助餐"),
        echoes.Candidate("市财政局", "joint", 0.55, "duty", "财政补贴标准"),
    ),
    "1-s4": (echoes.Candidate("市民政局", "lead", 0.99, "named", "民政部门"),),
    "1-s6": (echoes.Candidate("市民政局", "lead", 0.7, "duty", "养老服务体系建设"),),
    "1-s7": (echoes.Candidate("市交通运输局", "lead", 0.88, "duty", "慢行系统"),),
    "1-s11": (
        echoes.Candidate("市城市管理局", "lead", 0.97, "named", "城管部门"),
        echoes.Candidate("市交通运输局", "joint", 0.4, "duty", "慢行系统"),
    ),
    "1-s14": (echoes.Candidate("市住房城乡建设局", "lead", 0.9, "duty", "既有住宅加装电梯"),),
}


def document(name: str, text: str, media_type: str = "text/plain") -> documents.Document:
    """Make a document of a text: its title is the first line, each line a paragraph."""
    lines = [spans.Span(*match.span()) for match in re.finditer(r"[^\n]+", text)]
    anchors = [documents.Anchor(line, "paragraph") for line in lines]
    anchors += [
        documents.Anchor(line, "heading", 2)
        for line in lines
        if re.match(r"^[一二三]、\S{4,6}$", line.cut(text))
    ]
    half = text.find("\n", len(text) // 2) + 1
    if media_type == "application/pdf" and 0 < half < len(text):
        anchors += [
            documents.Anchor(spans.Span(0, half), "page", 1),
            documents.Anchor(spans.Span(half, len(text)), "page", 2),
        ]
    return documents.Document(
        name=name,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        media_type=media_type,
        text=text,
        title=text.split("\n", 1)[0],
        anchors=tuple(sorted(anchors, key=lambda anchor: anchor.span)),
    )


def _finding(source: int, text: str, row: Row) -> findings.Finding:
    start = text.index(row.quote)
    span = spans.Span(start, start + len(row.quote))
    before = max(text.rfind(mark, 0, start) for mark in "。！？\n：“") + 1
    after = min(
        (at for mark in "。！？\n”" if (at := text.find(mark, span.end - 1)) >= 0),
        default=len(text) - 1,
    )
    return findings.Finding(
        id=row.id, kind=row.kind, source=source, span=span, quote=row.quote,
        sentence=spans.Span(min(before, start), max(after + 1, span.end)), speaker=row.speaker,
        addressee=row.addressee, score=row.score, why=findings.Why(row.rule, row.cue), topic=row.topic,
        due=row.due, amount=row.amount, number=row.number, position=row.position,
    )  # fmt: skip


def _parts(
    source: int, text: str, cuts: list[tuple[str, findings.PartKind]]
) -> list[findings.Part]:
    starts = [text.index(words) for words, _ in cuts] + [len(text)]
    return [
        findings.Part(kind, source, spans.Span(starts[n], starts[n + 1]))
        for n, (_, kind) in enumerate(cuts)
    ]


def report() -> echoes.EchoReport:
    """Give the sample: two Chinese documents, an English one, and a file that could not be read."""
    sources = (
        document("联组讨论会记录.txt", MINUTES),
        document("第0147号提案答复.pdf", LETTER, "application/pdf"),
        document("safe-streets.txt", ENGLISH),
    )
    found = tuple(
        finding
        for n, rows in ROWS.items()
        for finding in sorted(
            (_finding(n, sources[n - 1].text, row) for row in rows), key=lambda f: f.span
        )
    )
    asked = [finding.id for finding in found if finding.kind is K.SUGGESTION]
    return echoes.EchoReport(
        documents=sources,
        unread=(echoes.Unread("旧版发言.doc", "0" * 64, "FILE_NOT_FOUND", (("name", "旧版发言.doc"),)),),
        parts=(
            *_parts(1, MINUTES, [("云汐市", P.OTHER), ("一、委员", P.SPEECH), ("二、部门", P.REPLY)]),
            *_parts(2, LETTER, [("云汐市", P.OTHER), ("您提出", P.REPLY), ("感谢您", P.OTHER)]),
            *_parts(3, ENGLISH, [("Harrowby", P.OTHER), ("Councillor", P.SPEECH), ("Mr Oduya", P.REPLY)]),
        ),
        findings=found,
        echoes={
            id_: echoes.Echo(id_, verdict, reason, tuple(echoes.Evidence(*one) for one in evidence))
            for id_, (verdict, reason, evidence) in ECHOES.items()
        },
        alike=(
            echoes.Alike("1-s1", "1-s13", 0.81, ("澄湖片区", "增"), ("六处", "社区食堂"), ("若干", "助餐点")),
        ),
        groups={id_: "1-s1" if id_ == "1-s13" else id_ for id_ in asked},
        routes=ROUTES,
        bodies=COLUMNS,
    )  # fmt: skip


def hostile() -> echoes.EchoReport:
    """Give the sample with names, titles and words that would run or break out if anything forgot to escape."""
    evil = '<img src=x onerror="document.title=1">'
    text = f"{evil}：建议把“</script><script>alert(1)</script>”与 =HYPERLINK(1) 一并公开。\n"
    quote = text[text.index("把") : text.index("。")]
    source = document(f"{evil}.txt", text)
    row = Row(
        "1-s1",
        K.SUGGESTION,
        quote,
        findings.Speaker(evil, findings.Capacity.MEMBER, "=cmd|' /C calc'!A0"),
        "modal",
        "{cue} </script>",
    )
    return echoes.EchoReport(
        documents=(source,), unread=(), parts=(), findings=(_finding(1, text, row),),
        echoes={"1-s1": echoes.Echo("1-s1", V.NOT_FOUND_HERE, "nothing_found")}, alike=(),
        groups={"1-s1": "1-s1"}, routes={}, bodies=(evil, "+86 局"),
    )  # fmt: skip
