# SPDX-License-Identifier: Apache-2.0
"""Addressees (向谁提): the body named at the head of a request as the one to do it."""

import re
from functools import cache

from huiyin.core.extraction.chinese import words

_SUFFIX = (
    "(?:委员会|办公室|管委会|办事处|指挥部|工信局|分局|支队|总队|大队|街道|集团|公司|银行|医院|法院|检察院|中心|部门|单位|"
    "人民政府|政府|省委|市委|区委|县委|局|厅|委|办|院|社区|学校|高校|企业|工会|妇联|团委)"
)
_ANY = re.compile(_SUFFIX)
_ONE = rf"(?:[\u4e00-\u9fffA-Za-z]{{0,14}}?{_SUFFIX})"
_AND = "(?:、|和|以及|及|与|会同|联合)"
_NEXT = (
    rf"(?=(?:{words.LEADS}){{0,4}}(?:{words.VERBS}|把|将|对|在|从|为|给|向|会|能|要|应|与|和|以|由|出|定|派|设|建|按|就|也|做|加|"
    r"疏|清|(?<=[，,])[通充围立鼓]|联手|共同|一起|结合|根据|每|[0-9０-９一二三四五六七八九十今明年]))"
)
_PUT = "(?:请|恳请|希望|建议|由|要求|责成|交由|交给|麻烦)"
_SMALL = "(?:另|另外|同时|此外|因此|为此|对此|还|也|特|再|并|首先|其次|最后|应当|应该|应|可以|可|要|需要|需|必须|宜)"
_HEAD = re.compile(
    rf"{_SMALL}{{0,3}}{_PUT}?(?P<who>{_ONE}(?:{_AND}{_ONE}){{0,4}})(?:等(?:有关|相关)?(?:部门|单位)?)?[，,]?{_NEXT}"
)
_BY = re.compile(
    rf"(?:由|请|责成|交由|交给)(?P<who>{_ONE}(?:{_AND}{_ONE}){{0,4}})(?:来|去)?(?:牵头|负责|会同|汇总|统一|统筹|出面|承担|组织|编|{words.VERBS}|给|把|将|对|在|从|[0-9])"
)
# A name holds none of these: with one in it, what was cut out is a clause and not a body.
_INSIDE = re.compile(
    f"{words.VERBS}|[把将对从向给让使被由到请等的地了是]|乃至|甚至|按照|通过|进行|发挥|引导|落实|目前|及时|正确|结合|我省企业"
)
_OF_NAMES = re.compile(
    "会同|地方|地级|地区|工地|基地|属地|当地|各地|土地|内地|水利|发展|改革|建设|规划|教育|开发|管理|监督|监管|统计|审计|应急|保障|服务|保护|研究|监测|"
    "检测|检查|检察|指导|协调|交流|合作|宣传|组织|统战|指挥|执法|投资|设计|培训|推广|统筹|综合|联合|公开|采购|预算|征收|处理|处置|"
    "救助|救援|康复|养护|维护|评估|审核|审批|主管|协同|创新|创业|援助|信用|信息|公共|安置|调解|促进|防范|分类|配送|承担|使用|参与|应用|招商|引进|用地|"
    "集中|托管|共享|改造|代办|登记|认证|核查|巡查|规范|保护|实施|试点|孵化|生产|制造|销售|种植|施工|运营|经营|供应|回收|研发"
)

_ACTS = (
    "加强", "加快", "加大", "建立", "建设", "完善", "健全", "推动", "推进", "组织", "统筹", "引导", "指导", "保障", "宣传",
    "保护", "促进", "协调", "整合", "联合", "改造", "实施", "规范", "运营", "引进", "开发", "培训", "参与", "使用", "应用",
    "处理", "处置", "研究", "检查", "监督", "监管", "管理", "评估", "防范", "创新", "改革", "发展", "巡查", "回收", "为", "与", "以",
    "利用", "成立", "出台", "设立", "设",
)  # fmt: skip


def find(clause: str, known: frozenset[str] = frozenset()) -> str:
    """Give the body a request is put to, as its words name it, "" when they name none.

    >>> find("市住建局出台补偿标准"), find("由市城管局牵头清理"), find("增设停车位"), find("教育部门把课送进校园")
    ('市住建局', '市城管局', '', '教育部门')
    >>> find("合理发挥政府引导作用"), find("责任清单由市工信局编制"), find("地方政府组织普查")
    ('', '市工信局', '地方政府')
    """
    head = clause[:60]
    listed = _listed(head.lstrip("请由"), known) if known else ""
    if listed or not _ANY.search(head):
        return listed
    led, by = _HEAD.match(head), _BY.search(head)
    if led and by and head[led.end() :].startswith("由"):
        led = None  # what it is about, then who is to do it
    for match in (led, by):
        name = match["who"].rpartition("的")[2] if match else ""
        if name and is_body(name):
            return name
    return ""


def _listed(head: str, known: frozenset[str]) -> str:
    return next((name for name in _longest_first(known) if head.startswith(name)), "")


@cache
def _longest_first(known: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(known, key=len, reverse=True))


def is_body(name: str) -> bool:
    """Tell whether words are a name and hold no verb, but for those that names of bodies are made with."""
    rest = _OF_NAMES.sub("", name)
    return (
        _INSIDE.search(rest) is None
        and not name.startswith(_ACTS)
        and not any(mark + act in name for mark in "、和及" for act in ("鼓励", "完善", "健全"))
    )
