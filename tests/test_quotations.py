"""Quotations looked up in an invented archive: pages, PDFs and texts in three languages, labelled by hand."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from communique.cli import main
from communique.quotations import Copy, judge, normal
from communique.quoting import QuotesReport, judge_quotations
from communique.snapshots.extract import extract
from tests.dossiers import small
from tests.fixtures import FOLDER, rows

PAPERS = FOLDER / "quotations"
LABELS = rows("quotations/labels.txt")
VERDICTS = ("found", "altered", "not-found", "cannot-check")
IGNORED = {"minutes-en": "20-22"}

TALLIS = """\
# yaml-language-server: $schema=../../schema/actor.json
type: person
names:
  en: Oren Tallis
  ar: أورين تاليس
name_forms:
- text: Орен Таллис
  lang: ru
  form: usual
- text: أورين تاليس
  lang: ar
  form: usual
"""
LOST = """\
# yaml-language-server: $schema=../../schema/source.json
title: A paper nobody kept
publisher: River archive
type: news
language: {language}
seen: 2031-03-07
reliability: F
reliability_reason: Nobody has read it.
copy: whole
"""
EVENT = """\
# yaml-language-server: $schema=../../schema/event.json
title: Words of many sorts
type: announcement
status: held
date: 2031-03-04
sources:
"""
STATEMENT = """\
- id: s{number}
  by: [upper-miravel]
{speaker}  act: assertion
  topic: crossing
  text: Something was said.
  quote: {quote}
  quote_source: {source}
  sources: [{source}]
"""


def take_in(root: Path, name: str) -> None:
    """One paper through the door an editor uses."""
    (paper,) = [path for path in PAPERS.glob(f"{name}.*") if ".src." not in path.name]
    options = ["--url", f"https://archive.example.org/{name}", "--id", name, "--captured", "2031-03-07"]
    language = name.rpartition("-")[2]
    assert main(["-C", str(root), "ingest", str(paper), *options, "--language", language,
                 "--ignore", IGNORED.get(name, "")]) == 0  # fmt: skip


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> QuotesReport:
    root = small(tmp_path_factory.mktemp("quotations") / "dossier")
    conf = root / "pelicanconf.py"
    conf.write_text(conf.read_text(encoding="utf-8") + 'SNAPSHOT_STORE = "../store"\n', encoding="utf-8")
    forms = "name_forms:\n- text: Ада Веррин\n  lang: ru\n  form: usual\n"
    verrin = root / "content" / "actors" / "ada-verrin.yaml"
    verrin.write_text(verrin.read_text(encoding="utf-8") + forms, encoding="utf-8")
    (root / "content" / "actors" / "oren-tallis.yaml").write_text(TALLIS, encoding="utf-8")
    sources = sorted({source for _, source, *_ in LABELS})
    for source in sources:
        if source.startswith("lost-"):
            path = root / "content" / "sources" / f"{source}.yaml"
            path.write_text(LOST.format(language=source.removeprefix("lost-")), encoding="utf-8")
        else:
            take_in(root, source)
    opening = root / "content" / "sources" / "opening-en.yaml"
    opening.write_text(opening.read_text(encoding="utf-8").replace("copy: whole", "copy: opening"), encoding="utf-8")
    text = EVENT + "".join(f"- source: {source}\n  credibility: 6\n" for source in sources) + "statements:\n"
    for number, (_, source, speaker, quote, _) in enumerate(LABELS):
        spoken = "" if speaker == "-" else f"  speaker: {speaker}\n"
        quoted = "'" + quote.replace("'", "''") + "'"
        text += STATEMENT.format(number=number, speaker=spoken, quote=quoted, source=source)
    (root / "content" / "events" / "words.yaml").write_text(text, encoding="utf-8")
    return judge_quotations(root)


def matrix(report: QuotesReport) -> dict[tuple[str, str], int]:
    """How often a label (first) got a verdict (second)."""
    given = [judged.verdict.word for quoted, judged in report.judged if quoted.id == "words"]
    return Counter(zip((label for label, *_ in LABELS), given, strict=True))


def drawn(counts: dict[tuple[str, str], int]) -> str:
    """The confusion matrix as text."""
    corner = "labelled \\ given"
    head = f"{corner:<17}" + "".join(f"{verdict:>14}" for verdict in VERDICTS)
    body = (
        f"{label:<17}" + "".join(f"{counts.get((label, verdict), 0):>14}" for verdict in VERDICTS) for label in VERDICTS
    )
    return "\n".join((head, *body))


def test_there_are_at_least_fifteen_quotations_labelled_with_each_verdict() -> None:
    counts = Counter(label for label, *_ in LABELS)
    assert set(counts) == set(VERDICTS)
    assert min(counts.values()) >= 15


def test_every_quotation_gets_the_verdict_that_a_person_gave_it(report: QuotesReport) -> None:
    print(f"\n{drawn(matrix(report))}")
    judged = [judged.verdict for quoted, judged in report.judged if quoted.id == "words"]
    wrong = [
        f"{label}, given {verdict.word} ({verdict.reason or verdict.passage}): {source}: {quote} ({why})"
        for (label, source, _, quote, why), verdict in zip(LABELS, judged, strict=True)
        if verdict.word != label
    ]
    assert wrong == []


def test_nothing_is_called_found_that_a_person_did_not_find(report: QuotesReport) -> None:
    assert {label for (label, given), count in matrix(report).items() if given == "found" and count} == {"found"}


def runs_of_words(seed: int, count: int) -> Iterator[tuple[Copy, list[str], random.Random]]:
    """Runs of five to ten words, each from within one paragraph of one of the papers."""
    chance = random.Random(seed)
    copies = [
        Copy(extract(path.read_bytes()).text) for path in sorted(PAPERS.glob("*-*.*")) if ".src." not in path.name
    ]
    for _ in range(count):
        copy = chance.choice(copies)
        start, end = chance.choice(copy.paragraphs)
        words = copy.text[start:end].split()
        length = chance.randint(5, 10)
        if len(words) >= length:
            first = chance.randint(0, len(words) - length)
            if words[first - 1].endswith("‐"):
                continue  # half a word
            yield copy, words[first : first + length], chance


def test_every_run_of_words_of_a_paper_is_found_in_it() -> None:
    lost = [
        " ".join(words)
        for copy, words, _ in runs_of_words(1, 300)
        if judge(" ".join(words), copy).word != "found" and not any(word.endswith("‐") for word in words)
    ]
    assert lost == []


def test_a_run_of_words_with_one_dropped_changed_or_moved_is_never_found() -> None:
    wrong = []
    for copy, words, chance in runs_of_words(2, 300):
        at = chance.randint(1, len(words) - 2)
        others = [copy.text.split()[chance.randint(0, 20)], str(chance.randint(100, 999)), "not", "не", "لا"]
        for changed in (
            [*words[:at], *words[at + 1 :]],
            [*words[:at], chance.choice(others), *words[at + 1 :]],
            [*words[:at], chance.choice(others), *words[at:]],
            [*words[:at], words[at + 1], words[at], *words[at + 2 :]],
        ):
            told = normal(" ".join(changed)).text
            if told not in normal(" ".join(words)).text and told not in copy.normal.text:
                verdict = judge(" ".join(changed), copy)
                if verdict.word == "found":
                    wrong.append((" ".join(changed), verdict.passage))
    assert wrong == []
