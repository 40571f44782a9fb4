"""Whatever single mistake is made in a dossier, check finds it where it is, or the result is still right."""

from __future__ import annotations

import pytest

from communique.kinds import Event
from tests.dossiers import ROOT, SITES
from tools.legality import Judge, NoReasonError
from tools.mutate import Bench, Verdict, table
from tools.mutations import MUTATORS

RUNS = {"the smallest dossier": (SITES / "small", 150), "the real dossier": (ROOT, 60)}


@pytest.mark.timeout(900)
@pytest.mark.parametrize("dossier", RUNS)
def test_every_single_mistake_is_told_where_it_is_or_leaves_a_record_that_is_right(dossier: str) -> None:
    """One test and not four: on the real dossier each mutation is a whole check."""
    root, times = RUNS[dossier]
    outcomes = list(Bench(root).run(seed=1, times=times))
    wrong = [str(each) for each in outcomes if each.verdict in (Verdict.CRASH, Verdict.MISS, Verdict.ELSEWHERE)]
    assert wrong == []
    several = [str(each) for each in outcomes if each.is_cascade]
    assert len(several) <= times / 50, several
    assert {each.kind for each in outcomes} == set(MUTATORS)
    assert all(f"| {kind} |" in table(outcomes) for kind in MUTATORS)


def test_the_same_seed_gives_the_same_mistakes() -> None:
    bench = Bench(SITES / "small")
    first, second = ([each.mutation for each in bench.run(seed=7, times=40)] for _ in range(2))
    assert first == second
    assert first != [each.mutation for each in bench.run(seed=8, times=40)]


EVENT = {
    "title": "Talks",
    "type": "meeting",
    "date": "2031-03-04",
    "sources": [{"source": "post", "credibility": "2"}],
    "statements": [
        {"id": "toll", "by": ["gna"], "act": "demand", "topic": "oil", "text": "Less.", "sources": ["post"]}
    ],
    "summary": "They met [@post].",
}
IDS = {"talks": "event", "post": "source", "gna": "actor", "lna": "actor", "oil": "topic", "case": "claim"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, "it means the same"),
        ({"title": "Talk"}, "other words in a free text"),
        ({"date": "2031-03-05"}, "another date that there is"),
        ({"date": "2031-03~"}, "another date that there is"),
        ({"type": "decision"}, "another value that the field knows"),
        ({"summary": None}, "a text with its citations fewer"),
        ({"summary": "They  met\n[@post]."}, "white space in a free text"),
        ({"summary": "They met."}, "a citation fewer in a text"),
        ({"see_also": ["talks"]}, "one more field, with a value it may have"),
        # What the second opinion must not let pass, whatever check says:
        ({"title": None}, ""),
        ({"titel": "Talks", "title": None}, ""),
        ({"title": ["Talks"]}, ""),
        ({"date": "2031-02-30"}, ""),
        ({"date": "5 March"}, ""),
        ({"type": "meting"}, ""),
        ({"sources": None}, ""),
        ({"sources": "post"}, ""),
        ({"sources": [{"source": "post", "credibility": "2"}] * 2}, ""),
        ({"summary": "They met [@past]."}, ""),
        ({"summary": "They met @post]."}, ""),
        ({"statements": []}, ""),
    ],
)
def test_the_second_opinion_on_what_is_still_right(change: dict[str, object], reason: str) -> None:
    others = {"talks": EVENT, "case": {"assertions": ["talks#toll"]}}
    judge = Judge("talks", Event, IDS, others)
    after = {key: value for key, value in {**EVENT, **change}.items() if value is not None}
    if reason:
        assert judge.reasons(EVENT, after) == {reason}
    else:
        with pytest.raises(NoReasonError):
            judge.reasons(EVENT, after)


def test_a_record_may_go_when_nothing_names_it() -> None:
    others = {"talks": EVENT, "case": {"assertions": ["talks#toll"]}}
    assert Judge("case", Event, IDS, others).gone() == "nothing names the record"
    for named in ("talks", "post", "gna"):
        with pytest.raises(NoReasonError):
            Judge(named, Event, IDS, others).gone()
