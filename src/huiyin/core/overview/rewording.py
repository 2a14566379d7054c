# SPDX-License-Identifier: Apache-2.0
"""Rewording (改写): what a model is asked, and whether what it says may stand: the same said otherwise, and nothing added.

A sentence is reworded only where it is whole (`supporting.faults`). What comes back may stand when it is proved by the same
sources, quotes what was quoted, says the numbers that were said, and holds no word that neither the sentence nor its
sources hold but those by which anybody joins words.
"""

import re
from collections.abc import Sequence

from huiyin.core.overview import supporting
from huiyin.core.overview.citing import Language
from huiyin.core.values.refusals import HuiyinError

LONGER = 1.5  # times the sentence at most
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[a-z]{3,}")
_JOINING_ZH = frozenset(
    "的了在和及与对将等为是就都也并以从向被给其这那各每个件项条但而所由于之中上下里内外已曾正还又再仍则即便后前时当有无共把使让到至"
)
_SAYING_ZH = frozenset("提出建议认为指要求希望答复回应表示说明承诺办理目前其")
_JOINING_EN = frozenset(
    re.findall(
        r"\w+",
        "the and for with from that this have has had are was were been being its all any but can may who which into over also"
        " such will they them their there these those when while where what than then some each both more most not only same"
        " still now yet asked asks suggests suggested suggestion suggestions said says replied answered answer reply promised"
        " wants wanted proposed proposes told calls called according",
    )
)
_ASKED = {
    "zh": "请换一种说法改写下面这句话，意思完全不变。引号里的文字一字不动，数字、日期、人名、单位名一律保留；不得增加任何内容，不得评论。只回答改写后的这一句话。",
    "en": "Say the sentence below in other words with exactly the same meaning. Keep quotations to the letter, and all numbers, dates and names; add nothing, comment on nothing. Answer with the one sentence alone.",
}


def ask(text: str, language: Language) -> list[dict[str, str]]:
    """Give what a model is asked, as messages of a chat."""
    return [{"role": "system", "content": _ASKED[language]}, {"role": "user", "content": text}]


def check(before: str, said: str, sources: Sequence[supporting.Source]) -> str:
    """Give what a model said instead of a sentence, where it may stand.

    Errors: `REWORDING_REFUSED` with what it lacks or adds.

    >>> one = supporting.Source("suggestion", "s1", "", "把母婴室的门打开")
    >>> check("陈委员建议，“把母婴室的门打开”。", "“把母婴室的门打开”，这是陈委员提出的建议。", [one])
    '“把母婴室的门打开”，这是陈委员提出的建议。'
    >>> check("陈委员建议，“把母婴室的门打开”。", "陈委员强烈建议，“把母婴室的门打开”。", [one])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
        ...
    huiyin.core.values.refusals.HuiyinError: REWORDING_REFUSED: What the model said was not taken: 强烈 ...
    """
    said = " ".join(said.split())
    for fault in supporting.faults(said, sources):
        raise HuiyinError("REWORDING_REFUSED", words=fault.words or fault.lack.value)
    if sorted(supporting.quotations(said)) != sorted(supporting.quotations(before)):
        raise HuiyinError("REWORDING_REFUSED", words="“”")
    if sorted(supporting.numbers(said)) != sorted(supporting.numbers(before)):
        raise HuiyinError("REWORDING_REFUSED", words=" ".join(supporting.numbers(said)))
    if not said or len(said) > LONGER * len(before) + 20:
        raise HuiyinError("REWORDING_REFUSED", words=said[:60])
    if added := _added(before, said, sources):
        raise HuiyinError("REWORDING_REFUSED", words=added[:60])
    return said


def _added(before: str, said: str, sources: Sequence[supporting.Source]) -> str:
    known = " ".join([before, *(one.quote for one in sources), *(word for one in sources for word in one.says)]).lower()  # fmt: skip
    han = [one for one in _HAN.findall(said) if one not in known and one not in _JOINING_ZH | _SAYING_ZH]  # fmt: skip
    held = set(_WORD.findall(known)) | _JOINING_EN
    words = [one for one in _WORD.findall(said.lower()) if one not in held]
    return "".join(han) + " ".join(words)
