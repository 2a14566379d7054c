# SPDX-License-Identifier: Apache-2.0
"""Fates (去向): how many proposals of the city go which way, begun how many days ago."""

from dataclasses import dataclass

NOT_FILED = ("R19", "R12", "R10", "R06", "R17")
RETURNED = ("R20", "R10", "R17")
CONVERTED = ("V01", "V02", "V03", "V04")
HANDED_BACK = ("O01", "O02", "O03", "O04")
CODES = {"not_filed": NOT_FILED, "returned": RETURNED, "converted": CONVERTED}
MINE = (
    "draft", "received", "returned", "not_filed", "filed", "accepted", "done", "merged_now", "unmerged",
)  # fmt: skip
SHOWN = ("issued", "signed", "accepted")  # the first of each is led by the body one signs in for


@dataclass(frozen=True, slots=True)
class Fate:
    """A way proposals go.

    Attributes:
        end: the act after which nothing more happens.
        count: how many go it.
        ago: begun between so many days before today.
        quirk: what happens to its assignment: a return, a dispute, a pause …
        twin: the fate of a near duplicate that is merged into it, or "".
    """

    end: str
    count: int
    ago: tuple[int, int]
    quirk: str = ""
    twin: str = ""


LAST = (
    Fate("done", 30, (498, 450)),
    Fate("done", 3, (498, 450), quirk="granted"),
    Fate("done", 3, (498, 450), quirk="extended"),
    Fate("done", 6, (498, 455), twin="merged_then"),
    Fate("not_filed", 7, (498, 450)),
    Fate("converted", 4, (498, 450)),
    Fate("withdrawn", 2, (498, 450)),
)
PRESENT = (
    Fate("draft", 22, (30, 3)),
    Fate("cosigning", 12, (9, 5)),
    Fate("received", 20, (15, 10)),
    Fate("first_examined", 13, (19, 15)),
    Fate("second_examined", 12, (23, 18)),
    Fate("returned", 9, (60, 14)),
    Fate("withdrawn", 4, (90, 30)),
    Fate("not_filed", 14, (130, 20)),
    Fate("converted", 6, (120, 20)),
    Fate("filed", 15, (24, 12)),
    Fate("filed", 2, (24, 17), twin="merged_now"),
    Fate("filed", 2, (24, 17), twin="objecting"),
    Fate("accepted", 2, (60, 35), twin="unmerged"),
    Fate("accepted", 1, (60, 35), twin="upheld"),
    Fate("accepted", 1, (60, 35), twin="merged_mid"),
    Fate("proposed", 4, (24, 18)),
    Fate("issued", 12, (25, 19)),
    Fate("signed", 10, (26, 21)),
    Fate("accepted", 20, (75, 38)),
    Fate("accepted", 10, (124, 112)),
    Fate("accepted", 12, (149, 132)),
    Fate("done", 14, (148, 100)),
    Fate("objected", 6, (36, 29), quirk="objected"),
    Fate("accepted", 5, (70, 38), quirk="granted"),
    Fate("accepted", 4, (70, 38), quirk="refused"),
    Fate("accepted", 3, (36, 28), quirk="disputed"),
    Fate("accepted", 2, (46, 36), quirk="escalated"),
    Fate("accepted", 3, (70, 38), quirk="adds"),
    Fate("accepted", 4, (148, 130), quirk="extended"),
    Fate("accepted", 3, (120, 60), quirk="paused"),
    Fate("accepted", 2, (120, 60), quirk="resumed"),
    Fate("accepted", 3, (80, 45), quirk="passed"),
    Fate("accepted", 4, (80, 45), quirk="separate"),
    Fate("accepted", 2, (70, 45), quirk="reopened"),
)
TWINS = {
    "merged_then": Fate("merged", 1, (496, 460)),
    "merged_now": Fate("merged", 1, (22, 17)),
    "objecting": Fate("merged", 1, (10, 8), quirk="objects"),
    "merged_mid": Fate("merged", 1, (58, 38)),
    "unmerged": Fate("merged", 1, (58, 38), quirk="unmerged"),
    "upheld": Fate("merged", 1, (58, 38), quirk="upheld"),
}
FATES = (
    *LAST,
    *PRESENT,
)  # the first of this session's ends and twins in MINE are the signed-in member's
ENGLISH = (
    Fate("accepted", 1, (75, 40)),
    Fate("filed", 1, (30, 22)),
    Fate("received", 1, (10, 6)),
    Fate("done", 1, (140, 110)),
    Fate("issued", 1, (33, 27)),
)
