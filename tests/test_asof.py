"""The dossier as known on a day: nothing later gets in, in no output, and what is known only grows."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from communique.asof import WRITTEN_LATER, as_of
from communique.cli import main
from communique.corpus import Corpus
from communique.dates import Day
from communique.kinds import Event, Record, Topic
from communique.load import load
from communique.plan import File, Page
from communique.press.families import Input, briefings_family, exports_family, feeds_family
from communique.press.theme import environment, render
from communique.settings import read_settings
from communique.views.registry import PAGES
from communique.views.sheet import Site
from communique.written import read_written
from tests.dossiers import ROOT, small
from tests.pages import actor, corpus, record

NEVER = 99
SOURCES = [f"src{number}" for number in range(4)]
THEME = environment(ROOT)
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""A failure shows its token and day; making the dossier around it smaller takes minutes and tells nothing more."""


def day(number: int) -> Day:
    return Day(2031, 3, number)


class Planted:
    """Texts, each with a token of its own and the number of the day from which it may be read."""

    def __init__(self, days: dict[str, int]) -> None:
        self.days = days
        self.known: dict[str, int] = {}

    def text(self, known: int) -> str:
        token = f"TOKEN{len(self.known):03}X"
        self.known[token] = known
        return f"{token} was said"

    def cited(self, *ids: str) -> str:
        return self.text(max(self.days[id_] for id_ in ids)) + " " + " ".join(f"[@{id_}]" for id_ in ids)

    def row(self, ids: list[str], *fields: str, **more: Any) -> dict[str, Any]:
        """A row on these sources: its texts are known with the first of them, its note with the last."""
        first, last = min(self.days[id_] for id_ in ids), max(self.days[id_] for id_ in ids)
        texts = {name: self.text(first) for name in fields}
        return {**texts, "note": self.text(last), "sources": ids, **more}


def planted(days: dict[str, int], draw: Any) -> tuple[Corpus, Planted]:
    """A dossier whose every text field holds a token; rows rest on sources drawn at random."""
    plant = Planted(days)
    some = st.lists(st.sampled_from(SOURCES), min_size=1, max_size=2, unique=True)

    def rows(*fields: str, count: int = 2, **more: Any) -> list[dict[str, Any]]:
        return [
            plant.row(draw(some), *fields, **{name: f"{value}{number}" if name == "id" else value
                                              for name, value in more.items()})
            for number in range(count)
        ]  # fmt: skip

    said: dict[str, Any] = {"id": "s", "by": ["upper-miravel"], "act": "assertion", "topic": "crossing"}
    listed = draw(some)
    used = sorted({*listed, *SOURCES[:1]})
    since = min(days[id_] for id_ in SOURCES)
    citations = [
        {"source": id_, "credibility": "2", "note": plant.text(days[id_]), "locator": plant.text(days[id_])}
        for id_ in SOURCES
    ]
    statements = rows("text", "monitor", "locator", **said)
    for row in statements:
        id_ = draw(st.sampled_from(row["sources"]))
        row.update(quote=plant.text(days[id_]), quote_source=id_, quote_at=plant.text(days[id_]))
    event = record(
        "event", "fair", title=plant.text(since), type="agreement", date="2031-02-01", sources=citations,
        sides=[{"actor": "upper-miravel", "note": plant.text(NEVER)}, {"actor": "lower-miravel"}],
        present=rows("post", "named", actor="ada-verrin", side="upper-miravel", count=1),
        sessions=rows(id="m", sides=["upper-miravel"]),
        statements=statements,
        terms=rows("text", id="t", topic="crossing"),
        compliance=rows("text", term="t0", as_of="2031-02-03", state="met"),
        transfers=rows("what", "route", id="x", stage="alleged"),
        quantities=rows("measure", "unit", id="q", value="14"),
        readings=rows("value", "label", "phrase", field="other"),
        summary=plant.cited(*used), private_note=plant.text(NEVER),
        accept=[{"code": "unused-source", "reason": plant.text(NEVER)}],
        corrections=[{"date": "2031-03-09", "what": plant.text(9), "was": plant.text(9), "now": plant.text(9),
                      "why": plant.text(9)}],
    )  # fmt: skip
    answered = min(min(days[id_] for id_ in row["sources"]) for row in statements)
    claim = record(
        "claim", "paid", question=plant.text(answered), topic="crossing", assertions=["fair#s0"],
        answers=[{"statement": "fair#s1", "how": "denies", "note": plant.text(NEVER)}],
        no_answer=rows(actor="lower-miravel"),
        variants=rows("value", label="how much"),
        summary=plant.cited(*used),
    )  # fmt: skip
    person = actor(
        "tom-told", "Tom Told", type="person", summary=plant.cited(*used), note=plant.text(NEVER),
        name_forms=rows("text", lang="de"), tenures=rows("post"),
    )  # fmt: skip
    made: list[Record] = [
        event, claim, person,
        record("note", "tale", title=plant.text(max(days[id_] for id_ in used)),
               body=plant.cited(*used) + " [[tom-told]]", summary=plant.text(NEVER)),
        record("note", "bare", title=plant.text(NEVER), body=plant.text(NEVER)),
        record("page", "about", title="About", body=f"{plant.cited(*used)}", summary=plant.text(NEVER)),
        record("topic", "crossing", title="Crossing", summary=plant.cited(*used)),
        record("track", "ferry", title="Ferry", type="bilateral", summary=plant.text(NEVER)),
        record("place", "boathouse", names={"en": "Boathouse"}, type="city",
               note=plant.text(NEVER), name_forms=rows("text", lang="de")),
        record("briefing", "paper", title=plant.text(5), type="note", edition="1", date="2031-03-05",
               summary=plant.text(NEVER), changes=plant.text(NEVER), body=plant.text(5) + " [[boathouse]] [@src0]",
               judgements=[{"text": plant.text(5), "confidence": "low", "note": plant.text(NEVER)}]),
    ]  # fmt: skip
    for id_, known in days.items():
        dated = {"published": f"2031-03-{known:02}"} if known != NEVER else {}
        made.append(
            record(
                "source", id_, title=plant.text(known), publisher="Post", type="news", language="en", copy="whole",
                reliability="C", reliability_reason=plant.text(NEVER), published_note=plant.text(NEVER),
                cites=[{"unnamed": plant.text(known), "how": "reports", "note": plant.text(NEVER)}], **dated,
            )
        )  # fmt: skip
    base = corpus(*made)
    dossier = base.dossier.model_copy(update={"summary": plant.text(NEVER)})
    return Corpus(dossier, base.records), plant


def outputs(of: Corpus, on: Day) -> Iterator[str]:
    """Every page, feed and export of a build as of that day, as text."""
    features = frozenset({"site", "briefings", "feeds", "exports"})
    site = Site(as_of(of, on).corpus, "https://miravel.example.org", features=features, as_of=on)
    given_ = Input(site, ROOT)
    made = [page for pages in PAGES for page in pages(site)]
    made += [each for each in briefings_family(given_) if isinstance(each, Page)]
    for output in (*made, *feeds_family(given_), *exports_family(given_)):
        if isinstance(output, Page):
            yield render(THEME, output.template, output.view, output.path)
        elif isinstance(output, File):
            yield output.content.decode("utf-8", "replace")


DAYS = st.fixed_dictionaries({id_: st.sampled_from([2, 4, 6, 8, NEVER]) for id_ in SOURCES}).filter(
    lambda days: min(days.values()) != NEVER
)


@pytest.mark.timeout(300)
@settings(max_examples=8, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
@given(DAYS, st.data())
def test_a_text_that_rests_on_a_later_source_is_in_no_output(days: dict[str, int], data: st.DataObject) -> None:
    made, plant = planted(days, data.draw)
    on = data.draw(st.sampled_from([1, 3, 5, 7]))
    written = "\n".join(outputs(made, day(on)))
    assert [(token, known) for token, known in plant.known.items() if known > on and token in written] == []


def test_the_texts_planted_are_read_when_their_day_has_come() -> None:
    """Else a token that is in no output would prove nothing."""
    days = dict.fromkeys(SOURCES, 2)
    made, plant = planted(days, lambda strategy: find(strategy, lambda _: True, settings=settings(database=None)))
    written = "\n".join(outputs(made, day(9)))
    missing = [token for token, known in plant.known.items() if known <= 9 and token not in written]
    assert missing == []


@settings(max_examples=30, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
@given(DAYS, st.data())
def test_what_is_known_only_grows_with_the_day(days: dict[str, int], data: st.DataObject) -> None:
    made, plant = planted(days, data.draw)
    records: set[str] = set()
    tokens: set[str] = set()
    for number in range(1, 10):
        cut = as_of(made, day(number)).corpus
        told = str(list(cut.records.values()))
        now = {token for token in plant.known if token in told}
        assert records <= cut.records.keys()
        assert tokens <= now
        records, tokens = set(cut.records), now


def fair(summary: str, **fields: Any) -> Corpus:
    """A dossier with three sources, of 2, 6 and 8 March, and an event that lists the three."""
    days = {"src0": 2, "src1": 6, "src2": 8}
    sources = [
        record("source", id_, title=id_, publisher="Post", type="news", language="en", copy="whole", reliability="C",
               reliability_reason="New.", published=f"2031-03-0{known}")
        for id_, known in days.items()
    ]  # fmt: skip
    citations = [{"source": id_, "credibility": "2"} for id_ in days]
    named = {"title": "A fair", "type": "announcement", "date": "2031-02-01", "sources": citations, **fields}
    return corpus(*sources, record("event", "fair", summary=summary, **named))


def event_on(made: Corpus, number: int) -> Event:
    return as_of(made, day(number)).corpus.get(Event, "fair")


def test_a_text_comes_in_with_the_last_of_what_it_cites() -> None:
    made = fair("Both [@src0] and [@src1].")
    assert event_on(made, 5).summary == WRITTEN_LATER
    assert event_on(made, 6).summary == "Both [@src0] and [@src1]."


def test_a_text_that_cites_nothing_is_left_out() -> None:
    assert event_on(fair("So it was."), 9).summary is None


def test_a_field_that_a_later_source_supports_falls_back_to_the_reading_of_an_earlier_one() -> None:
    citations = [
        {"source": "src0", "credibility": "2"},
        {"source": "src1", "credibility": "2", "supports": ["date", "place"]},
    ]
    reading = {"field": "date", "value": "[2031-02-01..2031-02-03]", "sources": ["src0"]}
    made = fair("x", sources=citations, readings=[reading], place="boathouse")
    before, after = event_on(made, 5), event_on(made, 6)
    assert (str(before.date.text), before.place, before.readings) == ("[2031-02-01..2031-02-03]", None, ())
    assert (str(after.date.text), after.place, len(after.readings)) == ("2031-02-01", "boathouse", 1)


def test_a_statement_stands_in_the_words_of_the_reading_that_was_there() -> None:
    said: dict[str, Any] = {"id": "s", "by": ["upper-miravel"], "act": "assertion", "topic": "crossing"}
    made = fair(
        "x",
        statements=[{**said, "text": "Two ferries.", "sources": ["src1"]}],
        readings=[{"of": "s", "field": "text", "value": "Some ferries", "sources": ["src0"]}],
    )
    assert [row.text for row in event_on(made, 5).statements] == ["Some ferries"]
    assert [row.text for row in event_on(made, 6).statements] == ["Two ferries."]


@pytest.fixture(scope="module")
def libya() -> Corpus:
    made = load(ROOT).corpus
    assert made is not None
    return made


def test_the_meeting_of_24_june_is_there_on_3_july_and_not_on_23_june(libya: Corpus) -> None:
    assert "us-gna-2020-06-24" in as_of(libya, Day(2020, 7, 3)).corpus.records
    assert "us-gna-2020-06-24" not in as_of(libya, Day(2020, 6, 23)).corpus.records


def test_a_source_without_a_date_is_left_out_of_every_day_and_listed() -> None:
    sheet = {"title": "A sheet", "publisher": "Post", "type": "news", "language": "en", "copy": "whole"}
    graded = {**sheet, "reliability": "C", "reliability_reason": "New."}
    made = corpus(record("source", "bare", **graded), record("source", "met", **graded, seen="2031-03-20"))
    cut = as_of(made, Day(2039, 1, 1))
    assert cut.undated == ("bare",)
    assert cut.left_out == {"bare": "undated: left out of every as-of build"}
    assert "met" not in as_of(made, Day(2031, 3, 19)).corpus.records


def test_files_are_published_or_left_out_each_with_a_reason(libya: Corpus) -> None:
    cut = as_of(libya, Day(2020, 6, 23))
    assert cut.corpus.records.keys() | cut.left_out.keys() == libya.records.keys()
    assert not cut.corpus.records.keys() & cut.left_out.keys()


def test_no_reference_of_a_cut_corpus_leads_nowhere(libya: Corpus) -> None:
    for number in (1, 4, 6, 9):
        cut = as_of(libya, Day(2020, number, 15)).corpus
        targets = {target.partition("#")[0] for target in cut.backlinks}
        assert {id_ for id_ in targets if id_ not in cut.records and id_ not in cut.tombstones} == set()


def test_a_build_of_a_past_day_says_so_on_every_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small(tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    conf = tmp_path / "pelicanconf.py"
    conf.write_text(
        conf.read_text(encoding="utf-8").replace('    "communique.pelican.briefings",\n', ""), encoding="utf-8"
    )
    out = tmp_path / "past"
    assert main(["-C", str(tmp_path), "build", "--as-of", "2031-03-05"]) == 2
    assert main(["-C", str(tmp_path), "build", "--as-of", "2031-03-05", "--output", str(out)]) == 0
    assert "withheld: lakeside-post-2031-03-06: not known on 2031-03-05" in capsys.readouterr().out
    pages = list(out.rglob("*.html"))
    assert pages
    assert all("As known on 5 March 2031." in page.read_text(encoding="utf-8") for page in pages)
    event = (out / "events" / "ferry-talks-2031-03-04" / "index.html").read_text(encoding="utf-8")
    assert "The toll must fall by half." in event
    assert "No ferry was sunk." not in event


def committed_on(root: Path, when: str) -> None:
    """Commit all there is in the repository ``root``, at noon of a day."""
    who = ("-c", "user.name=Ada Invented", "-c", "user.email=ada@example.org")
    stamp = {"GIT_COMMITTER_DATE": f"{when}T12:00:00Z", "GIT_AUTHOR_DATE": f"{when}T12:00:00Z"}
    subprocess.run(["git", "add", "-A"], cwd=root, check=True)
    subprocess.run(["git", *who, "commit", "-qm", when], cwd=root, check=True, env={**os.environ, **stamp})


def rewritten(root: Path, before: str, after: str, when: str) -> None:
    path = root / "content" / "topics" / "crossing.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    committed_on(root, when)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The smallest dossier; its topic got a summary on 10 March, another on the 12th and the first back on the 14th."""
    root = small(tmp_path / "dossier")
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
    path = root / "content" / "topics" / "crossing.yaml"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("summary:")]
    path.write_text("\n".join([*lines, "summary: First words.", ""]), encoding="utf-8")
    committed_on(root, "2031-03-10")
    rewritten(root, "First words.", "Other words.", "2031-03-12")
    rewritten(root, "Other words.", "First words.", "2031-03-14")
    return root


def summary_on(root: Path, number: int) -> str | None:
    made = load(root).corpus
    assert made is not None
    cut = as_of(made, day(number), read_written(read_settings(root)))
    return cut.corpus.get(Topic, "crossing").summary


def test_prose_that_cites_nothing_counts_from_the_commit_since_which_it_stands_there(kept: Path) -> None:
    assert [summary_on(kept, number) for number in (13, 14)] == [WRITTEN_LATER, "First words."]


def test_prose_whose_day_git_cannot_tell_is_left_out_and_listed(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", kept.as_uri(), str(clone)], check=True)
    assert summary_on(clone, 20) is None
    out = tmp_path / "data"
    assert main(["-C", str(clone), "export", "--as-of", "2031-03-20", "--output", str(out), "--format", "json"]) == 0
    told = capsys.readouterr().err
    assert told.count("this clone is shallow") == 1
    assert "left out: crossing: summary" in told
    assert "First words." not in (out / "data" / "corpus.json").read_text(encoding="utf-8")


def test_an_export_of_a_past_day_holds_what_was_known_then_and_only_the_format_asked_for(
    kept: Path, tmp_path: Path
) -> None:
    out = tmp_path / "data"
    ask = ["-C", str(kept), "export", "--output", str(out)]
    assert main([*ask, "--format", "csv", "--as-of", "2031-03-05"]) == 0
    assert not (out / "data" / "corpus.json").exists()
    table = (out / "data" / "sources.csv").read_text(encoding="utf-8")
    assert "miravel-release-2031-03-05" in table
    assert "lakeside-post-2031-03-06" not in table
    assert main([*ask, "--format", "cvs"]) == 2


@pytest.mark.parametrize("command", ["build", "export", "brief"])
def test_an_output_that_cannot_be_written_is_one_plain_line(
    command: str, kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert main(["-C", str(kept), command, "--output", str(tmp_path / "file" / "out")]) == 3
    last = capsys.readouterr().err.splitlines()[-1]
    assert "a file is in the way; nothing was changed" in last
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"
