# SPDX-License-Identifier: Apache-2.0
"""Figures by the API: the page's numbers, with their rows and their proof."""

from web.docket import making
from web.evaluations import judging


def test_a_figure_comes_with_its_arithmetic_and_its_rows(program, cast, now):
    task = judging.opened_unlettered(cast, now).reply.assignment
    client = program(cast.clerk)
    found = client.get("/figures/answered?session=6-5&by=body").json()
    assert (found["percent"], found["hits"], found["base"]) == ("100.0", [task.uid], [task.uid])
    assert found["arithmetic"].startswith("1 ÷ 1 = 100.000")
    assert found["values"][str(cast.housing.pk)]["denominator"] == 1
    assert len(found["proof"]) == 64
    everything = client.get("/figures").json()
    told = {one["id"]: one for one in everything["items"]}
    assert told["answered"]["proof"] == found["proof"]
    assert set(everything["balances"].values()) == {True}


def test_what_is_asked_wrongly_is_refused_by_name(program, cast, now):
    making.assigned(cast, now)
    client = program(cast.clerk)
    for address, status, code in (
        ("approval", 404, "FIGURE_UNKNOWN"),
        ("answered?by=person", 422, "BODY_INVALID"),
        ("answered?session=9-9", 404, "NOT_FOUND"),
        ("answered?part=A", 404, "FIGURE_UNKNOWN"),
    ):
        answer = client.get(f"/figures/{address}")
        assert (answer.status_code, answer.json()["code"]) == (status, code)
