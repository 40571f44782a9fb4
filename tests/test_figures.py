"""Numbers of one measure and object that differ: found across events, and quiet where a claim shows both."""

from __future__ import annotations

from typing import Any

import pytest

from communique.figures import carried, differing
from tests.pages import event, record

SOURCES = [{"source": "lakeside-post-2031-03-06", "credibility": "3"}]
CITED = {"sources": ["lakeside-post-2031-03-06"]}


def boats(id_: str, quantity: str, what: str = "rowing boats") -> Any:
    row = {"id": "boats", "what": what, "quantity": quantity, "stage": "alleged", **CITED}
    return event(id_, sources=SOURCES, transfers=[row])


def area(id_: str, of: str | None, value: str, **more: Any) -> Any:
    row = {
        "id": "area",
        "measure": "area covered",
        "value": value,
        "unit": "km2",
        **({"of": of} if of else {}),
        **CITED,
    }
    return event(id_, sources=SOURCES, quantities=[row], **more)


def claim(variants: list[Any]) -> Any:
    return record("claim", "c", question="Q?", topic="crossing", variants=variants)


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        (boats("a", "at least 14"), boats("b", "15"), True),
        (boats("a", "14"), boats("b", "at least 14"), True),
        (boats("a", "14"), boats("b", "14", "Rowing boats"), False),
        (boats("a", "14"), boats("b", "unknown"), False),
        (boats("a", "14"), boats("b", "15", "sailing boats"), False),
        (area("a", "upper-miravel", "100000"), area("b", "upper-miravel", "10000"), True),
        (area("a", "upper-miravel", "100000"), area("b", "lower-miravel", "10000"), False),
        (area("a", None, "14"), area("b", None, "325"), False),
    ],
)
def test_only_the_same_measure_of_the_same_thing_is_compared(one: Any, other: Any, differ: bool) -> None:
    assert bool(list(differing([one, other]))) is differ


def test_a_reading_stands_beside_its_row_already_but_is_held_against_other_events() -> None:
    reading = {"of": "area", "field": "value", "value": "10000", **CITED}
    first = area("a", "upper-miravel", "100000", readings=[reading])
    (group,) = differing([first])
    assert carried(group[0], group[1], ())
    (group,) = differing([first, area("b", "upper-miravel", "100000")])
    assert [figure.shown for figure in group] == ["100,000 km2", "10,000 km2", "100,000 km2"]


def test_a_claim_whose_variants_carry_both_numbers_is_enough() -> None:
    ((one, other),) = differing([boats("a", "at least 14"), boats("b", "15")])
    variants: list[Any] = [{"label": "boats", "value": "at least 14 boats", "statement": "a#x"}]
    assert not carried(one, other, [claim(variants)])
    variants.append({"label": "boats", "value": "15", "statement": "b#x"})
    assert carried(one, other, [claim(variants)])
