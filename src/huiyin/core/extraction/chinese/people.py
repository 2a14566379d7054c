# SPDX-License-Identifier: Apache-2.0
"""People and bodies (人与单位): who a few words before a speech verb or a colon name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from huiyin.core.extraction.chinese import words
from huiyin.core.values import bodies, findings

Capacity = findings.Capacity
_LISTS = words.PEOPLE.lists
_STOPS = words.listed("stops")
_GIVEN = rf"(?:(?!{_STOPS})[\u4e00-\u9fff])"
_TITLE_OF = {
    title: capacity
    for key, capacity in (
        ("staff_titles", Capacity.STAFF),
        ("department_titles", Capacity.DEPARTMENT),
        ("leader_titles", Capacity.LEADER),
        ("member_titles", Capacity.MEMBER),
    )
    for title in _LISTS[key]
}
_TITLES = words.any_of(_TITLE_OF)
_TITLES_AFTER = (
    r"[\u4e00-\u9fff]{0,4}(?:委员|代表|局长|主任|市长|区长|说|表示|建议|认为|：|:|，|,|问)"
)
NAME = (
    rf"(?!{words.listed('not_names')})(?:{words.listed('double_surnames')}{_GIVEN}{{1,2}}"
    rf"|[{''.join(_LISTS['surnames'])}](?:某[某甲乙丙丁]?|[×xX*]{{1,2}}|{_GIVEN}(?:{_GIVEN}|和(?={_TITLES_AFTER}|$))?))"
)
_BODY = r"[\u4e00-\u9fffA-Za-z0-9·]{0,24}"
_SPACE = r"[ \u3000]*"
# 市民政局局长纪云舒 · 政协委员、民盟云汐市委副主委沈知远
_TITLE_NAME = re.compile(
    rf"(?P<aff>[\u4e00-\u9fffA-Za-z0-9·、（）()“”]{{0,40}}?)(?P<title>{_TITLES}){_SPACE}(?P<name>{NAME})(?![\u4e00-\u9fff])"
)
# 王岚委员 · 周局长 · 市民政局纪云舒局长
_NAME_TITLE = re.compile(
    rf"(?P<aff>{_BODY}?)(?P<name>{NAME}|[{''.join(_LISTS['surnames'])}])(?P<title>{_TITLES})(?![\u4e00-\u9fff])"
)
_ENDS_BODY = re.compile(words.listed("body_ends") + r"(?:相关|有关|主要)?(?:负责人|负责同志)?$")
_PROPOSING = re.compile(words.listed("proposing"))
_LATER = re.compile(
    r"(?:随后|接着|当场|当即|随即|首先|率先|也|还|则|又|再次|再|同时|最后|紧接着|马上|立即|立刻|在(?:会|发言|讨论|回应|座谈|现场|调研|提案|接受)[^，,。]{0,14}|对此|进一步|坦率地|认真地|明确|直接|一一|逐一|郑重|笑着|接过话筒|拿起话筒|诚恳地|结合.{0,12}|就.{0,20}|针对.{0,20}|向.{0,14}|补充|的发言|代表[^，,。]{2,16}|一上来就|开口就|连连|多次|特别|尤其|强烈|便|于是|接过话头|接过话茬|插话|专门|主动|的)*$"
)


_HIGH_BODY = re.compile("(?:市|区|县|省|州)委$|政协$")
_PARTY_NAME = re.compile(
    rf"(?P<aff>.{{0,50}}(?:民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|工商联|无党派|无党派人士|中共|党员|界别?))(?P<name>{NAME})$"
)


@dataclass(slots=True)
class Cast:
    """The people a record has named so far, and the user's own lists."""

    roster: dict[str, bodies.RosterEntry] = field(default_factory=dict)
    known: dict[str, findings.Speaker] = field(default_factory=dict)
    bodies: frozenset[str] = frozenset()

    def note(self, speaker: findings.Speaker) -> findings.Speaker:
        """Remember a speaker; a later mention by bare name or by surname and title finds the fuller one."""
        old = self.known.get(speaker.name)
        if old and old.capacity is not Capacity.UNKNOWN and speaker.capacity is Capacity.UNKNOWN:
            return old
        if (
            old
            and old.capacity is speaker.capacity
            and len(old.affiliation) >= len(speaker.affiliation)
        ):
            return old
        if speaker.name:
            self.known[speaker.name] = speaker
        return speaker


def cast(roster: Sequence[bodies.RosterEntry], body_list: Sequence[bodies.Body]) -> Cast:
    """Begin a cast with the user's roster and bodies."""
    names = frozenset(name for body in body_list for name in (body.name, *body.aliases) if name)
    return Cast({entry.name: entry for entry in roster if entry.name}, {}, names)


_TALK = re.compile(
    "^(?:来自|作为|对此|记者从|据|而|但|随后|最后|接着|当天|会上|现场|同为|另一位|一位|其中)+[，,]?"
)
_TITLE = re.compile(_TITLES)
_NAME = re.compile(NAME)
_BEFORE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·、（）()]{0,30}$")


def mentioned(text: str, cast: Cast) -> findings.Speaker | None:
    """Give the first person named with a title in some words, None when there is none.

    >>> mentioned("政协委员刘桃园将提案聚焦于书包", Cast()).name
    '刘桃园'
    """
    for title in _TITLE.finditer(text):
        name = _NAME.match(text, title.end())
        start = title.start()
        if name is None:
            start, name = _ending(text, title.start())
        if name is None:
            continue
        around = _BEFORE.search(text[:start])
        capacity, affiliation = _place(
            _TALK.sub("", around.group() if around else ""), title.group()
        )
        return cast.note(findings.Speaker(name.group(), capacity, affiliation))
    return None


def _ending(text: str, end: int) -> "tuple[int, re.Match[str] | None]":
    for size in (4, 3, 2):
        name = _NAME.fullmatch(text, max(0, end - size), end) if end >= size else None
        if name:
            return name.start(), name
    return end, None


_VERB_AT = re.compile(words.any_of((*_LISTS["say_verbs"], *_LISTS["ask_verbs"])))


def subject_end(clause: str) -> int:
    """Give where the words before the first speech verb end, 0 when there is no such verb."""
    match = _VERB_AT.search(clause)
    return match.start() if match else 0


def is_name(text: str) -> bool:
    """Tell whether some characters are a person's name by surname and length.

    >>> is_name("沈知远"), is_name("欧阳舒"), is_name("大家"), is_name("记者")
    (True, True, False, False)
    """
    return _NAME.fullmatch(text) is not None


def who(text: str, cast: Cast) -> findings.Speaker | None:
    """Say whom the words before a speech verb or a colon name, None when they name nobody.

    >>> who("市民政局局长纪云舒当场", Cast())
    Speaker(name='纪云舒', capacity=<Capacity.DEPARTMENT: 'department'>, affiliation='市民政局')
    """
    bare = _LATER.sub("", text.strip(" \u3000，,、：:“”"))
    bare = bare.strip(" \u3000，,、")
    if not bare or len(bare) > 60:
        return None
    inner = re.fullmatch(r"(?P<out>[^（(]+)[（(](?P<in>[^（()）]{2,40})[)）]", bare)
    if inner:
        return _bracketed(inner["out"].strip(), inner["in"], cast)
    return _known(bare, cast) or _titled(bare, cast) or _plain(bare, cast)


def _bracketed(name: str, affiliation: str, cast: Cast) -> findings.Speaker | None:
    found = who(name, cast)
    if found is None:
        return None
    capacity, said = capacity_of(affiliation)
    if found.affiliation and capacity is Capacity.UNKNOWN:
        return found
    if capacity is Capacity.UNKNOWN:
        capacity = found.capacity
    return cast.note(findings.Speaker(found.name, capacity, said or affiliation))


def capacity_of(affiliation: str) -> tuple[findings.Capacity, str]:
    """Give the capacity a post stands for and the words to keep as affiliation."""
    for title in sorted(_TITLE_OF, key=len, reverse=True):
        if affiliation.endswith(title):
            return _place(affiliation[: -len(title)], title)
    if re.search("委员|政协", affiliation):
        return Capacity.MEMBER, affiliation
    if _ENDS_BODY.search(affiliation):
        return Capacity.DEPARTMENT, affiliation
    return Capacity.UNKNOWN, affiliation


def _place(before: str, title: str) -> tuple[findings.Capacity, str]:
    capacity = _TITLE_OF[title]
    before = re.sub("^.{0,12}?(?:的是|轮到|主持会议的|主持人、|来自)", "", before)
    before = re.sub("来?的$", "", before)
    full = before + title
    if re.search("委员(?!会)|人大代表", full) or (capacity is Capacity.MEMBER):
        return Capacity.MEMBER, full
    if title in {"主任", "副主任", "主席", "副主席", "会长", "副会长"} and _PROPOSING.search(
        before
    ):
        return Capacity.LEADER if "政协" in before and "主席" in title else Capacity.MEMBER, full
    heads = title in {"书记", "副书记", "主席", "副主席", "主任"} and _ENDS_BODY.search(before)
    if heads and not _HIGH_BODY.search(before):
        return Capacity.DEPARTMENT, before
    if capacity is Capacity.DEPARTMENT:
        if re.search("公司|集团|大学|医院|学校|事务所|企业|商会|交易所", before):
            return Capacity.UNKNOWN, full
        return capacity, before or title
    return capacity, full


def _known(bare: str, cast: Cast) -> findings.Speaker | None:
    for size in (len(bare), 4, 3, 2):
        name = bare[-size:]
        if name in cast.roster:
            entry = cast.roster[name]
            capacity = (
                Capacity(entry.capacity) if entry.capacity in set(Capacity) else Capacity.UNKNOWN
            )
            return cast.note(findings.Speaker(name, capacity, entry.affiliation))
        if size == len(bare) and name in cast.known:
            return cast.known[name]
    return None


def _titled(bare: str, cast: Cast) -> findings.Speaker | None:
    if not _TITLE.search(bare):
        return None
    match = _TITLE_NAME.search(bare) or _NAME_TITLE.search(bare)
    if not match:
        return None
    name, title, before = match["name"], match["title"], match["aff"].strip("“”（）()、和与，")
    before = _TALK.sub("", before)
    if len(name) == 1:
        fuller = [s for s in cast.known.values() if s.name[0] == name and len(s.name) > 1]
        same = [s for s in fuller if s.capacity in (_TITLE_OF[title], Capacity.UNKNOWN)]
        if same:
            return same[-1]
        name += title
    capacity, affiliation = _place(before, title)
    return cast.note(findings.Speaker(name, capacity, affiliation))


def _plain(bare: str, cast: Cast) -> findings.Speaker | None:
    for group in _LISTS["groups"]:
        if bare.endswith(group):
            return findings.Speaker(group, Capacity.MEMBER)
    if bare in _LISTS["staff_names"]:
        return findings.Speaker(bare, Capacity.STAFF)
    head, _, tail = bare.replace("\u3000", " ").rpartition(" ")
    if head and is_name(tail.strip()):  # 某公司副总监、民革 周婷
        capacity, _said = capacity_of(head.rstrip("、， "))
        if _PROPOSING.search(head.split("、")[-1]):
            capacity = Capacity.MEMBER
        return cast.note(findings.Speaker(tail.strip(), capacity, head.strip("、， ")))
    spaced = re.sub(r"[ \u3000]", "", bare)
    party = _PARTY_NAME.match(spaced)
    if party:  # 某公司副总监、民革周婷
        return cast.note(findings.Speaker(party["name"], Capacity.MEMBER, party["aff"].strip("、")))
    if is_name(spaced):
        old = cast.known.get(spaced)
        return old or cast.note(findings.Speaker(spaced))
    return body(spaced, cast)


def body(text: str, cast: Cast) -> findings.Speaker | None:
    """Give the body that speaks, None when the words are no body."""
    if text in cast.bodies:
        return findings.Speaker(text, Capacity.DEPARTMENT, text)
    if len(text) < 3 or len(text) > 24 or not _ENDS_BODY.search(text):
        return None
    name = re.sub("(?:相关|有关|主要)?(?:负责人|负责同志)$", "", text)
    if _PROPOSING.search(name):
        return findings.Speaker(name, Capacity.PROPOSING_BODY, name)
    if re.search("[会社队所站处]$", name) and not re.search(
        "委员会|管委会|分局|街道|支队|大队|办事处|协会", name
    ):
        return None
    return findings.Speaker(name, Capacity.DEPARTMENT, name)
