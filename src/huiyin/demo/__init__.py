# SPDX-License-Identifier: Apache-2.0
"""The demo (示例): records of a session in the fictional city of Chengzhou (澄州市), written for this project.

Every person, body, place, number and event in them is invented. `tests/corpus` holds what a reader finds in them.
"""

from importlib import resources
from importlib.resources.abc import Traversable


def records() -> Traversable:
    """Give the folder of the records.

    >>> records().joinpath("joint-group-discussion.txt").is_file()
    True
    """
    return resources.files(__package__).joinpath("records")


def names() -> tuple[str, ...]:
    """List the records' file names in order.

    >>> names()[:2]
    ('harbour-assembly.txt', 'joint-group-discussion.txt')
    """
    return tuple(sorted(item.name for item in records().iterdir() if item.is_file()))


def discussions() -> Traversable:
    """Give the folder of the discussions: what is said in a meeting, a line for each stretch, with its time.

    >>> discussions().joinpath("joint-group.zh.txt").is_file()
    True
    """
    return resources.files(__package__).joinpath("discussions")


def roster() -> Traversable:
    """Give the roster (名册): 姓名, 身份, 单位."""
    return resources.files(__package__).joinpath("roster.csv")


def bodies() -> Traversable:
    """Give the list of bodies with their duties (职责)."""
    return resources.files(__package__).joinpath("bodies.csv")
