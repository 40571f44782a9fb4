"""`communique rename` and `merge`: ids give way and lead on, references follow, and nothing else of a file moves."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from communique.checking import check_dossier
from communique.cli import main
from communique.diagnostics import blocking
from communique.diffing import diff_dossier
from communique.evidence import quotation_key
from communique.formatting import format_dossier
from communique.load import load
from communique.views.redirects import grave_address
from tests.dossiers import committed, small
from tests.pins import pinned

IDS = [
    "ferry-talks-2031-03-04", "ada-verrin", "upper-miravel", "boathouse", "miravel-release-2031-03-05", "ferry",
    "crossing", "sunk-ferries", "who-crosses", "about", "ferry-note",
]  # fmt: skip


def texts(root: Path) -> dict[str, str]:
    found = (path for path in root.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in found}


def path_of(root: Path, id_: str) -> str:
    return load(root).loaded[id_].document.path


def run(root: Path, *words: str) -> int:
    return main(["-C", str(root), *words])


def write(root: Path, path: str, text: str) -> None:
    kind = {"actors": "actor", "topics": "topic", "events": "event"}[path.split("/")[0]]
    head = f"# yaml-language-server: $schema=../../schema/{kind}.json\n"
    (root / "content" / f"{path}.yaml").write_text(head + text, encoding="utf-8")


@pytest.mark.parametrize("id_", IDS)
def test_a_record_of_any_kind_is_renamed_wherever_it_is_named(id_: str, tmp_path: Path) -> None:
    root = small(tmp_path)
    before, old = texts(root), path_of(root, id_)
    assert run(root, "rename", id_, f"{id_}-anew") == 0
    assert not blocking(check_dossier(root).findings)
    after = texts(root)
    grave = after.pop(old)
    assert f"merged_into: {id_}-anew\n" in grave
    assert "number:" not in grave
    # Only the ids changed, and where their length moves a line's end.
    back = {path.replace(f"{id_}-anew", id_): text.replace(f"{id_}-anew", id_).split() for path, text in after.items()}
    assert back == {path: text.split() for path, text in before.items()}
    assert format_dossier(root, write=False).changed == ()
    corpus = load(root).corpus
    assert corpus is not None
    assert grave_address(corpus.tombstones[id_]).split("/")[-2] == id_


def test_the_address_of_a_renamed_record_leads_on(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert run(root, "rename", "place/boathouse", "boat-house") == 0
    assert run(root, "build", "--quiet") == 0
    page = (root / "output/places/boathouse/index.html").read_text(encoding="utf-8")
    assert re.search(r'http-equiv="refresh" content="0; url=[./]*places/boat-house/index\.html"', page)
    assert (root / "output/places/boat-house/index.html").is_file()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["rename", "ferry", "crossing"], "the id 'crossing' is already taken"),
        (["rename", "ferry", "The Ferry"], "'The Ferry' is not an id"),
        (["rename", "ferry", "boat\n"], "is not an id"),
        (["rename", "fery", "boat"], "there is no record 'fery'; did you mean 'ferry'?"),
        (["rename", "topic/ferry", "boat"], "there is no topic 'ferry'"),
        (["rename", "tpoic/ferry", "boat"], "there is no kind 'tpoic'; did you mean 'topic'?"),
        (["rename", "gone", "boat"], "'gone' is no record any more: it leads to 'ferry'"),
        (["rename", "ferry-note", "boat"], "'ferry-note' was published"),
        (["merge", "ferry", "ferry"], "cannot be merged into itself"),
        (["merge", "ferry", "crossing"], "'ferry' is of kind track, and 'crossing' of kind topic"),
        (["merge", "secret", "crossing"], "'secret' is withheld and 'crossing' is less so"),
        (["merge", "upper-miravel", "lower-miravel"], "'upper-miravel' and 'lower-miravel' both stand in 'sides'"),
    ],
)
def test_what_would_break_something_is_refused_and_nothing_is_written(
    words: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small(tmp_path)
    pinned(root)
    (root / "content/tracks/gone.yaml").write_text("merged_into: ferry\n", encoding="utf-8")
    write(root, "topics/secret", "title: Secret\ndraft: yes\n")
    before = texts(root)
    assert run(root, *words) == 1
    assert told in capsys.readouterr().err
    assert texts(root) == before


def test_what_readers_hold_goes_on_naming_what_it_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small(tmp_path)
    pinned(root)
    before = texts(root)
    assert run(root, "rename", "ferry", "boat") == 0
    assert "briefings/ferry-note.md was published, and goes on naming 'ferry'" in capsys.readouterr().err
    assert texts(root)["briefings/ferry-note.md"] == before["briefings/ferry-note.md"]
    assert not blocking(check_dossier(root).findings)
    corpus = load(root).corpus
    assert corpus is not None
    assert [each.tracks for each in corpus.briefings] == [("boat",)]


def test_a_draft_that_git_never_had_leaves_no_sign(tmp_path: Path) -> None:
    root = small(tmp_path)
    committed(root)
    write(root, "topics/secret-deal", "title: Fares\ndraft: yes\n")
    assert run(root, "rename", "secret-deal", "fares") == 0
    assert not (root / "content/topics/secret-deal.yaml").exists()
    assert run(root, "rename", "crossing", "the-crossing") == 0
    assert (root / "content/topics/crossing.yaml").exists()


def test_readers_are_told_of_a_renamed_record_once_and_owed_no_correction(tmp_path: Path) -> None:
    root = small(tmp_path)
    committed(root)
    for old in ("boathouse", "ada-verrin", "miravel-release-2031-03-05", "ferry"):
        assert run(root, "rename", old, f"{old}-anew") == 0
    assert not blocking(check_dossier(root).findings)
    found = {each.id: [line.how for line in each.lines] for each in diff_dossier(root, "HEAD").records}
    assert {hows[0] for id_, hows in found.items() if not id_.startswith("ferry-note")} == {"merged", "added"}
    assert "ferry-talks-2031-03-04" not in found


def test_verdicts_follow_their_quotations(tmp_path: Path) -> None:
    root = small(tmp_path)
    words, source = "two ferries lie on the bottom", "miravel-release-2031-03-05"
    row = {"source": source, "quotation": quotation_key(words, source), "normaliser": "2", "snapshot": "0" * 64}
    lock = root / "content/verdicts.lock"
    lock.write_text(json.dumps({**row, "verdict": "found", "date": "2031-03-07"}) + "\n", encoding="utf-8")
    assert run(root, "rename", source, "release") == 0
    told = json.loads(lock.read_text(encoding="utf-8"))
    assert (told["source"], told["quotation"]) == ("release", quotation_key(words, "release"))


def test_a_merged_record_gives_what_the_other_one_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small(tmp_path)
    write(
        root,
        "actors/a-verrin",
        "type: person\nnames:\n  en: Adah Verrin\n  de: Ada Verrin\npart_of: [upper-miravel]\nsummary: Hers.\n"
        "tenures:\n- post: mayor\n  body: upper-miravel\n",
    )
    write(root, "topics/tolls", "title: Tolls\nalso: [toll, fare]\n")
    event = root / "content/events/ferry-talks-2031-03-04.yaml"
    text = event.read_text(encoding="utf-8").replace("  speaker: ada-verrin\n", "  speaker: a-verrin\n")
    event.write_text(text, encoding="utf-8")
    assert run(root, "merge", "a-verrin", "ada-verrin") == 0
    assert "names.en: Adah Verrin (it is a name form now)" in capsys.readouterr().err
    made = texts(root)
    actor = made["content/actors/ada-verrin.yaml"]
    for line in ("  en: Ada Verrin", "  de: Ada Verrin", "- text: Adah Verrin", "- post: mayor", "summary: Hers."):
        assert f"\n{line}\n" in actor
    assert actor.count("part_of: [upper-miravel]\n") == 1
    assert "  speaker: ada-verrin\n" in made["content/events/ferry-talks-2031-03-04.yaml"]
    briefing = root / "briefings/ferry-note.md"
    briefing.write_text(made["briefings/ferry-note.md"].replace("topics: [crossing]", "topics: [crossing, tolls]"))
    assert run(root, "merge", "tolls", "crossing") == 0
    assert "not carried over, since 'crossing' says otherwise: title: Tolls" in capsys.readouterr().err
    assert "also: [ferry, toll, fare]\n" in texts(root)["content/topics/crossing.yaml"]
    assert "\ntopics: [crossing]\n" in briefing.read_text(encoding="utf-8"), "named once, though two became one"
    assert not blocking(check_dossier(root).findings)


def test_a_merged_event_brings_its_statements_unless_one_says_two_things(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = small(tmp_path)
    said = "by: [upper-miravel]\n  act: {}\n  topic: crossing\n  text: {}\n  sources: [lakeside-post-2031-03-06]\n"
    head = (
        "number: E-007\ntitle: Talks\ntype: meeting\ndate: 2031-03-04\n\nsources:\n"
        "- source: lakeside-post-2031-03-06\n  credibility: 3\n\nstatements:\n"
    )
    write(root, "events/talks-again", f"{head}- id: half\n  {said.format('demand', 'Half the toll.')}")
    claim = root / "content/claims/sunk-ferries.yaml"
    claim.write_text(
        claim.read_text("utf-8").replace("how: denies", "how: denies\n- statement: talks-again#half\n  how: deflects")
    )
    assert run(root, "merge", "talks-again", "ferry-talks-2031-03-04") == 0
    assert "- statement: ferry-talks-2031-03-04#half\n" in claim.read_text(encoding="utf-8")
    grave = (root / "content/events/talks-again.yaml").read_text(encoding="utf-8")
    assert "number: E-007\n" in grave, "so that it is never given again"
    write(
        root,
        "events/third-talks",
        f"{head.replace('E-007', 'E-008')}- id: half\n  {said.format('offer', 'All of it.')}",
    )
    before = texts(root)
    capsys.readouterr()
    assert run(root, "merge", "third-talks", "ferry-talks-2031-03-04") == 1
    assert "both have a row 'half' in 'statements'" in capsys.readouterr().err
    assert texts(root) == before


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small(tmp_path)
    before = texts(root)
    assert run(root, "rename", "ferry", "boat", "--dry-run") == 0
    assert "content/tracks/boat.yaml: would be written" in capsys.readouterr().out
    assert texts(root) == before
