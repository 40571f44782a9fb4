"""Mutate a dossier a thousand times, one mistake at a time, and see whether ``communique check`` finds it.

Every mutation must give a diagnostic at the mutated place, or be legal for a reason that ``legality`` works out by
itself. The dossier is only read: mutations happen in memory.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from random import Random

from communique.diagnostics import Diagnostic
from communique.load import check_parsed
from communique.records import Loaded
from communique.tree import RawFile, read_tree
from communique.yamlfile import Document
from tools.legality import ID, Judge, NoReasonError
from tools.mutations import MUTATORS
from tools.pages import Mutation, Page


class Verdict(StrEnum):
    """What became of a mutation."""

    PLACE = "at the place"
    REFERRER = "at a referrer"
    LEGAL = "legal"
    ELSEWHERE = "elsewhere"
    MISS = "MISS"
    CRASH = "CRASH"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A mutation with what ``check`` said; ``why`` is the reason of a legal one, or what is wrong."""

    kind: str
    mutation: Mutation
    verdict: Verdict
    why: str
    findings: tuple[Diagnostic, ...]

    @property
    def is_cascade(self) -> bool:
        """Whether one mistake gave several findings in the mutated file itself."""
        return len([each for each in self.findings if each.mark.path == self.mutation.path]) > 1

    def __str__(self) -> str:
        place = f"{self.mutation.path}:{self.mutation.new[0]}"
        told = "".join(f"\n      {finding}" for finding in self.findings[:4])
        return f"{self.verdict}: {self.kind}: {place}: {self.mutation.told}: {self.why}{told}"


class Bench:
    """A dossier, parsed once, in which one file after the other is replaced."""

    def __init__(self, root: Path) -> None:
        files, findings = read_tree(root)
        self.read_findings = findings
        self.pages = {file.path: Page(file) for file in files}
        self.clean = self.findings({})
        self.ids = {
            each.parsed.id: each.parsed.kind.name for each in self.pages.values() if isinstance(each.parsed, Loaded)
        }
        self.data = {Path(path).stem: page.document.data for path, page in self.pages.items()}

    def findings(self, changed: dict[str, Page | None]) -> tuple[Diagnostic, ...]:
        """The findings of the dossier with some files replaced (None: taken away)."""
        pages = {**self.pages, **changed}
        parsed = [pages[path] for path in sorted(pages)]
        return check_parsed([each.parsed for each in parsed if each], list(self.read_findings)).findings

    def run(self, seed: int, times: int) -> Iterator[Outcome]:
        """``times`` mutations, of each kind in turn."""
        chance = Random(seed)
        paths = sorted(self.pages)
        sizes = [len(self.pages[path].lines) for path in paths]
        kinds = list(MUTATORS)
        done = 0
        while done < times:
            kind = kinds[done % len(kinds)]
            (path,) = chance.choices(paths, sizes)
            mutation = MUTATORS[kind](self.pages[path], chance)
            if mutation is not None:
                done += 1
                yield self.outcome(kind, mutation)

    def outcome(self, kind: str, mutation: Mutation) -> Outcome:
        """Check the dossier with ``mutation`` in it, and judge what was found."""
        try:
            page = self._page(mutation)
            every = self.findings({mutation.copy or mutation.path: page})
        except Exception:  # whatever it is, it is what we look for
            return Outcome(kind, mutation, Verdict.CRASH, traceback.format_exc(limit=-3), ())
        found = self._new(every)
        if not found:
            return Outcome(kind, mutation, *self._legality(mutation, page), found)
        places = [self._place(mutation, page, finding) for finding in found]
        verdict = next((each for each in (Verdict.PLACE, Verdict.REFERRER) if each in places), Verdict.ELSEWHERE)
        return Outcome(kind, mutation, verdict, "", found)

    def _new(self, every: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
        """Those of ``every`` that the clean dossier does not have; lines may have moved, words have not."""
        before = Counter(_words_of(finding) for finding in self.clean)
        found: list[Diagnostic] = []
        for finding in sorted(every, key=lambda each: each not in self.clean):
            before[_words_of(finding)] -= 1
            if before[_words_of(finding)] < 0:
                found.append(finding)
        return tuple(sorted(found))

    def _page(self, mutation: Mutation) -> Page | None:
        if mutation.text is None:
            return None
        file = self.pages[mutation.path].file
        return Page(RawFile(mutation.copy or mutation.path, file.kind, mutation.text))

    def _place(self, mutation: Mutation, page: Page | None, finding: Diagnostic) -> Verdict:
        path, line = finding.mark.path, finding.mark.line
        was = self.pages[mutation.path]
        if path in (mutation.path, mutation.copy):
            first, last = mutation.new
            if first - 2 <= line <= last + 2 or mutation.copy:
                return Verdict.PLACE
            if finding.code.startswith("missing-") and line in _heads(was.document, mutation):
                return Verdict.PLACE
        gone = _words(was.lines[mutation.old[0] - 1 : mutation.old[1]])
        if mutation.text is None:
            gone = {Path(mutation.path).stem}
        shown = page.lines if path == mutation.path and page else self.pages[path].lines if path in self.pages else []
        stands = _words(shown[line - 1 : line]) | {Path(path).stem, finding.code}
        return Verdict.REFERRER if gone & stands else Verdict.ELSEWHERE

    def _legality(self, mutation: Mutation, page: Page | None) -> tuple[Verdict, str]:
        was = self.pages[mutation.path]
        judge = Judge(Path(mutation.path).stem, was.model, self.ids, self.data)
        try:
            if mutation.copy:
                raise NoReasonError("the same record twice")
            if page is None:
                return Verdict.LEGAL, judge.gone()
            if isinstance(page.parsed, Loaded) and page.parsed.record is None:
                raise NoReasonError("the record is gone without a word")
            return Verdict.LEGAL, "; ".join(sorted(judge.reasons(was.document.data, page.document.data)))
        except NoReasonError as error:
            return Verdict.MISS, str(error)


def _words_of(finding: Diagnostic) -> tuple[str, str, str]:
    return finding.mark.path, finding.code, finding.what


def _heads(document: Document, mutation: Mutation) -> set[int]:
    """The first lines of the record and of the rows in which a mutation happened."""
    inside = [loc for loc, (line, _) in document.keys.items() if mutation.old[0] <= line <= mutation.old[1]]
    heads = {document.values.get(loc[:end], (1, 1))[0] for loc in inside for end in range(len(loc))}
    return heads | {document.values.get(top, (1, 1))[0] for top in ((), ("title",))}


def _words(lines: list[str]) -> set[str]:
    """The ids that stand in some lines, keys left out."""
    found: set[str] = set()
    for line in lines:
        value = re.sub(r"^\s*(- )*([a-z_]+:(\s|$))?", "", line)
        found |= {match.group() for match in ID.finditer(value)}
    return found


def table(outcomes: list[Outcome]) -> str:
    """The mutations as a table: kind × what became of it; then the reasons of the legal ones, counted."""
    counts: defaultdict[str, Counter[Verdict]] = defaultdict(Counter)
    for outcome in outcomes:
        counts[outcome.kind][outcome.verdict] += 1
    out = f"| mutation | times | {' | '.join(Verdict)} |\n|---|--:|{'--:|' * len(Verdict)}\n"
    for kind, row in [*counts.items(), ("all", Counter(outcome.verdict for outcome in outcomes))]:
        out += f"| {kind} | {row.total()} | {' | '.join(str(row[verdict] or '·') for verdict in Verdict)} |\n"
    reasons = Counter(outcome.why for outcome in outcomes if outcome.verdict is Verdict.LEGAL)
    out += "\nWhy the result is legal:\n\n" + "".join(
        f"- {times}: {reason}\n" for reason, times in reasons.most_common()
    )
    cascades = sum(outcome.is_cascade for outcome in outcomes)
    return out + f"\n{cascades} of {len(outcomes)} mutations gave more than one finding in the mutated file.\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", nargs="?", type=Path, default=Path(__file__).parent.parent, help="a dossier's folder")
    parser.add_argument("--seed", type=int, default=1, help="of the chance that picks places (1)")
    parser.add_argument("--times", type=int, default=1000, help="how many mutations (1000)")
    parser.add_argument("--show", default="elsewhere,MISS,CRASH", help="verdicts to print one by one; also: cascade")
    options = parser.parse_args()
    start = time.perf_counter()
    outcomes = list(Bench(options.root).run(options.seed, options.times))
    shown = options.show.split(",")
    for outcome in outcomes:
        if outcome.verdict in shown or ("cascade" in shown and outcome.is_cascade):
            print(outcome)
    print(f"\n{table(outcomes)}\nseed {options.seed}, {time.perf_counter() - start:.0f} s")
    return int(any(outcome.verdict in (Verdict.MISS, Verdict.CRASH) for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
