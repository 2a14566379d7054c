# SPDX-License-Identifier: Apache-2.0
"""The parts of Chinese texts: with and without headings, and texts that have none."""

import importlib.util
import itertools
import os
import time
from pathlib import Path
from types import ModuleType

import pytest

from huiyin.core.extraction import drafts
from huiyin.core.extraction.chinese import part_cues, part_headings, part_model, parts
from huiyin.core.text import sentences, structure
from huiyin.core.values.findings import PartKind

ROOT = Path(__file__).resolve().parents[3]
LETTERS = {
    PartKind.FACTS: "F",
    PartKind.ANALYSIS: "A",
    PartKind.SUGGESTIONS: "S",
    PartKind.SPEECH: "p",
    PartKind.REPLY: "r",
    PartKind.OTHER: ".",
}


def page_of(text: str, title: str = "", *, tabular: bool = False) -> drafts.Page:
    blocks = structure.outline(text)
    return drafts.Page(text, blocks, sentences.split(text, blocks), title, tabular)


def kinds_of(text: str, title: str = "", *, tabular: bool = False) -> str:
    page = page_of(text, title, tabular=tabular)
    return "".join(LETTERS[kind] for kind in parts.sentence_kinds(page))


def opens_suggestions(text: str, title: str = "") -> str:
    """Give the first words of the first suggestion."""
    page = page_of(text, title)
    for part in parts.label(page):
        if part.kind is PartKind.SUGGESTIONS:
            return page.words(part.first)
    return ""


# Each text in a hand of its own; `|` stands before the first sentence of the suggestions.
PROPOSALS = {
    "headings on their own lines": """关于完善社区图书角的提案
一、基本情况
全区现有社区图书角86个，藏书约12万册。去年以来，先后有41个图书角更新了书架。
二、存在的问题
一是开放时间短，上班族很难赶上。二是图书多年没有更换，借阅量逐年下降。
|三、意见建议
1.延长周末开放时间。
2.每年更换不少于一成的图书，由区图书馆统一配送。""",
    "bare headings": """关于加强夜间公交服务的提案
情况
我市现有夜间公交线路9条，末班车多在21时30分以前。
分析
晚班工人和医院陪护人员回家困难，打车费用高。线路之间也缺少衔接。
|建议
延长三条主干线的末班时间至23时30分。在医院和产业园之间开行定制班线。""",
    "no headings, paragraphs": """关于规范共享单车停放的建议
近年来，共享单车在我市快速发展，截至去年底投放量已达4.2万辆，日均骑行11万人次。
但是，地铁口、商圈周边乱停乱放问题突出，盲道被占用的情况屡见不鲜，企业运维力量不足，部门之间职责不清。
|为此，建议：
一、加大重点区域停放点位的划设力度，由城管部门会同企业统一标线。
二、建立企业运维考核机制，考核结果与投放额度挂钩。""",
    "one paragraph": """我市老旧电梯超过1800台，平均使用年限达到17年。去年受理电梯困人投诉642起。由于维修资金申请程序繁琐，不少小区无法及时更换部件，居民出行存在安全隐患。|为此建议：简化维修资金的应急使用程序，设立老旧电梯更新专项补助。推动电梯责任保险全覆盖，建立第三方检测制度。""",
    "enumerated inline": """关于提升乡村医生待遇的建议
目前全县共有乡村医生713名，平均年龄52岁。乡村医生收入偏低，养老保障不足，年轻人不愿意到村卫生室工作，队伍后继乏人。|建议：一是提高乡村医生基本公共卫生服务补助标准。二是将在岗乡村医生纳入企业职工养老保险。三是定向培养农村医学生，免除学费。""",
    "headings glued to the text": """一、现状：全市已建成口袋公园64个，总面积18公顷。 二、存在问题：（一）部分公园缺少座椅和照明。（二）管护单位不明，设施损坏后长期无人修理。 |三、对策建议：（一）补齐座椅、照明和饮水设施。（二）明确由街道负责日常管护，经费纳入区级预算。""",
    "a personal hand": """关于旧书市场的提案
我在城隍庙边上住了四十年，旧书摊从一条街缩成了三张桌子。上个月数了数，只剩七位摊主，最年轻的五十八岁。
没有固定的摊位，下雨天书全泡了，摊主们缺少遮雨的地方，生意难以为继。
|因此，恳请市文旅局划出一段廊桥作为旧书集市，每周六开放。并建议免收三年摊位费。""",
    "the first part missing": """关于治理餐饮油烟的建议
部分餐饮店油烟净化设备形同虚设，油烟直排问题严重，居民反复投诉却得不到解决。
|针对上述问题，提出如下建议：
1、加强源头管理，新开餐饮店必须安装在线监测设备。
2、严格执法检查，对屡罚不改的店铺依法停业整顿。""",
    "first, second, third": """关于推进职业院校实训基地共享的建议
全市12所职业院校共建有实训基地97个，设备总值6.3亿元。调研发现，设备平均使用率只有38%，院校之间各自为政，重复购置问题较为突出，企业参与的积极性不高。
|第一，建立市级实训资源共享平台，公开设备清单和使用时段。第二，完善成本分担机制，对开放共享的院校给予补助。第三，鼓励企业工程师担任实训教师，落实相应待遇。""",
    "facts again inside the suggestions": """关于发展银发旅游的建议
我市60周岁以上老年人达到61万人，占户籍人口的24%。老年人出游意愿强烈，但适老化线路缺乏，景区无障碍设施不完善，专业导游短缺。
|为此，提出以下建议：
一、完善景区无障碍设施。目前主要景区的轮椅坡道大多建于十年以前。建议文旅部门三年内全部改造到位。
二、培育适老化旅游线路，支持旅行社开发慢行产品。""",
    "two causes": """关于减少校园周边拥堵的提案
我市中心城区有小学53所，其中37所位于支路旁。每天上下学时段，校门口平均拥堵42分钟。
究其原因，主要有以下几点：一是接送车辆集中到达，缺乏错峰安排。二是校门周边停车位严重不足。
|建议相关部门从以下方面改进：推行错时放学，按年级间隔十五分钟。利用周边单位停车场设置限时接送区。""",
    "for the sake of": """关于保护方言的建议
本地方言使用人口逐年减少，十岁以下儿童会说方言的不到两成。学校和媒体缺少方言内容，传承面临断层的困境。
|为更好地保护方言文化，建议如下：
（一）支持广播电台开设方言栏目，每周不少于三小时。
（二）组织学者编写方言读本，鼓励中小学开设兴趣课。""",
}


@pytest.mark.parametrize("hand", PROPOSALS)
def test_the_suggestions_of_a_proposal_begin_where_a_reader_would_say(hand):
    before, after = PROPOSALS[hand].split("|")
    text = before + after

    found = kinds_of(text)

    page = page_of(text)
    truth = ["S" if at.start >= len(before) else "x" for at in page.sentences]
    assert ["S" if kind == "S" else "x" for kind in found] == truth


@pytest.mark.parametrize("hand", [h for h in PROPOSALS if h != "the first part missing"])
def test_what_comes_before_the_suggestions_is_facts_and_then_analysis(hand):
    before, after = PROPOSALS[hand].split("|")

    found = kinds_of(before + after).replace(".", "")

    assert found.lstrip("F").lstrip("A").lstrip("S") == ""
    assert found.startswith("F")


def test_a_paragraph_break_or_none_makes_no_difference_to_the_suggestions():
    before, after = PROPOSALS["no headings, paragraphs"].split("|")
    flat = (before + after).split("\n", 1)[1]

    for joint in ("\n", " ", ""):
        assert opens_suggestions(flat.replace("\n", joint)).startswith("为此，建议：")


def test_suggestions_told_first_are_told_by_their_heading():
    text = """关于增设无障碍公交车的提案
一、建议
1.今年新购公交车一律采用低地板车型。
2.在康复医院门口增设站点。
二、理由和背景
我市持证残疾人3.1万名，现有低地板公交车仅占6%。"""

    found = kinds_of(text)

    assert found[:5] == ".SSSF"
    assert "S" not in found[5:]


def test_headings_win_over_what_the_sentences_sound_like():
    text = """一、基本情况
要加强的话，街道一直在加强。建议箱挂了三年。
二、问题分析
进一步完善制度喊了多年，没有落实。
三、建议
目前的做法不可持续。停办收费项目。"""

    assert kinds_of(text) == "FFFAASSS"


def test_a_report_with_chapters_returns_to_facts_with_each():
    text = """关于社区养老与托育的调研报告
一、关于社区养老
（一）基本情况
全区建成日间照料中心48家，覆盖七成社区。
（二）存在问题
运营经费不足，专业护理人员缺乏。
（三）对策建议
建立运营补贴制度，按服务人次拨付。
二、关于普惠托育
（一）基本情况
全区现有托育机构35家，托位2100个。
（二）存在问题
收费偏高，不少家庭难以负担。
（三）对策建议
支持幼儿园开办托班，落实场地和税费优惠。"""

    found = kinds_of(text)

    assert found[0] == "."
    assert found.count("FF") == 2
    assert "SSF" in found or "SF" in found
    assert found.endswith("FFAASS")


def test_chapters_without_headings_of_parts_are_told_by_their_topics():
    text = """关于城市更新的调研报告
一、老旧小区的停车
全市老旧小区共有车辆5.6万辆，车位仅2.1万个。夜间乱停问题严重，消防通道被占。
为此建议：利用周边学校操场地下空间建设停车场。鼓励机关单位夜间开放车位。
二、沿街店铺的招牌
主城区现有店铺招牌1.3万块，去年坠落事故7起。招牌老化严重，安全责任不明确。
为此建议：建立招牌安全档案，每两年检测一次。明确产权人的维护责任。"""

    found = kinds_of(text)

    assert found.endswith("SS")
    assert found.count("S") == 4
    assert "S" not in found[6:9]


OTHERS = {
    "a letter of reply": (
        """关于对市政协第112号提案的答复
周若溪委员：
您提出的《关于增设社区健身点的提案》收悉，现答复如下：
一、我局已在今年安排新建健身点30个。二、将加强日常维护，建立巡查制度。
感谢您对体育工作的关心和支持。""",
        "r",
    ),
    "turns": (
        """林知远：老城的停车位确实不够，建议增设立体车库。
韩春霞：我补充一点，要加强夜间执法。
主持人：请城管局回应。
曹立：我们将尽快研究。""",
        "p",
    ),
    "a notice of facts": (
        """全市第三届风筝节昨日闭幕。来自十二个县区的四百只风筝升上天空。评委会评出金奖三名、银奖六名。闭幕后，获奖作品在博物馆展出一个月。""",
        ".",
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_proposal_has_no_three_parts(name):
    text, letter = OTHERS[name]

    found = kinds_of(text).strip(".") or "."

    assert set(found) == {letter}


def test_a_news_article_is_speech_and_narration():
    text = """议事厅里话民生
昨天下午，协商会在区文化馆举行。沈碧云委员说：“老街的下水道年年堵，该换了。”水务局局长高志平表示，今年汛期前完成改造。与会者随后参观了泵站。魏东来委员建议，在泵站旁设置水位公示牌。"""

    found = kinds_of(text)

    assert not set(found) & set("FASr")
    assert found.count("p") >= 3


def test_lines_about_the_paper_belong_to_no_part():
    text = """关于延长博物馆开放时间的提案
提案人：方若琳
我市博物馆每天16时30分停止入馆，上班族难以参观。建议周五、周六开放至21时。
2026年3月2日"""

    found = kinds_of(text)

    assert found[:2] == ".."
    assert found[-1] == "."
    assert found[-2] == "S"


def test_records_of_a_table_are_read_one_by_one():
    text = """路口没有红绿灯，学生过街存在安全隐患。建议增设信号灯。
公园厕所不足，老人很不方便。建议新建两座公厕。"""

    assert kinds_of(text, tabular=True) in ("ASAS", "FSFS", "ASFS", "FSAS")


def test_sentences_of_another_language_belong_to_no_part():
    found = kinds_of(
        "停车位严重不足，居民意见很大。\nThis page is left blank for notes.\n为此建议：增设车位。"
    )

    assert found[1] == "."
    assert found[2] == "S"


@pytest.mark.parametrize(
    "text", ["", "\n\n", "建议。", "一、", "…", "\U00020000\U00020001。", "１２３"]
)
def test_the_shortest_texts_are_read_without_harm(text):
    page = page_of(text)

    assert len(parts.sentence_kinds(page)) == len(page.sentences)


@pytest.mark.parametrize("hand", PROPOSALS)
def test_parts_cover_every_sentence_in_order(hand):
    page = page_of(PROPOSALS[hand].replace("|", ""))

    found = parts.label(page)

    assert [part.first for part in found] == [0, *[part.last for part in found[:-1]]]
    assert found[-1].last == len(page.sentences)
    assert all(one.kind != two.kind for one, two in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("line", "announced"),
    [
        ("一、基本情况", {0}),
        ("（二）面临的主要困难", {1}),
        ("三、几点建议", {2}),
        ("现状与问题", {0, 1}),
        ("问题及对策", {1, 2}),
        ("推动夜市健康发展的几点建议", {2}),
        ("一、完善应急处置措施", set()),
        ("二、解决停车难问题", set()),
        ("一、加强源头管理", set()),
        ("停车难是一个老问题。", set()),
    ],
)
def test_a_line_announces_the_parts_it_names(line, announced):
    assert part_headings.own_line(part_cues.piece(line, opens=True)) == announced


def test_asks_score_above_problems():
    asked = ["建议区城管局增设垃圾箱。", "加大对小微企业的扶持力度。", "应尽快建立联席会议制度。"]
    told = [
        "去年全区接待游客120万人次。",
        "服务设施严重不足，居民意见较大。",
        "由于经费缺乏，工作难以开展。",
    ]

    assert min(map(part_model.asks, asked)) > max(map(part_model.asks, told))


def test_reading_is_quick_and_the_same_each_time():
    text = PROPOSALS["no headings, paragraphs"].replace("|", "") + "\n"
    page = page_of(text * 200)
    parts.sentence_kinds(page)

    start = time.perf_counter()
    found = parts.sentence_kinds(page)
    seconds = time.perf_counter() - start

    assert found == parts.sentence_kinds(page)
    assert seconds / len(found) < 400e-6  # ten times what it takes when nothing else runs


def _measuring() -> ModuleType:
    spec = importlib.util.spec_from_file_location("measure_parts", ROOT / "tools/measure_parts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_real_proposals_held_out_keep_their_f1():
    data = Path(os.environ.get("HUIYIN_DATA") or ROOT.parent / "shared/data")
    if not (data / "cppcc_proposals/jiangsu2019.jsonl").exists():
        pytest.skip(f"no real proposals under {data}: set HUIYIN_DATA to measure on them")
    measuring = _measuring()
    rows = [row for row in measuring.train_parts.load_rows() if measuring.train_parts.held_out(row)]

    for joint in measuring.JOINTS.values():
        for plain in (False, True):
            truth, got = measuring.measure(rows, joint, plain=plain)
            assert measuring.f1(truth, got) >= 0.88
