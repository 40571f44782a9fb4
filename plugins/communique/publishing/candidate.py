"""An edition that may be published: everything that can stand in its way is looked at before anything is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from communique.diagnostics import Severity, blocking, did_you_mean
from communique.editions import PINNED_SUFFIXES
from communique.errors import FindingsError, PublishError
from communique.history import Repository
from communique.kinds import Briefing
from communique.load import load_with
from communique.press.theme import CHECKOUT
from communique.settings import CONFIGURATION
from communique.views.standing import superseder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from communique.corpus import Corpus
    from communique.kinds import Dossier
    from communique.load import Checked
    from communique.markings import Marking
    from communique.settings import Settings

SOURCES = ("content", "briefings", "templates", "editors", CONFIGURATION)
"""What of a dossier's folder an edition is made from."""
CODE = ("plugins", "templates", "schema", "pyproject.toml", "package.json", "package-lock.json", "requirements")
"""The same of the program, where the dossier's repository carries it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """``data`` are the values of its source as written; ``private`` is the repository of private content where its
    source stands there; ``folder`` is where its lock goes; ``figures`` are the names of those it shows.
    """

    briefing: Briefing
    dossier: Dossier
    data: Mapping[str, Any]
    marking: Marking
    folder: Path
    repository: Repository
    private: Repository | None
    figures: tuple[str, ...] = ()


def candidate(settings: Settings, id_: str, instant: datetime, *, despite_embargo: bool = False) -> Candidate:
    """The edition ``id_``, fit to be published at ``instant``.

    Raises PublishError with all that stands in its way; FindingsError where the records have errors.
    """
    repository = _repository(settings.root, "the dossier")
    checked = load_with(settings)
    if checked.corpus is None:
        raise FindingsError(blocking(checked.findings))
    briefing = _briefing(checked.corpus, id_)
    loaded = checked.loaded[id_]
    private = None
    if loaded.private:
        assert settings.private_content is not None
        private = _repository(settings.private_content, "the private content")
    wrong = [*_not_yet(checked.corpus, briefing, instant, despite_embargo=despite_embargo)]
    wrong += _uncommitted(settings.root, repository, private)
    wrong += _about_it(checked, loaded.document.path)
    if wrong:
        raise PublishError("\n".join((f"'{id_}' cannot be published:", *(f"  {each}" for each in wrong))))
    data = loaded.document.data
    assert isinstance(data, dict)
    dossier = checked.corpus.dossier
    home = settings.private_content if loaded.private and settings.private_content else settings.root
    marking = briefing.marking or dossier.marking
    figures = tuple(sorted(checked.corpus.figures.get(id_, {})))
    return Candidate(briefing, dossier, data, marking, home / "briefings", repository, private, figures)


def _repository(folder: Path, what: str) -> Repository:
    found = Repository.of(folder)
    if found is None:
        raise PublishError(f"{what} stands in no git repository, and a pin is a commit: run 'git init' and commit it.")
    try:
        found.commit()
    except Exception as error:
        raise PublishError(f"the repository of {what} has no commit yet; commit first.") from error
    return found


def _briefing(corpus: Corpus, id_: str) -> Briefing:
    record = corpus.records.get(id_)
    if isinstance(record, Briefing):
        return record
    hint = did_you_mean(id_, [each.id for each in corpus.briefings], "look into briefings/")
    raise PublishError(f"there is no briefing '{id_}'; {hint}.")


def _not_yet(corpus: Corpus, briefing: Briefing, instant: datetime, *, despite_embargo: bool) -> Iterator[str]:
    pin = corpus.pins.get(briefing.id)
    if pin is not None:
        yield (
            f"it was published on {pin.instant:%Y-%m-%d}, and what readers hold does not change: write an edition "
            f"{briefing.edition + 1} with 'supersedes: {briefing.id}'"
        )
    if briefing.draft:
        yield "it is a draft: take 'draft: yes' out when it is done"
    if briefing.embargo is not None and briefing.embargo > instant and not despite_embargo:
        yield f"its embargo runs until {briefing.embargo.isoformat()}: wait, or say --despite-embargo"
    if briefing.supersedes is not None:
        yield from _succession(corpus, briefing)


def _succession(corpus: Corpus, briefing: Briefing) -> Iterator[str]:
    """What an edition that supersedes another one needs of it."""
    earlier = corpus.pins.get(briefing.supersedes or "")
    if earlier is None:
        yield f"'{briefing.supersedes}', which it supersedes, was never published"
        return
    later = superseder(corpus, earlier.edition)
    if later is not None:
        yield f"'{earlier.edition}' is superseded already, by '{later.id}': supersede that one"
    if briefing.edition <= earlier.number:
        number = earlier.number + 1
        yield f"it is edition {briefing.edition} and supersedes edition {earlier.number}: number it {number}"


def _uncommitted(root: Path, repository: Repository, private: Repository | None) -> Iterator[str]:
    """What the edition is made from and git does not have as it stands."""
    changed = list(repository.changed(*SOURCES))
    if CHECKOUT.resolve().is_relative_to(repository.top.resolve()):
        way = CHECKOUT.resolve().relative_to(repository.top.resolve()).as_posix()
        program = Repository(repository.top, "" if way == "." else f"{way}/")
        changed += program.changed(*CODE)
    if private is not None:
        changed += private.changed("content", "briefings")
    # What was kept of other editions is no part of this one.
    wrong = sorted({path for path in changed if not path.endswith(PINNED_SUFFIXES)})
    if wrong:
        more = f" and {len(wrong) - 5} more" if len(wrong) > 5 else ""
        yield f"git does not have these as they stand: {', '.join(wrong[:5])}{more}; commit them first"


def _about_it(checked: Checked, path: str) -> Iterator[str]:
    """Warnings about the edition itself: what an editor has not accepted with a reason is mended before."""
    for finding in checked.findings:
        if finding.mark.path == path and finding.severity is Severity.WARNING:
            yield f"{finding}; or accept it with the reason"
