# SPDX-License-Identifier: Apache-2.0
"""Fates (去向): how many proposals of the city go which way, begun how many days ago."""

from dataclasses import dataclass

NOT_FILED = (
    "R01", "R02", "R03", "R04", "R05", "R06", "R07", "R08", "R09", "R10", "R11", "R12", "R17", "R19",
)  # fmt: skip
RETURNED = ("R10", "R16", "R17", "R20")
CONVERTED = ("V01", "V02", "V03", "V04")
HANDED_BACK = ("O01", "O02", "O03", "O04")


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
    Fate("done", 44, (498, 450)),
    Fate("done", 3, (498, 450), quirk="granted"),
    Fate("done", 3, (498, 450), quirk="extended"),
    Fate("done", 6, (498, 455), twin="merged_then"),
    Fate("not_filed", 7, (498, 450)),
    Fate("converted", 4, (498, 450)),
    Fate("withdrawn", 2, (498, 450)),
    Fate("accepted", 3, (480, 450)),
)
PRESENT = (
    Fate("draft", 22, (30, 3)),
    Fate("cosigning", 12, (9, 5)),
    Fate("received", 20, (13, 8)),
    Fate("first_examined", 13, (16, 12)),
    Fate("second_examined", 12, (19, 15)),
    Fate("returned", 9, (60, 14)),
    Fate("withdrawn", 4, (90, 30)),
    Fate("not_filed", 14, (130, 20)),
    Fate("converted", 6, (120, 20)),
    Fate("filed", 15, (34, 20)),
    Fate("filed", 4, (32, 24), twin="merged_now"),
    Fate("accepted", 4, (60, 35), twin="merged_mid"),
    Fate("proposed", 4, (30, 22)),
    Fate("issued", 12, (34, 26)),
    Fate("signed", 10, (36, 30)),
    Fate("accepted", 20, (75, 38)),
    Fate("accepted", 10, (124, 112)),
    Fate("accepted", 12, (149, 132)),
    Fate("done", 14, (148, 100)),
    Fate("objected", 6, (37, 31), quirk="objected"),
    Fate("accepted", 5, (70, 38), quirk="granted"),
    Fate("accepted", 4, (70, 38), quirk="refused"),
    Fate("accepted", 3, (60, 36), quirk="disputed"),
    Fate("accepted", 2, (60, 40), quirk="escalated"),
    Fate("accepted", 3, (70, 38), quirk="adds"),
    Fate("accepted", 4, (148, 130), quirk="extended"),
    Fate("accepted", 5, (120, 60), quirk="paused"),
    Fate("accepted", 3, (80, 45), quirk="passed"),
    Fate("accepted", 4, (80, 45), quirk="separate"),
    Fate("accepted", 2, (70, 45), quirk="reopened"),
)
TWINS = {
    "merged_then": Fate("merged", 1, (496, 460)),
    "merged_now": Fate("merged", 1, (30, 24), quirk="objects"),
    "merged_mid": Fate("merged", 1, (58, 38), quirk="upheld_or_undone"),
}
FATES = (*LAST, *PRESENT)
ENGLISH = (
    Fate("accepted", 1, (75, 40)),
    Fate("filed", 1, (30, 22)),
    Fate("received", 1, (10, 6)),
    Fate("done", 1, (140, 110)),
    Fate("issued", 1, (33, 27)),
)
