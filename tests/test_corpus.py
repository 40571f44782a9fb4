"""The corpus: who names whom, what comes first, and what a build of a level and an instant may hold."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from communique.checking import check_dossier
from communique.cli import main
from communique.corpus import Backlink, Corpus
from communique.kinds import Claim, Event, Note, Record, Tombstone
from communique.load import load
from communique.markings import MARKINGS, Marking
from communique.references import mentioned
from communique.selection import Selection, select
from tests.dossiers import small
from tests.pages import actor, corpus, event, record

TALKS = "ferry-talks-2031-03-04"
NOON = datetime(2031, 4, 1, 12, tzinfo=UTC)


def statement(id_: str, **fields: Any) -> dict[str, Any]:
    given = {"by": ("upper-miravel",), "act": "demand", "topic": "crossing", "text": f"Statement {id_}."}
    return {"id": id_, **given, **fields}


def selected(made_of: Corpus, level: Marking = "TLP:CLEAR", instant: datetime = NOON) -> Selection:
    return select(made_of, level, instant)


# Look-ups


def test_whoever_a_record_names_knows_of_it() -> None:
    made_of = corpus(
        event(
            "later", continues=(TALKS,), place="boathouse", summary="See [[who-crosses]] [@lakeside-post-2031-03-06]."
        )
    )
    for record_ in made_of.records.values():
        for target, field in mentioned(record_):
            assert Backlink(record_.id, field) in made_of.backlinks[target]
    assert Backlink("later", "continues") in made_of.backlinks[TALKS]
    assert Backlink("later", "place") in made_of.backlinks["boathouse"]
    assert Backlink("later", "summary") in made_of.backlinks["who-crosses"]
    assert Backlink("later", "summary") in made_of.backlinks["lakeside-post-2031-03-06"]


def test_a_backlink_stands_for_a_reference_that_is_there() -> None:
    made_of = corpus()
    for target, links in made_of.backlinks.items():
        assert len(links) == len(set(links))
        for link in links:
            assert (target, link.field) in set(mentioned(made_of.records[link.id]))


def test_a_row_that_is_named_knows_of_it_and_so_does_its_event() -> None:
    made_of = corpus()
    assert made_of.backlinks[f"{TALKS}#boats"] == (Backlink("sunk-ferries", "assertions"),)
    assert made_of.backlinks[f"{TALKS}#no-boats"] == (Backlink("sunk-ferries", "answers"),)
    links = set(made_of.backlinks[TALKS])
    assert {Backlink("sunk-ferries", "assertions"), Backlink("sunk-ferries", "answers")} <= links


def test_a_link_in_the_body_is_a_backlink() -> None:
    made_of = corpus(record("note", "aside", title="Aside", body=f"Said there [[{TALKS}#toll|so]]."))
    assert Backlink("aside", "body") in made_of.backlinks[f"{TALKS}#toll"]
    assert Backlink("aside", "body") in made_of.backlinks[TALKS]


def test_nobody_names_a_record_that_is_not_named() -> None:
    assert "hermit" not in corpus(actor("hermit", "Hermit")).backlinks


def test_the_timeline_puts_uncertain_dates_where_they_may_begin() -> None:
    dates = {
        "month": "2031-05",
        "first": "2031-05-01",
        "about": "2031-05~",
        "second": "2031-05-02",
        "one-of": "[2031-05-02..2031-05-04]",
        "before": "[..2031-05-03]",
        "after": "[2031-05-03..]",
        "year": "2031",
    }  # fmt: skip
    made_of = corpus(*(event(id_, date=date) for id_, date in dates.items()))
    order = [each.id for each in made_of.events]
    assert order.index("year") < order.index(TALKS)
    assert order.index("first") < order.index("month") < order.index("second") < order.index("one-of")
    assert order.index("first") < order.index("about") < order.index("second")
    assert order.index("one-of") < order.index("before") < order.index("after"), "no first day: it stands at its last"
    keys = [each.date.sort_key for each in made_of.events]
    assert keys == sorted(keys)


def test_the_timeline_has_events_of_one_day_by_number_then_id() -> None:
    made_of = corpus(
        event("b"), event("a"), event("z", number="E-002"), event("y", number="E-003"), without=(TALKS, "sunk-ferries")
    )
    assert [each.id for each in made_of.events] == ["a", "b", "z", "y"]


def test_statements_are_found_by_their_reference_in_the_order_of_events() -> None:
    made_of = corpus(
        event("later", date="2031-06-01", statements=(statement("toll"),)),
        event("earlier", date="2031-01-01", statements=(statement("toll"), statement("pier"))),
    )
    own = [f"{TALKS}#{each}" for each in ("toll", "boats", "no-boats")]
    assert list(made_of.statements) == ["earlier#toll", "earlier#pier", *own, "later#toll"]
    for ref, said in made_of.statements.items():
        assert said.ref == ref
        assert said.statement in said.event.statements
    assert made_of.statements[f"{TALKS}#toll"].statement.text == "The toll must fall by half."


def test_claims_of_a_statement_are_those_that_assert_or_answer_it() -> None:
    again = record(
        "claim",
        "ferries-again",
        question="Again?",
        topic="crossing",
        assertions=(f"{TALKS}#boats", f"{TALKS}#toll"),
        answers=({"statement": f"{TALKS}#boats", "how": "confirms"},),
    )
    made_of = corpus(again)
    assert [claim.id for claim in made_of.claims_of[f"{TALKS}#boats"]] == ["ferries-again", "sunk-ferries"]
    assert [claim.id for claim in made_of.claims_of[f"{TALKS}#toll"]] == ["ferries-again"]
    assert [claim.id for claim in made_of.claims_of[f"{TALKS}#no-boats"]] == ["sunk-ferries"]
    assert len(made_of.claims_of) == 3


def test_a_record_is_got_as_its_own_kind_only() -> None:
    made_of = corpus()
    assert made_of.get(Event, TALKS).id == TALKS
    with pytest.raises(LookupError):
        made_of.get(Claim, TALKS)
    with pytest.raises(LookupError):
        made_of.get(Event, "nobody")


def test_records_of_a_kind_come_by_id() -> None:
    made_of = corpus(actor("aaa", "Z"), actor("zzz", "A"))
    ids = [each.id for each in made_of.actors]
    assert ids == sorted(ids)
    assert {"aaa", "zzz", "ada-verrin"} <= set(ids)
    assert [each.id for each in made_of.of(Note)] == ["who-crosses"]


def test_a_corpus_is_frozen() -> None:
    made_of = corpus()
    with pytest.raises(FrozenInstanceError):
        made_of.records = {}  # type: ignore[misc]
    with pytest.raises(TypeError):
        made_of.statements["x"] = made_of.statements[f"{TALKS}#toll"]  # type: ignore[index]


# Selection


def test_an_embargo_holds_to_the_second() -> None:
    made_of = corpus(event("later", embargo=NOON.isoformat()))
    second = timedelta(seconds=1)
    assert selected(made_of, instant=NOON - second).withheld == {"later": "embargo until 2031-04-01T12:00:00+00:00"}
    assert selected(made_of, instant=NOON).withheld == {}
    assert selected(made_of, instant=NOON + second).withheld == {}


def test_an_embargo_counts_in_its_own_time_zone() -> None:
    made_of = corpus(event("later", embargo="2031-04-01T12:00:00+02:00"))
    lifted = datetime(2031, 4, 1, 10, tzinfo=UTC)
    assert "later" in selected(made_of, instant=lifted - timedelta(seconds=1)).withheld
    assert "later" not in selected(made_of, instant=lifted).withheld


def test_a_draft_is_withheld_at_every_level() -> None:
    made_of = corpus(event("later", draft=True))
    for level in MARKINGS:
        assert selected(made_of, level).withheld == {"later": "draft"}


@pytest.mark.parametrize("level", MARKINGS)
@pytest.mark.parametrize("marking", MARKINGS)
def test_a_record_marked_above_the_level_is_withheld(marking: Marking, level: Marking) -> None:
    found = selected(corpus(event("later", marking=marking)), level)
    above = MARKINGS.index(marking) > MARKINGS.index(level)
    assert found.withheld == ({"later": f"marked {marking}"} if above else {})
    assert ("later" in found.corpus.records) is not above


def test_a_record_without_a_marking_has_the_dossiers() -> None:
    base = corpus(event("open", marking="TLP:CLEAR"))
    made_of = Corpus(base.dossier.model_copy(update={"marking": "TLP:GREEN"}), base.records)
    assert list(selected(made_of).corpus.records) == ["open"]
    assert selected(made_of, "TLP:GREEN").withheld == {}


def test_what_is_withheld_and_what_is_published_are_all_there_is() -> None:
    grave = Tombstone(id="old", stands_for="actor", removed="Never was.")
    base = corpus(event("a", draft=True), event("b", marking="TLP:RED"), event("c"))
    made_of = Corpus(base.dossier, base.records, {"old": grave})
    found = selected(made_of)
    assert set(found.withheld) == {"a", "b"}
    assert set(found.withheld) | set(found.corpus.records) == set(made_of.records)
    assert found.corpus.tombstones == {"old": grave}


def test_a_marked_statement_is_left_out_and_its_event_stays() -> None:
    said = (statement("open"), statement("green", marking="TLP:GREEN"), statement("red", marking="TLP:RED"))
    made_of = corpus(event("later", statements=said))
    kept = {level: [each.id for each in _event(selected(made_of, level), "later").statements] for level in MARKINGS}
    assert kept == {
        "TLP:CLEAR": ["open"],
        "TLP:GREEN": ["open", "green"],
        "TLP:AMBER": ["open", "green"],
        "TLP:AMBER+STRICT": ["open", "green"],
        "TLP:RED": ["open", "green", "red"],
    }
    assert len(made_of.get(Event, "later").statements) == 3, "the corpus itself stays whole"
    assert "later#red" not in selected(made_of).corpus.statements


def test_a_statement_marked_lower_does_not_open_its_event() -> None:
    made_of = corpus(event("later", marking="TLP:RED", statements=(statement("open", marking="TLP:CLEAR"),)))
    assert selected(made_of).withheld == {"later": "marked TLP:RED"}


def _event(selection: Selection, id_: str) -> Event:
    return selection.corpus.get(Event, id_)


# References to what is withheld


def edited(root: Path, name: str, old: str, new: str) -> Path:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def at(root: Path, instant: str) -> None:
    with (root / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write(f'BUILD_INSTANT = "{instant}"\n')


def findings(root: Path) -> list[tuple[str, str]]:
    return [(each.mark.path, each.code) for each in check_dossier(root).findings]


def test_a_reference_to_an_embargoed_record_is_found_until_the_embargo_ends(tmp_path: Path) -> None:
    root = small(tmp_path)
    edited(root, "content/places/boathouse.yaml", "type: city", "type: city\nembargo: 2031-04-01T12:00:00Z")
    at(root, "2031-04-01T11:59:59Z")
    found = findings(root)
    assert {code for _, code in found} == {"withheld-reference"}
    assert {path for path, _ in found} == {f"content/events/{TALKS}.yaml", "content/notes/who-crosses.md"}
    at(root, "2031-04-01T12:00:00Z")
    assert findings(root) == []


def test_a_claim_whose_only_assertion_is_left_out_goes_too_and_what_names_it_is_found(tmp_path: Path) -> None:
    """The question alone would tell what was said."""
    root = small(tmp_path)
    edited(root, f"content/events/{TALKS}.yaml", "- id: boats\n", "- id: boats\n  marking: TLP:AMBER\n")
    (found,) = check_dossier(root).findings
    assert (found.code, found.mark.path) == ("withheld-reference", "briefings/ferry-note.md")
    checked = load(root)
    assert checked.corpus is not None
    withheld = selected(checked.corpus).withheld
    assert withheld == {f"{TALKS}#boats": "marked TLP:AMBER", "sunk-ferries": "rests on what is withheld"}
    edited(root, "pelicanconf.py", 'LEVEL = "TLP:CLEAR"', 'LEVEL = "TLP:AMBER"')
    assert findings(root) == []


def test_a_withheld_record_may_name_another_one(tmp_path: Path) -> None:
    root = small(tmp_path)
    edited(root, "content/notes/who-crosses.md", "---\n", "---\ndraft: yes\n")
    draft = "type: body\nnames:\n  en: Toll Office\ndraft: yes\n"
    schema = "# yaml-language-server: $schema=../../schema/actor.json\n"
    (root / "content/actors/toll-office.yaml").write_text(schema + draft, encoding="utf-8")
    edited(root, "content/notes/who-crosses.md", "Both towns", "[[toll-office]] and both towns")
    assert findings(root) == []


def test_a_reference_to_a_withheld_record_is_a_gap_that_tells_nothing(tmp_path: Path) -> None:
    root = small(tmp_path)
    edited(root, "content/places/boathouse.yaml", "type: city", "type: city\ndraft: yes")
    assert main(["-C", str(root), "build", "--quiet"]) == 0
    page = (root / "output" / "events" / TALKS / "index.html").read_text(encoding="utf-8")
    assert "Part of this page is withheld." in page
    for file in (root / "output").rglob("*.*"):
        if file.suffix in {".html", ".json", ".csv", ".xml"}:
            assert "boathouse" not in file.read_text(encoding="utf-8").lower(), file


def test_a_row_of_the_event_that_names_a_statement_left_out_goes_with_it(tmp_path: Path) -> None:
    """A quantity or reading of it would tell what the statement was about."""
    root = small(tmp_path)
    path = f"content/events/{TALKS}.yaml"
    edited(root, path, "- id: toll\n", "- id: toll\n  marking: TLP:AMBER\n")
    row = "- of: toll\n  field: text\n  value: The toll must fall by a third.\n  sources: [lakeside-post-2031-03-06]\n"
    edited(root, path, "readings:\n", f"readings:\n{row}")
    assert findings(root) == []
    checked = load(root)
    assert checked.corpus is not None
    (event,) = select(checked.corpus, "TLP:CLEAR", datetime(2031, 4, 1, tzinfo=UTC)).corpus.events
    assert "toll" not in {row.id for row in event.statements} | {row.of for row in event.readings}


def test_a_tombstone_does_not_lead_to_a_withheld_record(tmp_path: Path) -> None:
    root = small(tmp_path)
    draft = (
        "# yaml-language-server: $schema=../../schema/actor.json\ntype: body\nnames:\n  en: Toll Office\ndraft: yes\n"
    )
    (root / "content/actors/toll-office.yaml").write_text(draft, encoding="utf-8")
    (root / "content/actors/customs.yaml").write_text("merged_into: toll-office\n", encoding="utf-8")
    checked = load(root)
    assert checked.corpus is not None
    assert not select(checked.corpus, "TLP:CLEAR", datetime(2031, 4, 1, tzinfo=UTC)).corpus.tombstones


def test_all_kinds_can_be_withheld() -> None:
    made_of = corpus()
    red: dict[str, Record] = {
        id_: each.model_copy(update={"marking": "TLP:RED"}) for id_, each in made_of.records.items()
    }
    found = selected(Corpus(made_of.dossier, red))
    assert set(found.withheld) == set(made_of.records)
    assert found.corpus.records == {}
