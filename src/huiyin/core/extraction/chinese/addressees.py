# SPDX-License-Identifier: Apache-2.0
"""Addressees (向谁提): the body named at the head of a request as the one to do it."""

import re

from huiyin.core.extraction.chinese import words

_SUFFIX = (
    "(?:委员会|办公室|管委会|办事处|指挥部|工信局|分局|支队|总队|大队|街道|集团|公司|银行|医院|法院|检察院|中心|部门|单位|"
    "人民政府|政府|市委|区委|县委|局|厅|委|办|院|社区|学校|高校|企业|工会|妇联|团委)"
)
_ONE = rf"(?:[\u4e00-\u9fffA-Za-z]{{0,14}}?{_SUFFIX})"
_NEXT = (
    rf"(?=(?:{words.LEADS}){{0,4}}(?:{words.VERBS}|把|将|对|在|从|为|给|向|会|能|要|应|与|和|以|由|出|定|派|设|建|按|就|也|做|加|"
    r"联手|共同|一起|[0-9０-９一二三四五六七八九十今明年]))"
)
_HEAD = re.compile(
    rf"(?:{words.LEADS})?(?:请|恳请|希望|建议|由|让|要求|责成|交由|交给|麻烦)?(?P<who>{_ONE}(?:(?:、|和|以及|及|会同|联合){_ONE}){{0,4}}){_NEXT}"
)
_BY = re.compile(
    rf"(?:由|请|责成|交由|交给)(?P<who>{_ONE}(?:(?:、|和|及){_ONE}){{0,4}})(?:来|去)?(?:牵头|负责|会同|汇总|统一|统筹|出面|承担|组织|{words.VERBS}|给|把|将|对|在|从|[0-9])"
)
_NO_BODY = re.compile(
    "^(?:加|建|推|完|提|设|增|开|在|对|把|将|以|通过|鼓励|引导|支持|组织|动员|为|与|和|给|向|从|强化|制|出台|利用|成立)"
)
_ACTOR_FIRST = re.compile("^(?:加大|加强|建立|完善|健全|推动|鼓励)")


def find(clause: str, known: frozenset[str] = frozenset()) -> str:
    """Give the body a request is put to, as its words name it, "" when they name none.

    >>> find("市住建局出台补偿标准"), find("由市城管局牵头清理"), find("增设停车位"), find("教育部门把课送进校园")
    ('市住建局', '市城管局', '', '教育部门')
    """
    head = clause[:60]
    listed = next(
        (
            name
            for name in sorted(known, key=len, reverse=True)
            if head.lstrip("请由")[: len(name)] == name
        ),
        "",
    )
    if listed:
        return listed
    match = _HEAD.match(head)
    if match and not _NO_BODY.match(match["who"]):
        return match["who"]
    match = _BY.search(head)
    return match["who"] if match and not _ACTOR_FIRST.match(match["who"]) else ""
