# SPDX-License-Identifier: Apache-2.0
"""Character encodings: decode bytes rightly, or say that it cannot be told; never hand on garbled text."""

import re
from functools import cache
from importlib import resources
from typing import Final

from huiyin.core.values import refusals

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SAMPLE: Final = 60_000
_SURE: Final = 0.4  # running Chinese reaches 0.6 to 0.8 by the list of common characters; garbled text stays below 0.15
_FEWEST: Final = 4
_SHORT: Final = 20
_RARE: Final = 500
_HIGH: Final = bytes(range(128, 256))
_ODD = re.compile("[\ue000-\uf8ff\ufffd\x80-\x9f\x00-\x08\x0e-\x1f]")
_LATIN = re.compile("[À-ÖØ-öø-ÿ’‘“”–—…£€°·©®™ß¡¿«»½¼¾§×]")


def decode(raw: bytes, *, declared: str = "") -> str:
    """Decode bytes whose encoding is not known, without its byte-order mark.

    Errors: `ENCODING_UNKNOWN` when two encodings are as likely or none is; `TEXT_INVALID_UNICODE` where the bytes are
        Unicode but hold half a surrogate pair.
    A Western text in which a few bytes fit no encoding keeps a replacement character for each.
    Cost: UTF-8 and marked files are decoded once; others are weighed on their first 60 kB.
    """
    for mark, codec in _MARKS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], codec)
    if raw.isascii() and b"\x00" not in raw:
        return raw.decode("ascii")
    sample = raw[:_SAMPLE]
    if b"\x00" in sample and (wide := _find_wide(sample)):
        return _strict(raw, wide)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as broken:
        _refuse_surrogates(raw, broken.start)
    return _decode_weighed(raw, sample, declared)


def _decode_weighed(raw: bytes, sample: bytes, declared: str) -> str:
    rare = len(raw.translate(None, _HIGH)) * _RARE > len(raw) * (_RARE - 1)
    codec = "ascii" if rare and not _weigh_western(sample) else _find_codec(sample, declared)
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        if rare:
            return raw.decode("ascii", "replace")
        raise refusals.HuiyinError("ENCODING_UNKNOWN") from None


def _strict(raw: bytes, codec: str) -> str:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        lone = codec.startswith("utf-16") or b"\xed" in raw
        raise refusals.HuiyinError("TEXT_INVALID_UNICODE" if lone else "ENCODING_UNKNOWN") from None


def _refuse_surrogates(raw: bytes, at: int) -> None:
    if raw[at] == 0xED and raw[at + 1 : at + 2] >= b"\xa0":
        try:
            raw.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return
        raise refusals.HuiyinError("TEXT_INVALID_UNICODE")


def _find_wide(sample: bytes) -> str:
    """Tell UTF-16 without a mark: spaces, digits and line ends leave zero bytes on one side only."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 4 * even:
        codec = "utf-16-le"
    elif even > 4 * odd:
        codec = "utf-16-be"
    else:
        return ""
    sure = max(even, odd) > len(sample) // 4
    return codec if (sure and _decode_sample(sample, codec)) or _weigh(sample, codec) > 0 else ""


def _find_codec(sample: bytes, declared: str) -> str:
    weights = {codec: _weigh(sample, codec) for codec in ("gb18030", "big5hkscs", "cp950")}
    weights["utf-16-le"], weights["utf-16-be"] = (
        _weigh(sample, c) if len(sample) % 2 == 0 else 0.0 for c in ("utf-16-le", "utf-16-be")
    )
    if weights["cp950"] >= weights["big5hkscs"]:
        del weights["big5hkscs"]
    else:
        del weights["cp950"]
    (best, weight), (_, second) = sorted(weights.items(), key=lambda item: -item[1])[:2]
    if weight >= _SURE and weight >= 2 * second:
        return best
    if (western := _weigh_western(sample)) and weight < _SURE:
        return western
    if declared and weights.get(_canonical(declared), 0.0) >= 0.1:
        return _canonical(declared)
    raise refusals.HuiyinError("ENCODING_UNKNOWN")


def _canonical(declared: str) -> str:
    return {"gbk": "gb18030", "gb2312": "gb18030", "big5": "cp950"}.get(
        declared.lower(), declared.lower()
    )


def _weigh(sample: bytes, codec: str) -> float:
    """Give the share of common characters among the non-ASCII ones, 0 where the bytes do not decode."""
    text = _decode_sample(sample, codec)
    if text is None:
        return 0.0
    if codec.startswith("utf-16") and text.isascii():
        return 1.0
    foreign = re.sub(r"[\x00-\x7f，。、；：？！“”‘’（）《》〈〉【】「」『』—…·　０-９]+", "", text)
    if len(foreign) < _FEWEST:
        return 1.0 if codec.startswith("utf-16") else 0.0
    common = _common()
    odd = len(_ODD.findall(text))
    share = sum(map(common.__contains__, foreign)) / len(foreign)
    doubt = 0.2 if len(foreign) < _SHORT else 0.0
    return max(0.0, share - 3 * odd / len(foreign) - doubt)


def _decode_sample(sample: bytes, codec: str) -> str | None:
    for cut in range(4):  # the sample may end within a character
        try:
            return sample[: len(sample) - cut].decode(codec)
        except UnicodeDecodeError as broken:
            if len(sample) < _SAMPLE or broken.start < len(sample) - 8:
                return None
    return None


def _weigh_western(sample: bytes) -> str:
    """Tell Windows-1252: few high bytes, nearly all of them letters and marks that Western text has."""
    try:
        text = sample.decode("cp1252")
    except UnicodeDecodeError:
        return ""
    high = [char for char in text if char > "\x7f"]
    fits = sum(1 for char in high if _LATIN.match(char))
    letters = sum(map(str.isalpha, text))
    return "cp1252" if len(high) < 0.12 * max(letters, 1) and fits >= 0.9 * len(high) else ""


@cache
def _common() -> frozenset[str]:
    words = resources.files(__package__).joinpath("common_characters.txt").read_text("utf-8")
    return frozenset("".join(line for line in words.splitlines() if not line.startswith("#")))


def warm() -> None:
    """Load what weighing needs, for a process that may open no file later."""
    _common()
