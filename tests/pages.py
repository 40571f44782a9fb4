"""Pages made from small invented corpora: records laid over those of the smallest dossier, rendered as a build does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from communique.corpus import Corpus
from communique.kinds import KINDS, Record
from communique.load import load
from communique.plan import Page
from communique.press.theme import environment, render
from communique.views.sheet import Site
from tests.dossiers import ROOT, SITES

SITE_URL = "https://miravel.example.org"


def corpus(*records: Record, without: tuple[str, ...] = ()) -> Corpus:
    """The smallest dossier with ``records`` laid over it."""
    base = load(SITES / "small").corpus
    assert base is not None
    kept = {id_: record for id_, record in base.records.items() if id_ not in without}
    return Corpus(base.dossier, {**kept, **{record.id: record for record in records}})


def record(kind: str, id_: str, **fields: Any) -> Record:
    """A record of this kind, its fields as they stand in a file."""
    return KINDS[kind].model.model_validate({"id": id_, **fields})


def event(id_: str, **fields: Any) -> Record:
    """An event: an announcement of 4 March 2031, where ``fields`` say nothing else."""
    return record("event", id_, **{"title": f"Event {id_}", "type": "announcement", "date": "2031-03-04", **fields})


def actor(id_: str, name: str, **fields: Any) -> Record:
    """An actor with an English name."""
    return record("actor", id_, **{"type": "body", "names": {"en": name}, **fields})


def html(
    made_of: Corpus,
    pages: Callable[[Site], Iterator[Page]],
    path: str,
    features: frozenset[str] = frozenset({"briefings", "feeds"}),
) -> str:
    """The page at ``path``, as a build writes it."""
    found = {page.path: page for page in pages(Site(made_of, SITE_URL, features=features))}
    page = found[path]
    return render(environment(ROOT), page.template, page.view, page.path)


def words(page: str) -> str:
    """What a reader reads: the main part without tags, blanks joined."""
    main = re.search(r"<main.*</main>", page, re.DOTALL)
    text = re.sub(r"<(svg|title)\b.*?</\1>", " ", main[0] if main else page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("&#39;", "'").split())
