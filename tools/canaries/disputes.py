"""Where a disputed assertion stands in an output without its dispute: nowhere, or this says where.

``python -m tools.canaries.disputes`` looks through everything that a build of the dossier here writes.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from communique.disputes import bare, disputing
from communique.load import load
from communique.plan import File, Page, Print
from communique.press.families import FAMILIES, Input
from communique.press.theme import environment, render
from communique.views.sheet import Site
from tools.canaries.decoding import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.corpus import Corpus

NEAR: Final = 80
AROUND: Final = 6000
_TAG: Final = re.compile(r"<[^<>]*>")


def letters(text: str) -> str:
    """Only what a reader reads aloud: blanks, hyphens and line ends part no words."""
    return re.sub(r"[\W_]+", "", text.casefold())


def outputs(corpus: Corpus, root: Path) -> Iterator[tuple[str, bytes]]:
    """Everything that a build writes of records, papers as the HTML they are set from."""
    families = {name: family for name, family in FAMILIES.items() if name != "form"}  # that is made of the models alone
    given = Input(Site(corpus, "https://dossier.example.org", features=frozenset(families)), root)
    theme = environment(root)
    for family in families.values():
        for output in family(given):
            if isinstance(output, File):
                yield output.path, output.content
            elif isinstance(output, Page | Print):
                yield output.path, render(theme, output.template, output.view, output.path).encode()


def assertions(corpus: Corpus) -> dict[str, tuple[str, frozenset[str]]]:
    """The bare text of every disputed assertion, by its reference, with the claims that dispute it."""
    return {
        ref: (bare(said.statement.text), frozenset(claim.id for claim in claims))
        for ref, said in corpus.statements.items()
        if (claims := disputing(corpus, ref))
    }


def bare_in(name: str, raw: bytes, said: Mapping[str, tuple[str, frozenset[str]]]) -> Iterator[str]:
    """Where one of ``said`` stands in an output without its dispute beside it.

    Prose that says it may, where it leads to the claim: the checker sees to that.
    """
    for text in dict.fromkeys(texts(raw, 2)):
        read = letters(_TAG.sub("", text))
        for ref, (words, claims) in said.items():
            wanted, at = letters(words), -1
            while (at := read.find(wanted, at + 1)) >= 0:
                around = read[max(0, at - NEAR) : at + len(wanted) + NEAR]
                if "disputed" not in around and not any(_leads(text, at, claim) for claim in claims):
                    yield f"{name}: {ref}: …{around}…"


def _leads(text: str, at: int, claim: str) -> bool:
    """Whether ``claim`` is named around the letter of number ``at``: each place answers for itself."""
    place = _place(text, at)
    return claim in text[max(0, place - AROUND) : place + AROUND]


def _place(text: str, at: int) -> int:
    """Where in ``text``, tags and all, the letter stands that is number ``at`` of those outside the tags."""
    end = 0
    for tag in (*_TAG.finditer(text), None):
        between = text[end : tag.start() if tag else len(text)]
        count = len(letters(between))
        if at < count:
            return end
        at -= count
        end = tag.end() if tag else len(text)
    return end


def main() -> int:
    """Look through the dossier here; the exit code."""
    corpus = load(Path()).corpus
    if corpus is None:
        print("the dossier has errors: communique check")
        return 1
    said = assertions(corpus)
    count = 0
    found: list[str] = []
    for name, raw in outputs(corpus, Path()):
        count += 1
        found += bare_in(name, raw, said)
    print(f"{len(said)} disputed assertions, {count} outputs searched; {len(found)} stand without their dispute")
    print("\n".join(found))
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
