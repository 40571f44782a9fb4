"""Whose word it is in the end, as pages say it: origins counted, ways drawn, readings chosen for a reason."""

from __future__ import annotations

from typing import Any

from communique.kinds import Record
from communique.views import event as event_views
from communique.views import source as source_views
from tests.pages import corpus, event, html, record, words

RELEASE, POST = "miravel-release-2031-03-05", "lakeside-post-2031-03-06"


def paper(id_: str, *cites: dict[str, str], **fields: Any) -> Record:
    given = {"title": f"Paper {id_}", "publisher": f"The {id_.title()}", "type": "news", "language": "en"}
    judged = {"reliability": "D", "reliability_reason": "Invented.", "copy": "whole", "published": "2031-03-07"}
    rows = [{"how": "reports", **row} for row in cites]
    return record("source", id_, **{**given, **judged, "cites": rows, **fields})


def said(id_: str, *sources: str) -> dict[str, Any]:
    given = {"by": ["upper-miravel"], "act": "position", "topic": "crossing", "text": f"What {id_} says."}
    return {"id": id_, **given, "sources": list(sources)}


def talks(*records: Record, **fields: Any) -> str:
    cited = [each.id for each in records if each.kind == "source"]
    sources = [{"source": id_, "credibility": "3"} for id_ in cited]
    made = corpus(event("talks", **{"sources": sources, **fields}), *records)
    return html(made, event_views.pages, "events/talks/index.html")


def test_an_event_whose_accounts_all_go_back_to_one_says_so_by_name() -> None:
    text = words(talks(paper("echo", {"source": RELEASE}), paper("herald", {"source": RELEASE})))
    assert "Evidence 2 accounts single origin" in text
    assert "Single-origin reporting: all 2 accounts go back to Upper Miravel." in text


def test_accounts_that_have_it_from_each_other_are_named_circular() -> None:
    ring = paper("echo", {"source": "herald"}), paper("herald", {"source": "echo"})
    text = words(talks(*ring))
    assert "Circular reporting: these have it from each other, and from nobody else." in text
    own = words(html(corpus(*ring), source_views.pages, "sources/echo/index.html"))
    assert "Circular reporting: the chain comes back to where it began" in own


def test_two_accounts_of_two_origins_are_not_warned_of() -> None:
    text = words(talks(paper("echo"), paper("herald")))
    assert "Evidence 2 accounts 2 origins" in text
    assert "reporting" not in text


def test_an_actor_is_an_origin_by_name_with_the_occasion() -> None:
    text = words(talks(paper("echo", {"actor": "ada-verrin", "occasion": "at the quay"})))
    assert "Ada Verrin origin without a record at the quay" in text


def test_a_statement_heard_at_second_hand_has_its_way_beside_it_and_one_heard_directly_has_none() -> None:
    wire = paper("wire", {"actor": "ada-verrin", "occasion": "at the quay"}, published="2031-03-05")
    echo = paper("echo", {"source": "wire"})
    far, near = said("far", "echo"), said("near", "wire", "echo")
    text = words(talks(wire, echo, statements=[far, near]))
    way = "Way here Ada Verrin (at the quay) → The Wire (English, 5 March 2031) → The Echo (English, 7 March 2031)"
    assert text.count("Way here") == 1
    assert way in text
    assert text.count("single origin") >= 2


def reading(value: str, *sources: str) -> dict[str, Any]:
    return {"field": "date", "value": value, "sources": list(sources)}


def chosen(ours: list[dict[str, Any]], *others: str, papers: tuple[Record, ...] = ()) -> str:
    listed = [*ours, *({"source": id_, "credibility": "3"} for id_ in others)]
    return words(talks(*papers, sources=listed, readings=[reading("2031-03-03", *others)]))


def test_the_page_says_why_one_reading_is_printed_and_not_the_other() -> None:
    ours = [{"source": RELEASE, "credibility": "1", "supports": ["date"]}]
    relay = paper("relay", {"source": RELEASE})
    assert "Followed: Town of Upper Miravel, the origin of the others." in chosen(ours, "relay", papers=(relay,))
    graded = chosen(ours, "other", papers=(paper("other"),))
    assert "Followed: the better graded account, A 1 against D 3." in graded
    pair = paper("one"), paper("two"), paper("three")
    more = [{"source": id_, "credibility": "3", "supports": ["date"]} for id_ in ("one", "two")]
    assert "Followed: what more origins have, 2 origins against 1." in chosen(more, "three", papers=pair)
    undecided = [{"source": "one", "credibility": "3", "supports": ["date"]}]
    assert "Neither grades nor origins decide between them" in chosen(undecided, "three", papers=pair)


def test_a_source_shows_what_it_has_otherwise_beside_what_we_print() -> None:
    text = words(html(corpus(), source_views.pages, f"sources/{POST}/index.html"))
    start = text.index("What it has otherwise")
    part = text[start : text.index("What rests on it", start)]
    assert "E-001 Matter We print This source has Day 4 March 2031 one of 3–5 March 2031" in part


def test_a_public_archive_stands_beside_the_live_address_or_is_said_to_be_unknown() -> None:
    kept = "https://archive.example.org/2031/echo"
    text = words(html(corpus(paper("echo", archived=kept)), source_views.pages, "sources/echo/index.html"))
    assert f"Archived at {kept}" in text
    bare = words(html(corpus(paper("echo")), source_views.pages, "sources/echo/index.html"))
    assert "Archived at no public archive known" in bare
