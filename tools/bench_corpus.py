# SPDX-License-Identifier: Apache-2.0
"""A corpus as large as wanted: fictional proposals, speeches and replies put together from seeded pieces."""

import hashlib
import random
from collections.abc import Iterator

from huiyin.core.values.documents import Document

_PLACES = [
    f"{a}{b}{c}"
    for a in "云石柳沙枫竹青白梅丹"
    for b in "江山湖桥泉林浦台"
    for c in ("街道", "片区", "河沿岸", "镇", "社区", "路", "老城区")
]
_THINGS = [
    "停车位", "公交线路", "社区食堂", "儿童游乐场", "排水管网", "充电桩", "菜市场", "图书分馆", "无障碍坡道", "夜间照明",
    "养老服务站", "托育点", "口袋公园", "防洪堤", "垃圾分类屋", "体育场地", "学位", "老旧电梯", "渡口", "非遗工坊",
    "职业培训基地", "冷链仓库", "屋顶光伏", "应急避难场所", "心理咨询室", "骑行道", "渔港码头", "苗圃", "水质监测站", "助残车间",
]  # fmt: skip
_BODIES = [
    "市交通运输局",
    "市住房和城乡建设局",
    "市教育局",
    "市民政局",
    "市城市管理局",
    "市水务局",
    "市文化广电旅游局",
    "市财政局",
]
_WAYS = [
    "建立跨部门联席会议制度", "把所需经费列入年度预算", "引入第三方每半年评估一次", "先选三处试点，再逐步推开", "公开进度，接受居民监督",
    "简化审批手续，限时办结", "与周边单位错时共享", "请专业机构做一次全面摸底", "采用以奖代补的方式", "制定统一的建设和管护标准",
]  # fmt: skip
_FACTS = [
    "目前{place}共有{thing}{n}处，其中{m}处建于二十年前。", "去年入户走访了{n}户居民，反映最多的就是{thing}问题。",
    "据统计，{place}每天使用{thing}的人次约为{n}，高峰时要等{m}分钟。", "近年来，{body}投入资金{n}万元，{thing}状况有了一些改善。",
]  # fmt: skip
_PROBLEMS = [
    "一是{thing}数量不足，布局不合理，{place}尤其突出。", "二是管护责任不清，出了问题找不到人。",
    "三是资金渠道单一，后续投入没有保障。", "由于部门之间信息不通，{thing}的规划长期滞后。",
]  # fmt: skip
_ASKS = [
    "在{place}增设{thing}{m}处，{way}。", "建议{body}牵头，对{place}的{thing}进行改造，{way}。",
    "完善{thing}管理办法，{way}。", "加大对{place}{thing}的投入，力争两年内补齐缺口。",
]  # fmt: skip
_REPLIES = [
    "关于在{place}增设{thing}的建议，我局已列入明年计划，将于明年{k}月底前建成{m}处。",
    "关于{thing}的建议，我们会后认真研究。", "{place}的{thing}改造已于上月完工，共投入{n}万元。",
]  # fmt: skip


def documents(characters: int, *, seed: int = 7) -> Iterator[Document]:
    """Give documents of some 900 characters each until they hold `characters` together."""
    chance = random.Random(seed)
    made = 0
    number = 0
    while made < characters:
        number += 1
        text = _proposal(chance) if number % 4 else _reply(chance)
        made += len(text)
        digest = hashlib.sha256(text.encode()).hexdigest()
        yield Document(f"{number:06}.txt", digest, "text/plain", text)


def _said(chance: random.Random, forms: list[str], times: int, place: str, thing: str) -> list[str]:
    return [
        chance.choice(forms).format(
            place=chance.choice(_PLACES) if chance.random() < 0.3 else place,
            thing=chance.choice(_THINGS) if chance.random() < 0.3 else thing,
            body=chance.choice(_BODIES),
            way=chance.choice(_WAYS),
            n=chance.randrange(30, 900),
            m=chance.randrange(2, 30),
            k=chance.randrange(1, 13),
        )
        for _ in range(times)
    ]


def _proposal(chance: random.Random) -> str:
    place, thing = chance.choice(_PLACES), chance.choice(_THINGS)
    lines = [f"关于改善{place}{thing}的提案"]
    lines += ["".join(_said(chance, _FACTS, 5, place, thing)), "存在的主要问题："]
    lines += ["".join(_said(chance, _PROBLEMS, 6, place, thing)), "为此建议："]
    lines += ["".join(_said(chance, _ASKS, 4, place, thing)) for _ in range(3)]
    return "\n".join(lines) + "\n"


def _reply(chance: random.Random) -> str:
    place, thing = chance.choice(_PLACES), chance.choice(_THINGS)
    lines = [
        f"关于市政协第{chance.randrange(1, 900)}号提案的答复",
        "委员：",
        "您提出的提案收悉，现答复如下：",
    ]
    lines += ["".join(_said(chance, _REPLIES, 4, place, thing)) for _ in range(5)]
    return "\n".join([*lines, chance.choice(_BODIES)]) + "\n"
