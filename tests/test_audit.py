"""`communique audit`: evidence coverage counted, printed, held to a threshold, and shown on the site."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from communique.audit import Count, audit
from communique.cli import main
from communique.evidence import Judged, quoted_in
from communique.kinds import Event
from communique.kinds.source import Parent
from communique.quotations import Verdict
from communique.quotations.verdicts import Word
from communique.views.audit import pages
from tests.dossiers import SITES, overlaid, small
from tests.pages import corpus, html, record, words


def test_what_cannot_be_checked_is_in_no_share() -> None:
    assert Count(1, 4, 2).share == 50
    assert Count(0, 2, 2).share is None


def test_the_smallest_dossier_is_counted_by_hand() -> None:
    found = audit(corpus())
    assert {name: (count.covered, count.total, count.unchecked) for name, count in found.total.items()} == {
        # Two in the note, one each in the event and the briefing, and a judgement; the track's cites nothing.
        "sentences": (5, 6, 0),
        "statements": (3, 3, 0),
        "quotations": (0, 1, 1),
        "claims": (1, 1, 0),
    }


def test_a_verdict_makes_a_quotation_countable() -> None:
    shares: dict[Word, float | None] = {"found": 100, "altered": 0, "not-found": 0, "cannot-check": None}
    for word, share in shares.items():
        read = corpus()
        key = next(each.key for each in quoted_in(read.get(Event, "ferry-talks-2031-03-04")))
        told = replace(read, judged={key: Judged(Verdict(word))})
        assert audit(told).total["quotations"].share == share


def test_a_statement_that_only_somebody_unnamed_stands_for_has_no_origin() -> None:
    read = corpus()
    post = read.sources_by_id["lakeside-post-2031-03-06"]
    for row, covered in ({"unnamed": "a ferryman"}, 2), ({"actor": "ada-verrin"}, 3):
        heard = post.model_copy(update={"cites": (Parent.model_validate({**row, "how": "reports"}),)})
        assert audit(replace(read, records={**read.records, post.id: heard})).total["statements"].covered == covered


def test_a_claim_nobody_was_asked_about_lacks_a_side() -> None:
    one_sided = record(
        "claim", "toll", question="Is it paid?", topic="crossing", assertions=["ferry-talks-2031-03-04#toll"]
    )
    assert audit(corpus(one_sided)).total["claims"].share == 50


def test_the_threshold_fails_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small(tmp_path)
    (tmp_path / "content" / "notes" / "bare.md").write_text(
        "---\ntitle: Bare\n---\n\nNobody says so. Nor this.\n", encoding="utf-8"
    )
    assert main(["-C", str(tmp_path), "audit"]) == 0
    assert "content/notes/bare.md" in capsys.readouterr().out
    assert main(["-C", str(tmp_path), "audit", "--fail-under", "10"]) == 0
    assert main(["-C", str(tmp_path), "audit", "--fail-under", "99"]) == 1
    assert "is below 99 %" in capsys.readouterr().err
    for senseless in ("nan", "101", "-1", "most"):
        with pytest.raises(SystemExit, match="2"):
            main(["-C", str(tmp_path), "audit", "--fail-under", senseless])
        assert f"{senseless!r} is no share: a number from 0 to 100" in capsys.readouterr().err


def test_json_tells_every_record_and_the_reasons_of_what_is_accepted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    overlaid(tmp_path / "d", SITES / "invalid" / "unused-source")
    path = tmp_path / "d" / "content" / "sources" / "almanac.yaml"
    accept = "accept:\n- code: unused-source\n  reason: Kept for the next dossier.\n"
    path.write_text(path.read_text(encoding="utf-8") + accept, encoding="utf-8")
    main(["-C", str(tmp_path / "d"), "audit", "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert [row["reason"] for row in told["accepted"]] == ["Kept for the next dossier."]
    assert {"content/events/ferry-talks-2031-03-04.yaml", "briefings/ferry-note.md"} <= {
        row["path"] for row in told["records"]
    }


def test_the_site_shows_its_own_coverage() -> None:
    shown = words(html(corpus(), pages, "audit/index.html"))
    assert "Evidence coverage" in shown
    assert "1 quotation cannot be checked" in shown
    assert "3 of 3 (100 %)" in shown
