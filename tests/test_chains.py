"""Source chains: how many independent origins a statement rests on, whoever handed it on."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from communique.chains import Hop, chain, depth, longest_way, origins, voices
from communique.corroboration import claim_support, support
from communique.kinds import Event, Source
from tests.pages import record


def sources(**cites: list[Any]) -> dict[str, Source]:
    """Sources by id with the parents each names: an id, or a row."""
    return {id_: source(id_, *parents) for id_, parents in cites.items()}


def source(id_: str, *parents: Any, **fields: Any) -> Source:
    rows = [{"source": each, "how": "reports"} if isinstance(each, str) else each for each in parents]
    made = record(
        "source",
        id_,
        title=f"Source {id_}",
        publisher="Lakeside Post",
        type="news",
        language="en",
        reliability="C",
        reliability_reason="Invented.",
        copy="whole",
        cites=tuple(rows),
        **fields,
    )
    assert isinstance(made, Source)
    return made


def rests_on(known: dict[str, Source], *uses: str, via: str | None = None) -> set[str]:
    return set(origins(known, [(use, via) for use in uses]))


def unnamed(words: str) -> dict[str, str]:
    return {"unnamed": words, "how": "reports"}


# Origins


def test_a_release_is_its_own_origin() -> None:
    known = {"release": source("release", issued_by="upper-miravel")}
    assert rests_on(known, "release") == {"release"}


def test_a_source_that_cites_nobody_is_its_own_origin() -> None:
    assert rests_on(sources(post=[]), "post") == {"post"}


def test_relays_of_one_release_count_once() -> None:
    known = sources(release=[], post=["release"], herald=["release"], digest=["post", "herald"])
    assert rests_on(known, "post", "herald", "digest", "release") == {"release"}


def test_two_sources_without_a_common_parent_count_twice() -> None:
    assert rests_on(sources(post=[], herald=[]), "post", "herald") == {"herald", "post"}


def test_an_unnamed_parent_is_an_origin_by_its_words() -> None:
    known = sources(post=[unnamed("a town clerk")], herald=[unnamed("a ferryman")], digest=["post"])
    assert rests_on(known, "post", "digest") == {"unnamed: a town clerk"}
    assert rests_on(known, "post", "herald") == {"unnamed: a town clerk", "unnamed: a ferryman"}


def test_without_via_all_parents_count() -> None:
    known = sources(a=[], b=[], digest=["a", "b", unnamed("a town clerk")])
    assert rests_on(known, "digest") == {"a", "b", "unnamed: a town clerk"}


def test_via_picks_the_branch_of_the_passage() -> None:
    known = sources(a=[], b=["root"], root=[], digest=["a", "b"])
    assert rests_on(known, "digest", via="a") == {"a"}
    assert rests_on(known, "digest", via="b") == {"root"}


def test_via_picks_at_the_near_end_only() -> None:
    known = sources(a=[], b=[], middle=["a", "b"], digest=["middle", "a"])
    assert rests_on(known, "digest", via="middle") == {"a", "b"}


def test_via_somebody_who_is_no_parent_picks_nothing() -> None:
    known = sources(a=[], b=[], digest=["a"])
    assert rests_on(known, "digest", via="b") == {"a"}


def test_a_parent_that_is_no_record_is_an_origin() -> None:
    assert rests_on(sources(post=["lost"]), "post") == {"lost"}


def test_nothing_rests_on_nothing() -> None:
    assert origins(sources(post=[]), []) == frozenset()


# Rings


def test_two_sources_that_cite_each_other_are_one_origin() -> None:
    known = sources(post=["herald"], herald=["post"])
    assert rests_on(known, "post") == rests_on(known, "herald") == rests_on(known, "post", "herald") == {"herald"}


def test_a_ring_of_three_is_one_origin_wherever_it_is_entered() -> None:
    known = sources(a=["b"], b=["c"], c=["a"], outside=["b"])
    assert {use: rests_on(known, use) for use in known} == {use: {"a"} for use in known}
    assert rests_on(known, *known) == {"a"}


def test_a_ring_that_something_enters_rests_on_that() -> None:
    known = sources(a=["b"], b=["a", "release"], release=[])
    assert rests_on(known, "a") == {"release"}
    assert rests_on(known, "a", "b") == {"release"}


def test_a_source_that_cites_itself_is_an_origin() -> None:
    assert rests_on(sources(a=["a"]), "a") == {"a"}


def test_a_chain_says_where_it_comes_back() -> None:
    known = sources(a=["b"], b=["a"])
    hop = chain(known, "a")
    assert (hop.source, hop.ring) == ("a", False)
    assert hop.parents[0].parents == (Hop("a", "", "reports", "", (), ring=True),)


def test_a_chain_says_how_and_which_part_was_handed_on() -> None:
    known = sources(a=[], post=[{"source": "a", "how": "translates", "part": "the denial"}])
    assert chain(known, "post").parents == (Hop("a", "", "translates", "the denial", ()),)


# Depth


def test_depth_counts_the_longest_way() -> None:
    known = sources(a=[], b=["a"], c=["b"], d=["a", "c"])
    assert [depth(chain(known, id_)) for id_ in "abcd"] == [0, 1, 2, 3]
    assert depth(chain(known, "d", via="a")) == 1


# Any graph

SIZE = 6


@st.composite
def acyclic(draw: st.DrawFn) -> dict[str, list[str]]:
    """Each source cites some of those before it."""
    return {
        f"s{at}": [f"s{each}" for each in sorted(draw(st.sets(st.integers(0, at - 1)) if at else st.just(set())))]
        for at in range(SIZE + 2)
    }


graphs = st.fixed_dictionaries(
    {f"s{at}": st.lists(st.sampled_from([f"s{each}" for each in range(SIZE)]), max_size=3, unique=True)
     for at in range(SIZE)}
)  # fmt: skip


def reachable(graph: dict[str, list[str]], start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        fresh = set(graph[waiting.pop()]) - found
        found |= fresh
        waiting += fresh
    return found


@given(acyclic(), st.sets(st.integers(0, SIZE + 1)))
@settings(max_examples=40)
def test_origins_of_an_acyclic_graph_are_exactly_the_sinks_that_can_be_reached(
    graph: dict[str, list[str]], used: set[int]
) -> None:
    uses = [f"s{each}" for each in used]
    ends = {id_ for use in uses for id_ in reachable(graph, use) if not graph[id_]}
    assert rests_on(sources(**graph), *uses) == ends


@given(graphs)
@settings(max_examples=40)
def test_origins_of_any_graph_end_and_are_never_empty(graph: dict[str, list[str]]) -> None:
    known = sources(**graph)
    for id_ in graph:
        found = rests_on(known, id_)
        assert found
        assert found <= reachable(graph, id_)
        assert 0 <= depth(chain(known, id_)) <= SIZE


@given(graphs)
@settings(max_examples=40)
def test_where_a_graph_has_sinks_its_rings_are_no_origins(graph: dict[str, list[str]]) -> None:
    known = sources(**graph)
    for id_ in graph:
        knots = {frozenset(reachable(graph, each)) for each in reachable(graph, id_)}
        # Those from which one only gets to each other: a sink, or a ring that nothing enters.
        last = {min(each) for each in knots if all(reachable(graph, one) == each for one in each)}
        assert rests_on(known, id_) == last


# Actors, and what they say at several places


def actor_word(id_: str, occasion: str = "") -> dict[str, str]:
    return {"actor": id_, "how": "reports", **({"occasion": occasion} if occasion else {})}


def test_an_actor_without_a_record_of_its_word_is_a_named_origin() -> None:
    known = sources(post=[actor_word("ada", "to the council")], herald=[actor_word("ada", "on the radio")])
    assert rests_on(known, "post", "herald") == {"actor: ada"}


def test_two_releases_of_one_body_and_its_word_elsewhere_are_one_voice() -> None:
    known = sources(post=[actor_word("upper-miravel")])
    known |= {id_: source(id_, issued_by="upper-miravel") for id_ in ("first", "second")}
    ends = origins(known, [(id_, None) for id_ in known])
    assert len(ends) == 3
    assert voices(known, ends) == {"actor: upper-miravel"}


def test_only_a_ring_without_a_way_out_is_circular() -> None:
    known = sources(post=["herald"], herald=["post"], digest=["post", "release"], release=[])
    found = support(known, [("post", None), ("digest", None)])
    assert (found.rings, found.origins) == (("herald",), ("herald", "release"))
    assert support(known, [("digest", None)]).accounts == 1


def test_the_way_drawn_runs_from_the_origin_and_stops_where_a_ring_closes() -> None:
    known = sources(release=[], wire=["release"], post=["wire", "release"], a=["b"], b=["a"])
    assert [hop.key for hop in longest_way(chain(known, "post"))] == ["release", "wire", "post"]
    assert [hop.key for hop in longest_way(chain(known, "a"))] == ["b", "a"]


# Claims: a voice and an ear for each origin


def assertions(known: dict[str, Source], *rows: dict[str, Any], **actors: list[str]) -> tuple[str, ...]:
    records = {
        id_: record("actor", id_, type="body", names={"en": id_}, part_of=tuple(wholes))
        for id_, wholes in actors.items()
    }
    said = []
    for number, row in enumerate(rows):
        fields: dict[str, Any] = {"act": "assertion", "topic": "crossing", "text": "So it is.", **row}
        event = record(
            "event",
            f"talk-{number}",
            title="A talk",
            type="meeting",
            date="2031-03-04",
            sources=tuple({"source": id_, "credibility": "2"} for id_ in row["sources"]),
            statements=({"id": "said", **fields},),
        )
        assert isinstance(event, Event)
        said.append((event, event.statements[0]))
    return claim_support(known, records, said).origins


def test_what_one_body_says_to_nine_papers_is_one_origin() -> None:
    papers = [f"paper-{number}" for number in range(9)]
    known = {id_: source(id_) for id_ in papers}
    assert assertions(known, {"by": ("command",), "sources": tuple(papers)}) == ("actor: command",)


def test_two_voices_heard_through_one_paper_are_one_origin() -> None:
    known = sources(post=[])
    both = [{"by": (id_,), "sources": ("post",)} for id_ in ("upper", "lower")]
    assert len(assertions(known, *both)) == 1


def test_two_voices_each_heard_by_somebody_else_are_two_origins() -> None:
    known = sources(post=[], herald=[])
    first = {"by": ("upper",), "sources": ("post", "herald")}
    second = {"by": ("lower",), "sources": ("post",)}
    assert len(assertions(known, first, second)) == 2


def test_a_part_of_a_body_and_those_who_speak_jointly_are_one_voice() -> None:
    known = sources(post=[], herald=[], echo=[])
    rows = [{"by": (id_,), "sources": (paper,)} for id_, paper in (("whole", "post"), ("part", "herald"))]
    assert len(assertions(known, *rows, whole=[], middle=["whole"], part=["middle"])) == 1
    joint = {"by": ("whole", "other"), "sources": ("echo",)}
    apart = {"by": ("other",), "sources": ("herald",)}
    assert len(assertions(known, rows[0], joint, apart)) == 1


def test_somebody_unnamed_is_a_voice_by_the_words_for_him() -> None:
    known = sources(post=[], herald=[])
    rows = [{"unnamed": words, "sources": (paper,)} for words, paper in (("a clerk", "post"), ("a guard", "herald"))]
    assert assertions(known, *rows) == ("unnamed: a clerk", "unnamed: a guard")


@given(
    st.lists(
        st.tuples(st.sampled_from("ABCDE"), st.sets(st.sampled_from(["one", "two", "three", "four"]), min_size=1)),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=60)
def test_a_claim_never_has_more_origins_than_voices_or_than_accounts(heard: list[tuple[str, set[str]]]) -> None:
    known = sources(one=[], two=[], three=["one"], four=[unnamed("a clerk")])
    rows = [{"by": (voice.lower(),), "sources": tuple(sorted(papers))} for voice, papers in heard]
    found = assertions(known, *rows)
    ends = origins(known, [(paper, None) for _, papers in heard for paper in papers])
    assert 1 <= len(found) <= min(len({voice for voice, _ in heard}), len(ends))
