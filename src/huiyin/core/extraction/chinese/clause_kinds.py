# SPDX-License-Identifier: Apache-2.0
"""What a clause does in a request (分句的作用): asks, denies, says how, says what for, explains."""

import re
from collections.abc import Callable
from enum import Enum
from functools import lru_cache

from huiyin.core.extraction.chinese import addressees, words

_EXPLAIN = re.compile(words.listed("explains"))
_EFFECT = re.compile(
    f"(?:(?:也|还|又|并|更|更好地?|进一步|不断|切实|有效|真正|全面|从而|好){{0,3}}){words.listed('effects')}"
)
_CONCRETE = re.compile(words.listed("concrete"))
_SLOGAN = re.compile(f"(?:继续|始终|要|进一步|能|今年|必须)*{words.listed('slogans')}")
_SLOGAN_MARK = re.compile(
    "以|把|将|“|贯彻|树立|坚定"
)  # one of them stands in every slogan of these forms
_SLOGAN_FORM = re.compile(
    ".{0,12}以.{2,30}为(?:抓手|契机|引领|导向|目标|遵循|指导|统领|主线|宗旨)$"
    "|(?:要)?[把将].{2,20}(?:放在|摆在|摆到|作为)(?:首位|首要位置|突出位置|优先位置|重中之重|重要位置)$|(?:加快|推动|促进|实现)“[^”]+”[向到]“[^”]+”的?(?:转变|转型|跨越)$|[^，]{0,8}应(?:坚决|认真|全面|深入)*贯彻|(?:努力|积极)?树立[^，]*(?:亮点|样板|标杆|典范)$|[^，]{0,20}坚定[^，]{0,4}走[^，]{2,24}(?:道路|之路)$"
)
_PREP = re.compile(f"{words.SMALL}(?:建议|先|则)?{words.listed('preps')}")
_BY = re.compile(
    "(?:(?:也|还|并|再|同时|可|可以|应|要|先|则|则应)?)(?:由|请|把|将|对(?!于)|给|为.{2,16}(?:提供|开通|设|配|建))(?!此)"
)
_NEG = re.compile(
    "没有必要|没必要|不必|无需|无须|不要|不宜|不应|不能再|不再|不得|犯不着|(?<![辨区识分级类差个性特甄鉴各离告])别(?![的人墅样处])|切忌|不搞|严禁|禁止"
)
_NO = re.compile("[没不无犯别切严禁]")  # what a denial begins with
_CONDITION = re.compile(
    "(?:的|时|时候|中|后|前|上|下|方面|基础上|同时|情况|期间|过程中|来看|而言|外)$"
)
_WEIGHTY = "(?:重要|必要|关键|迫切|紧迫|可行)"
# Every branch begins with a literal, so that a search passes over what cannot begin one.
_JUDGE = re.compile(
    f"十分{_WEIGHTY}|非常{_WEIGHTY}|至关{_WEIGHTY}|尤为{_WEIGHTY}|特别{_WEIGHTY}|很{_WEIGHTY}|是{_WEIGHTY}|"
    "是指|体现在|指的是|表现为|势在必行|刻不容缓|屡见不鲜|层出不穷|比比皆是|迫在眉睫|意义重大|大有可为|是一[项个种件场条门]|可以?(?:看到|看出|发现)|"
    "以下.{0,6}(?:方面|几点)|看作[^，]+$|视为[^，]+$|通过该[平系机]|在该[平系机]|由该[平系机]|直接影响|影响到|关系到|的[^，]{1,10}有[0-9一二三四五六七八九十]+"
)
_JUDGE_FIRST = re.compile(
    "这|那|它|建设期|[^，]{0,24}(?:已经|业已|均已|早已|现已)[^，的]{0,8}(?:了|成|到)|需要?(?:进一步)?[^，]{1,8}化$|(?:也|还|并|明确)*(?:要求|规定|提出|指出)$"
)
_JUDGE_LAST = re.compile(
    "(?:重要|有效|根本)(?:途径|手段|举措|保障|保证|基础|前提|环节|组成部分)$|的(?:需要|基础|前提|关键|保证|体现)$|是[^，]*之[一首]$|(?:表明|显示|证明|指出|强调)$|"
    "(?:较|很|太|过)(?:大|高|低|长|短|强|弱|多|少|广|重|难|慢|快|小|差)$|的[^，]{1,12}更(?:大|高|低|长|广|强|广泛|复杂|突出)$"
)
_JUDGE_ENDS = frozenset("径段措障证础提节分要键现一首明示出调大高低长短强弱多少广重难慢快小差泛杂")
_GOES_ON = re.compile("(?<=[^，]{2})(?:承担|发挥|存在|面临|具有|经历|带动|影响)着")
_MODAL = re.compile("应当?|应该|要(?!求|素)|必须|须|需要?(?!求)|可以?(?![见靠行])|不得|能否|由")
_DUTY = re.compile("应当?(?!用|急|对|届)|应该|要(?!求|素|点)|必须|须|亟需|不得|由")
_BODY = re.compile(words.listed("bodies"))
_SUBJECT = re.compile(
    f"[\u4e00-\u9fffA-Za-z0-9、“”（）]{{0,22}}{words.listed('bodies')}(?:{words.LEADS}){{0,5}}{words.VERBS}"
)

_HEADED = re.compile("^[^把将]{0,16}(?:牵头|统筹|统筹协调|出面|负责)$")
_FORBID = re.compile("(?:要|应|坚决)?(?:严禁|禁止|杜绝)")
_GRASP = re.compile("(?:也|还|并|再|要|应|可)?[把将]")
_GRASPED = re.compile(f"{words.VERBS}|[到成为入进出给作掉上下好完清]|起来")
_FOR = re.compile(
    "(?:也|从而|切实|更好地?|全面|有效)?(?:可|能)?(?:为.{2,36})?(?:奠定|打下|提供|创造|注入|贡献|树立|做出|作出).{0,14}(?:指引|便利|依据|基础|支撑|保障|参考|动力|条件|智慧|活力|保证|标杆|榜样|示范|有力支持|贡献)$"
)
# What comes of the ask before: a better service, a wider renown, a good climate.
_COMES = re.compile(
    "(?:为.{2,20})?提供(?:更|优质|专业|便捷|安全|舒适|个性化|精准|高效|有力|良好|满意|贴心).{0,16}$|"
    "(?:吸引|创造出|涌现出?|产生|激发出|培养出|孵化出|带动)|(?:在[^，]{2,8})?(?:打造|创造|构建|营建|营造|形成)[^，]{0,12}(?:环境|氛围|格局|局面|形象)$|"
    "(?:扩大|延伸|拓展|放大|提升|打响)[^，]{0,12}(?:影响力?|知名度|美誉度|效应|空间|传播范围)$|(?:切实|进一步|逐步|真正)*(?:转变|更新|树立)[^，]{0,12}(?:观念|意识|理念)$|(?:加大|放大|提高|提升)[^，]{0,12}(?:效率|效益|效能)$|(?:逐步|不断|进一步)?(?:培育[^，]{0,8}(?:市场|增长点|增长极)|(?:做大做强|做大|做强|打响)[^，]{0,12}(?:品牌|产业)|加速[^，]{0,8}(?:整合|集聚|流程))$|延长.{0,8}(?:逗留|停留).{0,3}$|(?!多)[^，]{2,16}能够(?!拿出)"
)
# A subject made of a verb and its object, of which something is then told.
_TOLD_OF = re.compile(
    f"{words.ACTION.pattern}[^，]{{2,40}}(?:(?:的(?:前提|目的|本质|意义|原因|根本|实质|难点)|需要(?!的))(?!{words.VERBS})"
    "|(?<![职功智产性潜效节动不只才])能(?:够)?(?:激发|带来|促进|增强|使|让)|离不开|有利于|有助于|对于(?:提升|增强|促进|推动|加强|实现|构建|保障|提高)|事关|关系到|直接影响|取决于|适逢其时|具有(?:积极|重要|重大|深远)"
    "|(?<![特尤凡就还但而不只若总别其的或])是(?!否|指)[^，]{2,40}(?:问题|任务|途径|举措|关键|基础|前提|保障|工作|需要|要求|环节|手段|措施|内容|方向|选择|方法|标志|核心|重点|认知|作用|责任|使命|义务|趋势|举动)$)"
)
_TELLS = re.compile(
    "的[前目本意原根实难]|需要|能|离不开|有利于|有助于|对于|事关|关系到|直接影响|取决于|适逢其时|具有|是"
)
_DONE_MARK = re.compile("[了的过年]")
_DONE = re.compile(
    f"{words.SMALL}{words.VERBS}(?:了|的|过(?![程度剩]))|^(?:19|20)[0-9]{{2}}年[^底内前，]{{0,20}}(?:了|{words.VERBS})"
)
_WILL = re.compile(
    "(?:也|还|又|必|都|均)?(?:将(?:为|会|使|让|有|能|极大|大大|进一步|成为|带来)|必将|势必)"
)
_NEEDED = re.compile(
    "(?:都|也|还|仍|均|更)?需要?(?:一定|更[长大多高好短强]|较[长大多高]|大量|很[长大多高]|长期|各方面?|全社会|社会各|多方|专门)的?[^，]{1,12}$|"
    "[^，]{2,30}需要[^，]{0,6}(?:调动.{0,24}积极性|的?(?:配合|支持|重视|合力|过程|时间|期限|参与))$"
)

_CAUSE = re.compile("因(?![地时此势材人事])")
_WHOM = re.compile(
    "(?:也|还|并|再|同时|特别是|尤其是)?(?:对|对于|凡).*的[^的，]{0,8}(?:对象|人员|员|者|群体|家庭|情形|人才|机构|企业|单位|组织|项目|学生|居民|农户|老人|儿童|职工|地区|小区|车辆|产品|门店|商户|场所)$|"
    "(?:对|对于|凡).*(?:对象|[^，]员|者|群体|家庭|情形)$"
    "|(?:也|还|并|再|同时)?(?:对|对于|凡).*(?:的|等)[^的，]{0,10}(?:行为|活动|葬法|事项|问题|岗位|区域|业态|品种|设施|材料|资产|纠纷|案件|药物|药品)$"
)
# Taken in hand, and the words end with the name of a thing: what is to be done with it comes next.
_HELD_NAME = re.compile(
    "(?:也|还|并|再|要|应|可)?[把将].*的[^的，]{0,8}(?:率|量|度|额|数|值|服务|照料|上门探视|方式|做法|模式|职能|机构|人员|对象)$"
)
_AT_NOUNS = re.compile("(?:在|从)[^，]{2,20}(?:和|与|及|以及|、)[^，]{2,12}$")
_STRENGTH = re.compile("(?:充分|积极|更好|要|应)*发挥.*(?:优势|作用)$")
_SUCH = re.compile("等(?:行为|现象|问题|情况|情形|乱象)$|使得|可以?使")
_AIMED = re.compile(
    "(?:要|应|可|紧紧)?(?:凡是?(?=[^，]{2,14}$)|遵循|针对|围绕|面向|对于|基于|根据|鉴于|适应|按照|紧扣|立足)"
)
_MEANS = re.compile(
    "(?:方式|形式|技术|平台|优势|作用|机制|契机|建设|要求|思路|原则|经验|规定|办法|标准|政策|项目|手段|程序|数据|网络|资源|力量|做法|模式|机遇|设备|渠道|载体)$"
)
_WITHIN = re.compile(
    "..(?:的|时|时候|[^其]中|基础上|前提下|情况下|背景下|条件下|形势下|方面|方式上|平台上|内容上|形式上|机制上|政策上|资金上|认定上|层面上|以后|之后|后|之前|段内|期内|(?<![目提当面月年日底以之])前|之外|为(?:依托|基础|核心|主体|载体|支撑|纽带|平台|切入点|突破口|重点|中心))$"
)
_BY_MEANS = re.compile(
    "(?:充分|有效|积极|合理|进一步|可以?|应|要)*(?:利用|运用|借助|依托|借鉴|立足|结合|按照|根据|参照|通过|本着)|(?:可以?|应|要)?(?:采取|采用|.{0,20}通过).{2,40}(?:方式|形式|模式|办法|手段|途径|渠道|措施)$"
)
# The name of a chapter, not of a deed.
_NAMED = re.compile(
    f"(?!{words.ACTION.pattern})[^，]*(?:重要性|必要性|可行性|由来|特征|内涵|背景|考量)$|[^，]{{2,12}}的现状$"
)
_HEEDING = re.compile(
    "[^，]{0,14}(?:根据|按照|结合|依据|依照|参照)[^，]*(?:现状|实际|情况|要求|需要|需求|特点|规定|精神|原则|意见)$"
)
# Only who is to act, or who is meant; what to do comes in the next clause.
_WHO_ONLY = re.compile(
    "[^，]{2,30}(?:等(?:有关|相关)?(?:部门|单位)?|部门|厅|局|委|政府|单位|机构|公司)$|(?:开展|从事|承担|参与|入驻|获得|符合)[^，]*的(?:单位|企业|机构|部门|学校|医院|人员|个人)$"
)
_USED_FOR = ("用于", "专门用于", "主要用于", "全部用于", "优先用于", "重点用于")
_DOERS = ("开展", "从事", "承担", "参与", "入驻", "获得", "符合")
_TOGETHER = re.compile(
    "[^，]{2,16}(?:协同|会同|联合)[^，]*(?:厅|局|委|办|公司|部门|单位|协会|学会|高校|企业)$"
)
_STAGE = re.compile("[^，进加推完建优改]{1,6}(?:阶段|期间|时期|层面|领域)")
_TAKES_PART = re.compile(
    "(?:由)?[^，引鼓动推支组]{2,14}(?:部门|单位|组织|机构|社会|政府|企业|团体|群众|力量|各方)(?:共同|积极|协同|广泛|统筹)?(?:参与|配合|协助|联动|参加|协同|实行|负责)"
)
_SO_THAT = re.compile(
    "以(?:便|期|免|防|求|此|利于|达到|引起|支持|促进|保证|确保|实现|满足|适应|带动|体现)(?!.*为[^，]{1,6}$)"
)
_SERVES = re.compile(
    "(?:切实|更好地?|并)?(?:向[^，]{2,12}提供|为[^，]{2,30}(?:提供|搭建|打开|创造|配备|开通|设立|增设|安装)|提供[^，]*(?:指导|服务|支持|保障|咨询)$)"
)
_MEANS_TO = re.compile(
    "(?:平台|体系|中心|系统|基地|园区?|网络|机构|组织|公司|队伍|机制|基金|渠道|窗口|联盟|团队|条件)$"
)
# “According to …” is manner, unless the deed follows in the same clause.
_ENDS_NAMED = re.compile(
    "(?:要求|规定|特点|情况|原则|精神|实际|现状|需要|需求|规划|部署|布局|标准|方案|办法|意见|目标|思路|规律|任务|问题|特色|程序|模式|重点|短板|环节|领域|政策|[”》）]|为[^，]{1,8})$"
)
_FURTHERS = (
    "促进",
    "推动",
    "推进",
    "带动",
    "提升",
    "提高",
    "实现",
    "保障",
    "确保",
    "增强",
    "体现",
    "树立",
    "激发",
    "满足",
    "适应",
)
_PURPOSE = re.compile(
    f"为了?(?:(?:进一步|切实|有效|更好地?|有力|全面|深入|充分|不断|加快)+|{words.VERBS}(?!者|站|队))"
)
_NOTICE = re.compile(
    "引起.{0,24}(?:重视|关注)$|^(?:可以?)?(?:和|与|同).{2,20}(?:合作|对接|联合|协商|沟通)$"
)
_OPEN_NOUN = re.compile(
    f"^[^由]{{0,3}}对(?!于).*的(?!.*(?:{words.VERBS}|进行|给予|予以)).{{1,12}}$"
)
_DOING = re.compile(f"(?:{words.VERBS}|进行|给予|予以|加以)(?!.{{0,2}}的)(?=.{{2}})")
_BORNE = re.compile("[^，]{2,16}由[^，]{2,14}$")


class Is(Enum):
    """What a clause does in a request."""

    ACT = "act"  # 要做的事
    EFFECT = "effect"  # 目的、效果
    MANNER = "manner"  # 方式、条件、对象
    NEGATIVE = "negative"  # 不要做的事
    EXPLAIN = "explain"  # 说明、道理
    SLOGAN = "slogan"  # 口号
    REST = "rest"


def kind(clause: str, *, strict: bool, cued: bool = False) -> Is:
    """Say what a clause does; `strict` where no cue stands right before it, so that its own words must show a request.

    Shapes: `cued` where the whole run of clauses follows a cue.

    >>> kind("增设停车位", strict=True), kind("让老人少走路", strict=True), kind("在老城区", strict=True)
    (<Is.ACT: 'act'>, <Is.EFFECT: 'effect'>, <Is.MANNER: 'manner'>)
    """
    what = _by_its_words(clause)
    if what is not None:
        return what
    if _is_entrusted(clause, free=cued or not strict):
        return Is.ACT
    if _OPEN_NOUN.match(clause) or _is_for_whom(clause):
        return Is.MANNER
    if _PREP.match(clause):
        return _with_preposition(clause)
    return Is.ACT if _is_duty(clause, free=cued or not strict, cued=cued) else Is.REST


def _with_preposition(clause: str) -> Is:
    if clause.startswith(_USED_FOR):
        return Is.REST
    acts = _DOING.search(clause, 3) and not _CONDITION.search(clause)
    return Is.ACT if acts or clause.endswith("倾斜") else Is.MANNER


@lru_cache(maxsize=4096)  # a clause is asked about more than once, and set phrases come again
def _by_its_words(clause: str) -> Is | None:
    """Say what a clause does wherever it stands, None where that depends on its place."""
    return next((what for what, is_so in _IN_ORDER if is_so(clause)), None)


def is_notice(clause: str) -> bool:
    """Tell whether a clause asks for notice or for ties with others: it prepares the ask behind it."""
    return _NOTICE.search(clause) is not None


def _explains(clause: str) -> bool:
    return bool(
        _EXPLAIN.match(clause)
        or _CAUSE.match(clause)
        or _SUCH.search(clause)
        or (_DONE_MARK.search(clause) and _DONE.match(clause))
        or _NEEDED.match(clause)
        or _WILL.match(clause)
        or (_TELLS.search(clause) and _TOLD_OF.match(clause))
        or _judges(clause)
    )


def _judges(clause: str) -> bool:
    return bool(
        _JUDGE.search(clause)
        or _JUDGE_FIRST.match(clause)
        or (clause[-1:] in _JUDGE_ENDS and _JUDGE_LAST.search(clause))
        or ("着" in clause and _GOES_ON.search(clause))
    )


def _is_slogan(clause: str) -> bool:
    return bool(
        _SLOGAN.match(clause) or (_SLOGAN_MARK.search(clause) and _SLOGAN_FORM.match(clause))
    )


def _is_for_whom(clause: str) -> bool:
    return ("对" in clause or "凡" in clause) and _WHOM.match(clause) is not None


def _denies(clause: str) -> bool:
    return _NO.search(clause, 0, 24) is not None and _NEG.search(clause[:24]) is not None


def _is_manner(clause: str) -> bool:
    if _SO_THAT.match(clause) or _FOR.match(clause):
        return False
    return _is_aim(clause) or _is_means(clause)


def _is_aim(clause: str) -> bool:
    """Tell whether a clause names what for, in what regard, or to whom."""
    return bool(
        (_PURPOSE.match(clause) and not _SERVES.match(clause))
        or _HEADED.match(clause)
        or _NOTICE.search(clause)
        or _WITHIN.search(clause)
        or _is_for_whom(clause)
        or _HELD_NAME.match(clause)
        or _at_nouns(clause)
        or _STAGE.fullmatch(clause)
        or _TAKES_PART.fullmatch(clause)
        or _HEEDING.match(clause)
        or _TOGETHER.match(clause)
        or _is_who(clause)
        or (_AIMED.match(clause) and not _does_too(clause))
        or clause.startswith("除")
        or (clause.startswith("以") and not _does_too(clause))
        or _STRENGTH.match(clause)
    )


def _does_too(clause: str) -> bool:
    """Tell whether a clause that begins with a manner goes on to what is to be done."""
    if _ENDS_NAMED.search(clause):
        return False
    deed = _DOING.search(clause, 6)
    return deed is not None and not deed.group().startswith(_FURTHERS)


def _is_who(clause: str) -> bool:
    if not _WHO_ONLY.match(clause):
        return False
    if clause.startswith(_DOERS):
        return "的" in clause and not clause.endswith("等")
    return addressees.is_body(clause.rpartition("等")[0] or clause)


def _is_means(clause: str) -> bool:
    if clause.startswith("通过") and not re.search("[把将]", clause):
        return True
    means = _BY_MEANS.match(clause)
    return means is not None and bool(
        _MEANS.search(clause) or not _DOING.search(clause[:-1], means.end() + 2)
    )


def _at_nouns(clause: str) -> bool:
    """Tell whether a clause of place joins two nouns and does nothing there: “在专利创造和转化运用”."""
    if not _AT_NOUNS.match(clause) or "方面" in clause:
        return False
    verbs = list(words.VERB.finditer(clause, 1))
    return all(
        len(clause) == v.end() or clause[v.end()] in "和与及以、" or len(clause) - v.end() <= 2
        for v in verbs
    )


def comes_of(clause: str, ask: str) -> bool:
    """Tell whether a clause names what comes of the ask before it rather than something to do."""
    if _SERVES.match(clause) and _MEANS_TO.search(ask):
        return True
    return _COMES.match(clause) is not None


def _is_effect(clause: str) -> bool:
    told = _EFFECT.match(clause) and not _CONCRETE.search(clause)
    return bool(told or _FOR.match(clause) or _SO_THAT.match(clause))


def _grasps_nothing(clause: str) -> bool:
    return _GRASP.match(clause) is not None and not _GRASPED.search(clause, 3)


def _is_entrusted(clause: str, *, free: bool) -> bool:
    if len(clause) <= 5 or not _BY.match(clause) or _OPEN_NOUN.match(clause):
        return False
    return free or words.VERB.search(clause, 2) is not None


def _is_duty(clause: str, *, free: bool, cued: bool) -> bool:
    modal = (_MODAL if free else _DUTY).search(clause, 1, 30)
    if modal and words.VERB.search(clause, modal.end(), modal.end() + 24):
        return True
    acts = _BODY.search(clause) is not None and _SUBJECT.match(clause) is not None
    return bool(acts or (cued and _BORNE.match(clause)))


_IN_ORDER: tuple[tuple[Is, Callable[[str], object]], ...] = (
    (Is.EXPLAIN, _explains),
    (Is.SLOGAN, _is_slogan),
    (Is.SLOGAN, _NAMED.match),
    (Is.ACT, _FORBID.match),
    (Is.NEGATIVE, _denies),
    (Is.MANNER, _is_manner),
    (Is.EFFECT, _is_effect),
    (Is.ACT, words.ACTION.match),
    (Is.MANNER, _grasps_nothing),
)
