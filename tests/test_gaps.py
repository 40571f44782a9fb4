"""What a published record shows in place of something withheld; and where restricted records may stand."""

from __future__ import annotations

import ast
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from communique.checking import check_dossier
from communique.cli import main
from communique.corpus import Corpus
from communique.errors import SettingsError
from communique.gaps import NOT_SHOWN, WITHHELD
from communique.kinds import Briefing, Event, Note, Source
from communique.load import load_with
from communique.selection import Selection, limited, select
from communique.settings import read_settings
from tests.dossiers import ROOT, small
from tests.pages import actor, corpus, event, record

NOON = datetime(2031, 6, 1, 12, tzinfo=UTC)
TALKS = "ferry-talks-2031-03-04"
SCHEMA = "# yaml-language-server: $schema=../../schema/actor.json\n"
RED = {"marking": "TLP:RED"}


def selected(*records: Any) -> Selection:
    return select(corpus(*records), "TLP:CLEAR", NOON)


def note(body: str) -> str:
    """The body of a published note beside a withheld office and a withheld meeting."""
    made = selected(
        record("note", "tale", title="Tale", body=body),
        actor("toll-office", "Toll Office", **RED),
        event("secret-talks", embargo="2031-06-01T14:00:00+01:00"),
        record("source", "leak", title="Leak", publisher="Post", type="news", language="en", copy="whole",
               reliability="F", reliability_reason="New.", draft=True),
    )  # fmt: skip
    return made.corpus.get(Note, "tale").body


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("See [[toll-office]].", "See (withheld)."),
        ("See [[toll-office|the toll office]].", "See (withheld)."),
        ("See [[secret-talks#row|four of them]].", "See (withheld)."),
        ("So it was [@leak, page 4].", "So it was (withheld)."),
        ("So it was [@lakeside-post-2031-03-06; @leak].", "So it was [@lakeside-post-2031-03-06]."),
        ("See [[toll-office]], [[secret-talks]] and [[toll-office]].", "See (withheld)."),
        ("See [[toll-office]] [@leak].", "See (withheld)."),
        ("[[toll-office]]\n\n[[secret-talks]]", "(withheld)"),
        ("See [[toll-office]], then [[ada-verrin]].", "See (withheld), then [[ada-verrin]]."),
        (r"A tick \`[[toll-office]]\` is no code.", r"A tick \`(withheld)\` is no code."),
        ("| a |\n|---|\n| [[toll-office\\|the office]] |", "| a |\n|---|\n| (withheld) |"),
        ("Nothing [[ada-verrin|of that]].", "Nothing [[ada-verrin|of that]]."),
    ],
)
def test_a_gap_in_a_text_says_nothing_of_what_is_withheld(written: str, shown: str) -> None:
    assert note(written) == shown


def test_a_statement_that_nobody_is_left_to_make_goes() -> None:
    said = {"id": "s", "act": "offer", "topic": "crossing", "text": "Free passage.", "sources": []}
    made = selected(
        event("fair", statements=[{**said, "by": ["toll-office"]}, {**said, "id": "t", "by": ["lower-miravel"]}]),
        actor("toll-office", "Toll Office", **RED),
    )
    assert [row.id for row in made.corpus.get(Event, "fair").statements] == ["t"]
    assert "fair" in made.corpus.gaps


def test_a_source_whose_parents_are_withheld_has_one_origin_that_is_not_shown() -> None:
    graded = {"publisher": "Post", "type": "news", "language": "en", "copy": "whole", "reliability": "C",
              "reliability_reason": "New."}  # fmt: skip
    cites = [{"source": "one", "how": "quotes", "part": "the toll"}, {"source": "two", "how": "translates"}]
    made = selected(
        record("source", "later", title="Later", cites=cites, **graded),
        record("source", "one", title="One", **graded, **RED),
        record("source", "two", title="Two", **graded, **RED),
    )
    (parent,) = made.corpus.get(Source, "later").cites
    assert (parent.unnamed, parent.source, parent.how, parent.part) == (NOT_SHOWN, None, "reports", None)


def briefing(body: str, *more: Any) -> tuple[str, Corpus]:
    made = selected(
        record("briefing", "paper", title="Paper", type="note", edition="1", date="2031-03-08", body=body),
        record("track", "secret", title="Secret", type="bilateral", **RED),
        event("secret-talks", **RED),
        *more,
    ).corpus
    return made.get(Briefing, "paper").body, made


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("```timeline\ntrack: secret\n```", WITHHELD),
        ("```timeline\ntrack: secret\nfrom: 2031-03-01\n```\n\n```timeline\ntrack: secret\n```", WITHHELD),
        (
            f"```timeline\nevents: secret-talks, {TALKS}\nfrom: 2031-03-01\n```",
            f'```timeline\nevents: "{TALKS}"\nfrom: "2031-03-01"\n```',
        ),
        (f"```timeline\nevents: {TALKS}, secret-talks\n```", f'```timeline\nevents: "{TALKS}"\n```'),
        (
            f"```timeline\nevents:\n- {TALKS}\n- secret-talks\nlanes: none\n```",
            f'```timeline\nevents: "{TALKS}"\nlanes: "none"\n```',
        ),
        (f"```quotation\nstatement: {TALKS}#toll\n```", f"```quotation\nstatement: {TALKS}#toll\n```"),
        ("```\nno block: secret-talks\n```", "```\nno block: secret-talks\n```"),
    ],
)
def test_a_block_stands_without_what_is_withheld_or_is_a_gap(written: str, shown: str) -> None:
    told = re.sub(r"\n{3,}", "\n\n", briefing(f"Before.\n\n{written}\n\nAfter.")[0])
    assert told == f"Before.\n\n{shown}\n\nAfter."


def test_a_claim_of_which_the_answer_is_withheld_is_not_called_unanswered(tmp_path: Path) -> None:
    root = small(tmp_path)
    path = root / "content" / "events" / f"{TALKS}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("- id: no-boats\n", "- id: no-boats\n  marking: TLP:AMBER\n"), encoding="utf-8")
    assert [each.code for each in check_dossier(root).findings] == ["bare-assertion", "withheld-reference"]
    claim = root / "content" / "claims" / "sunk-ferries.yaml"
    claim.write_text(claim.read_text(encoding="utf-8").replace("how: denies", "how: deflects"), encoding="utf-8")
    leave_out_briefings(root)
    assert main(["-C", str(root), "build", "--quiet"]) == 0
    page = (root / "output" / "claims" / "sunk-ferries" / "index.html").read_text(encoding="utf-8")
    assert "no answer found" not in page.lower()
    assert "art of it is withheld" in page


def leave_out_briefings(root: Path) -> None:
    conf = root / "pelicanconf.py"
    text = conf.read_text(encoding="utf-8").replace('    "communique.pelican.briefings",\n', "")
    conf.write_text(text, encoding="utf-8")


def test_what_a_paper_of_a_lower_marking_holds() -> None:
    green = {"marking": "TLP:GREEN"}
    made = select(corpus(event("open"), event("green", **green), event("red", **RED)), "TLP:RED", NOON).corpus
    assert {"open", "green", "red"} <= made.records.keys()
    assert {"green", "red"} - limited(made, "TLP:GREEN").records.keys() == {"red"}
    assert {"green", "red"} - limited(made, "TLP:CLEAR").records.keys() == {"green", "red"}
    assert limited(made, "TLP:RED") is made


# Private content


@pytest.fixture
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A public dossier with its private content beside it: an office, a note on it, a merged and a removed record."""
    root = small(tmp_path / "dossier")
    dossier = root / "content" / "dossier.yaml"
    dossier.write_text(dossier.read_text(encoding="utf-8") + "public: yes\n", encoding="utf-8")
    leave_out_briefings(root)
    folder = tmp_path / "vault"
    for name, text in {
        "actors/toll-office.yaml": f"{SCHEMA}type: body\nnames:\n  en: Toll Office\nmarking: TLP:AMBER\n",
        "actors/old-spy.yaml": "merged_into: ada-verrin\n",
        "actors/dead-spy.yaml": "removed: Never existed.\n",
        "notes/office.md": "---\ntitle: The office\nmarking: TLP:AMBER\n---\nOf [[toll-office]] and [[ada-verrin]].\n",
    }.items():
        path = folder / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    monkeypatch.setenv("COMMUNIQUE_PRIVATE_CONTENT", str(folder))
    return root


def published(root: Path) -> str:
    return "\n".join(
        f"{path.relative_to(root)}\n{path.read_text(encoding='utf-8', errors='replace')}"
        for path in (root / "output").rglob("*")
        if path.is_file()
    ).lower()


def test_private_content_is_read_with_a_public_dossier_and_published_only_at_its_level(private: Path) -> None:
    assert [str(each) for each in check_dossier(private).findings] == []
    assert main(["-C", str(private), "build", "--quiet"]) == 0
    for word in ("toll-office", "toll office", "the office", "vault"):
        assert word not in published(private)
    assert main(["-C", str(private), "build", "--quiet", "--level", "TLP:AMBER"]) == 0
    assert "toll office" in published(private)


def test_a_tombstone_of_the_private_content_is_never_published(private: Path) -> None:
    """Its id is that of a record nobody may know of, whatever became of it."""
    for level in ("TLP:CLEAR", "TLP:RED"):
        assert main(["-C", str(private), "build", "--quiet", "--level", level]) == 0
        assert "-spy" not in published(private), level


def test_a_public_record_may_not_name_a_private_one(private: Path) -> None:
    path = private / "content" / "notes" / "who-crosses.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nSee [[toll-office]].\n", encoding="utf-8")
    codes = [each.code for each in check_dossier(private).findings]
    assert codes == ["restricted-in-public"]


@pytest.mark.parametrize("line", ["marking: TLP:GREEN", "embargo: 2999-01-01T00:00:00+02:00"])
def test_a_restricted_record_is_refused_in_a_public_tree(private: Path, line: str) -> None:
    (private / "content" / "actors" / "customs.yaml").write_text(
        f"{SCHEMA}type: body\nnames:\n  en: Customs\n{line}\n", encoding="utf-8"
    )
    assert [each.code for each in check_dossier(private).findings] == ["restricted-in-public"]
    assert main(["-C", str(private), "build", "--quiet"]) == 1


def test_an_embargo_that_has_ended_may_stand_in_a_public_tree(private: Path) -> None:
    (private / "content" / "actors" / "customs.yaml").write_text(
        f"{SCHEMA}type: body\nnames:\n  en: Customs\nembargo: 2001-01-01T00:00:00Z\n", encoding="utf-8"
    )
    assert check_dossier(private).findings == ()


def test_an_embargo_without_a_time_zone_is_refused(private: Path) -> None:
    (private / "content" / "actors" / "customs.yaml").write_text(
        f"{SCHEMA}type: body\nnames:\n  en: Customs\nembargo: 2031-01-01T00:00:00\n", encoding="utf-8"
    )
    (found,) = check_dossier(private).findings
    assert (found.code, found.what) == ("bad-date", "'2031-01-01T00:00:00' names no time zone")


def test_a_private_record_without_a_marking_is_refused(private: Path, tmp_path: Path) -> None:
    path = tmp_path / "vault" / "content" / "notes" / "office.md"
    path.write_text(path.read_text(encoding="utf-8").replace("marking: TLP:AMBER\n", ""), encoding="utf-8")
    (found,) = (each for each in check_dossier(private).findings if each.code == "unmarked-private")
    assert found.mark.path == "../vault/content/notes/office.md"


def test_verdicts_on_private_records_stand_beside_them_and_nowhere_else(private: Path, tmp_path: Path) -> None:
    assert main(["-C", str(private), "quotes"]) == 0
    public = private / "content" / "verdicts.lock"
    assert "office" not in (public.read_text(encoding="utf-8") if public.is_file() else "")
    broken = tmp_path / "vault" / "content" / "verdicts.lock"
    broken.write_text("by hand\n", encoding="utf-8")
    (found,) = check_dossier(private).findings
    assert (found.code, found.mark.path) == ("bad-verdicts", "../vault/content/verdicts.lock")


def test_the_private_content_has_no_dossier_of_its_own(private: Path, tmp_path: Path) -> None:
    shutil.copy(private / "content" / "dossier.yaml", tmp_path / "vault" / "content")
    assert [each.code for each in check_dossier(private).findings] == ["stray-file"]


@pytest.mark.parametrize("folder", ["content", "content/notes", ".", "output", "output/vault", "nowhere"])
def test_private_content_stands_outside_what_is_published(
    private: Path, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if folder != "nowhere":
        (private / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.setenv("COMMUNIQUE_PRIVATE_CONTENT", folder)
    with pytest.raises(SettingsError, match="PRIVATE_CONTENT"):
        read_settings(private)


def test_a_private_event_gets_no_number_before_it_is_published(private: Path, tmp_path: Path) -> None:
    """Numbers are given at publication, so that no gap among them tells of a record that is withheld."""
    events = tmp_path / "vault" / "content" / "events"
    events.mkdir()
    head = "# yaml-language-server: $schema=../../schema/event.json\n"
    source = "sources:\n- source: miravel-release-2031-03-05\n  credibility: 2\n"
    text = f"{head}title: A meeting\ntype: meeting\ndate: 2031-03-02\nmarking: TLP:RED\n{source}"
    (events / "a-meeting.yaml").write_text(text, encoding="utf-8")
    assert main(["-C", str(private), "number"]) == 0
    corpus_ = load_with(read_settings(private)).corpus
    assert corpus_ is not None
    assert corpus_.get(Event, "a-meeting").number is None


# The clock


CLOCKS = {"now", "today", "utcnow", "time", "time_ns", "localtime", "gmtime", "ctime"}


def read_clock(path: Path) -> list[int]:
    """The lines of a module that ask a clock for the day or the hour; how long something takes may be measured."""
    found: list[int] = []
    for each in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr in CLOCKS:
            owner = ast.unparse(each.func.value)
            if owner.rpartition(".")[2] in {"datetime", "date", "time"}:
                found.append(each.lineno)
        if isinstance(each, ast.ImportFrom) and each.module == "time":
            found += [each.lineno for name in each.names if name.name in CLOCKS]
    return found


def test_nothing_but_the_instant_of_the_build_reads_the_clock() -> None:
    package = ROOT / "plugins" / "communique"
    reading = {path.relative_to(package).as_posix() for path in package.rglob("*.py") if read_clock(path)}
    # A mail is sent when it is sent: mail and the press need each other not (the layers of pyproject.toml).
    apart = ("commands/mail.py", "commands/maildesk.py", "mail/")
    assert {path for path in reading if not path.startswith(apart)} == {"instant.py"}
