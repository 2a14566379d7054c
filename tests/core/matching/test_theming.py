# SPDX-License-Identifier: Apache-2.0
"""Papers are gathered into themes whose labels can be read and are words of the papers."""

import random

from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.matching import theming

WATER = ["更换云桥片区旧水管", "旧水管漏水要修", "旧水管里的水发黄", "给旧水管做内衬"]
CANTEEN = ["延长社区食堂晚餐", "社区食堂周末也开", "社区食堂少盐菜单", "办好村里的社区食堂"]
BUS = [
    "School bus stops near Liuxi Bridge",
    "Safer school bus routes",
    "A later school bus",
    "More seats on the school bus",
]


def papers(*groups):
    some = [(title, f"{title}。") for group in groups for title in group]
    random.Random(3).shuffle(some)
    return some


def test_papers_of_one_matter_come_together_under_words_of_their_own():
    some = papers(WATER, CANTEEN, BUS)

    found = theming.find(some, most=3)

    together = {one.labels[0]: {some[place][0] for place in one.members} for one in found}
    assert together == {
        "旧水管": set(WATER),
        "社区食堂": set(CANTEEN),
        "school bus": set(BUS),
    }


@given(
    st.lists(
        st.tuples(
            st.text("旧水管社区食堂学校门口的建议，。", max_size=12),
            st.text("旧水管社区食堂学校门口的建议，。 school bus", max_size=30),
        ),
        max_size=15,
    ),
    st.integers(1, 6),
)
def test_every_paper_is_in_one_theme_and_every_theme_has_a_label(some, most):
    found = theming.find(some, most=most)

    assert sorted(place for one in found for place in one.members) == list(range(len(some)))
    assert len(found) <= max(1, most)
    assert all(len(one.labels) in (1, 2) and len(one.hold) == len(one.labels) for one in found)


def test_the_same_papers_give_the_same_themes():
    some = papers(WATER, CANTEEN)

    assert theming.find(some) == theming.find(some)
