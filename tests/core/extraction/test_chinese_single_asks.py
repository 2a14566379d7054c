# SPDX-License-Identifier: Apache-2.0
"""One ask by one, in the part of a proposal that suggests: the rules of docs/explanation/what-counts-as-one-suggestion."""

import pytest

import zh_marks
from huiyin.core.extraction.chinese import addressees

HEAD = (
    "关于改善镇村服务的提案\n提案者：苏沐晴（社会科学界）\n一、基本情况\n镇上服务点少，去年新建八处。\n"
    "二、问题分析\n责任不清，资金没有着落。\n三、具体建议\n"
)


def asked(text: str) -> list[str]:
    return [
        item.quote
        for item in zh_marks.read(HEAD + text)
        if item.kind == "suggestion" and item.span.start >= len(HEAD)
    ]


ONE_BY_ONE = {
    "whom it is for": (
        "完善照护办法。对行动不便的独居渔民，提高护理补贴标准。",
        ["完善照护办法", "对行动不便的独居渔民，提高护理补贴标准"],
    ),
    "what is taken in hand": (
        "将餐饮门店对一次性餐盒的回收率，厨余处理率作为重要考核指标。",
        ["将餐饮门店对一次性餐盒的回收率，厨余处理率作为重要考核指标"],
    ),
    "from this to that": (
        "将原先的上门服务，增加为送药、陪诊、理发三项服务。",
        ["将原先的上门服务，增加为送药、陪诊、理发三项服务"],
    ),
    "a place without a deed": (
        "在古船修复和技艺传承，设立专项奖励。",
        ["在古船修复和技艺传承，设立专项奖励"],
    ),
    "who is led to do what": (
        "引导社会组织和家政、物业等企业，提供孤老上门服务。",
        ["引导社会组织和家政、物业等企业，提供孤老上门服务"],
    ),
    "who is led with what": (
        "鼓励职校发挥设备、师资等优势，开展船员培训。",
        ["鼓励职校发挥设备、师资等优势，开展船员培训"],
    ),
    "an open frame": (
        "构建以卫生院为龙头，村卫生室参与，家庭医生为主体的服务网络。",
        ["构建以卫生院为龙头，村卫生室参与，家庭医生为主体的服务网络"],
    ),
    "what it is used for": (
        "安排堤防维修资金，专门用于外海堤段。增设水尺。",
        ["安排堤防维修资金，专门用于外海堤段", "增设水尺"],
    ),
    "manner and deed in one clause": (
        "普查古井分布，根据损毁程度给予房主修缮补助。",
        ["普查古井分布", "根据损毁程度给予房主修缮补助"],
    ),
    "a mark within quotation marks": (
        "改变“重建设，轻管护”的做法，设立管护岗位。",
        ["改变“重建设，轻管护”的做法", "设立管护岗位"],
    ),
    "semicolons part": (
        "每年对困难船员给予补贴；增设候船室座椅。",
        ["每年对困难船员给予补贴", "增设候船室座椅"],
    ),
    "a heading run into its text": (
        "一、建立和完善渔港管护的体制机制渔港管护事关千家万户的生计。要明确管护单位。",
        ["建立和完善渔港管护的体制机制", "要明确管护单位"],
    ),
    "a heading and whose duty it is": (
        "一、加强校船安全监管各地海事部门要加强调研，摸清校船底数。",
        ["加强校船安全监管", "各地海事部门要加强调研", "摸清校船底数"],
    ),
}

COMES_OF_IT = {
    "drawing people": ("设立海岛书屋，吸引更多年轻人返乡。", ["设立海岛书屋"]),
    "a better service": ("引进专业社工机构，提供专业化的服务。", ["引进专业社工机构"]),
    "a greater ability": ("组建渔港消防队，提升应急处置能力。", ["组建渔港消防队"]),
    "creation": (
        "组织匠人设计纪念品，创造出有海味的文创产品。",
        ["组织匠人设计纪念品"],
    ),
    "a climate": ("公开审批时限，打造透明的营商环境。", ["公开审批时限"]),
    "support given": ("组建设计联盟，为乡村改造提供有力支持。", ["组建设计联盟"]),
}

NOT_ASKED = {
    "a long time is needed": "海藻育种周期长、难度大，需要更长的研究期限。",
    "all must pull together": "岸线清洁需要调动渔民、游客、商户三方积极性。",
    "years gone by": "2017年,省政府出台了加强古树保护的意见。",
    "a premise": "开展互助服务的前提是了解老人的生活状态。",
    "a general truth": "打造渔村品牌对于提升乡村形象具有重要意义。",
    "what was done": "开展的读书节活动一直在坚持，还建设了文化墙，供师生学习。",
    "what exists": "目前，各镇已经建立了较为完备的巡堤队伍。",
    "an article of law": "第三十二条规定，海员在职务聘任方面享有同等权利。",
    "an announcement": "为有力推动海岛教育，提高入园率，现提出以下建议。",
    "a slogan": "渔业应坚定走绿色化、减量化的道路。",
    "a chapter's name": "二、海岛精神的由来。",
}


@pytest.mark.parametrize(("text", "wanted"), ONE_BY_ONE.values(), ids=ONE_BY_ONE.keys())
def test_what_belongs_to_one_ask_stays_in_it(text, wanted):
    assert asked(text) == wanted


@pytest.mark.parametrize(("text", "wanted"), COMES_OF_IT.values(), ids=COMES_OF_IT.keys())
def test_what_comes_of_an_ask_is_no_ask(text, wanted):
    assert asked(text) == wanted


@pytest.mark.parametrize("text", NOT_ASKED.values(), ids=NOT_ASKED.keys())
def test_background_and_truths_are_no_asks_even_there(text):
    assert asked(text) == []


def test_a_short_heading_gives_its_number_to_the_fuller_asks_below():
    text = "（一）加大投入。河道管护是一项长期工作。市财政应每年安排管护资金八百万元，建立稳定的增长机制。"

    got = [
        (item.number, item.quote)
        for item in zh_marks.read(HEAD + text)
        if item.kind == "suggestion"
    ]

    assert got == [("一", "市财政应每年安排管护资金八百万元"), ("一", "建立稳定的增长机制")]


def test_a_short_heading_that_stands_alone_is_an_ask():
    assert asked("一是加大投入。二是加强立法。") == ["加大投入", "加强立法"]


@pytest.mark.parametrize("end", ["。", "、", "；", "！"])
def test_no_mark_ends_a_quote(end):
    assert all(quote[-1] not in "。、；！，" for quote in asked("增设候船室座椅" + end))


@pytest.mark.parametrize(
    ("clause", "body"),
    [
        ("合理发挥政府引导作用", ""),
        ("畅通高校参与共建的渠道", ""),
        ("改变我市企业由被动整改到主动守法", ""),
        ("乃至高新技术企业加大投入", ""),
        ("鼓励中等职业学校开设航海课", ""),
        ("向乡村学校和班级倾斜", ""),
        ("另建议有关部门加强巡查", "有关部门"),
        ("地方政府和相关部门组织普查", "地方政府和相关部门"),
        ("责任清单由市工信局编制", "市工信局"),
        ("家长学校由教育部门牵头兴办", "教育部门"),
        ("市住房和城乡建设局应公布图纸", "市住房和城乡建设局"),
        ("市财政局、市水务局等部门安排资金", "市财政局、市水务局"),
    ],
)
def test_only_real_bodies_are_addressed(clause, body):
    assert addressees.find(clause) == body


def test_a_body_is_carried_over_only_while_it_is_the_subject():
    text = "苏沐晴：建议市水务局疏浚东河，公布水质；增设护栏。"

    got = [
        (item.quote, item.addressee) for item in zh_marks.read(text) if item.kind == "suggestion"
    ]

    assert got == [("市水务局疏浚东河", "市水务局"), ("公布水质", "市水务局"), ("增设护栏", "")]


@pytest.mark.parametrize(
    "text",
    [
        "网友：您好！您反映的路灯问题，我局已要求维护单位增派人手，加强夜间巡查。如有疑问，请直接联系我局。",
        "苏沐晴：希望我们的孩子能看见大海。",
        "主持人：请沈校长发表您的观点。",
    ],
)
def test_a_letters_own_measures_wishes_and_courtesy_are_no_asks(text):
    assert zh_marks.found(text, "建议") == []
