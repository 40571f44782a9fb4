"""What git's history asks of the records: a correction where a public fact changed, a tombstone where a record went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from communique.changes import How
from communique.chronicle import Public, Reader, State, approved_test, public_states, steps, versions
from communique.diagnostics import Diagnostic, Mark
from communique.history import CACHE, Repository
from communique.history.kept import kept_log
from communique.history.revisions import fork_point
from communique.instant import build_instant
from communique.references import following
from communique.views.changed import Wording
from communique.views.labels import field_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from communique.changes import Change
    from communique.chronicle import Step
    from communique.corpus import Corpus
    from communique.kinds import Record
    from communique.kinds.base import Correction
    from communique.records import Loaded
    from communique.settings import Settings

CODE: Final = "missing-correction"
SHALLOW: Final = "this clone holds only the end of the history: whether corrections are due was not checked"


def past_findings(
    settings: Settings, corpus: Corpus, loaded: Mapping[str, Loaded]
) -> tuple[list[Diagnostic], tuple[str, ...]]:
    """What is due in the dossier that ``settings`` are of, and remarks on what could not be looked at.

    A dossier without a repository or a commit has told readers nothing that git would know of.
    """
    repository = Repository.of(settings.root.resolve())
    if repository is None or not repository.has_commits:
        return [], ()
    if settings.public_since is not None and settings.public_since > build_instant(settings):
        return [], ()
    if repository.is_shallow:
        return [], (SHALLOW,)
    log = kept_log(repository, fork_point(repository), settings.root.joinpath(*CACHE))
    public = Public(corpus.dossier.marking, settings.public_since, approved_test(settings, repository))
    past = versions(repository, log, settings.public_since)
    return list(check_history(corpus, loaded, public_states(Reader(repository), past, public))), ()


def check_history(
    corpus: Corpus, loaded: Mapping[str, Loaded], states: Mapping[str, tuple[State, ...]]
) -> Iterator[Diagnostic]:
    """Changes of public facts without a correction, and public records that are gone without a tombstone.

    ``states`` are the public states of each record, by path; a record of the work tree is the last one.
    """
    paths = {each.document.path: each for each in loaded.values()}
    wording = Wording(corpus, corpus)
    for path, public in states.items():
        if not public:
            continue
        each = paths.get(path)
        if each is None:
            what = f"'{public[-1].record.id}' was public and is gone"
            hint = "put a tombstone at its place: 'merged_into: other-id' or 'removed: why'"
            yield Diagnostic(Mark(path), "missing-tombstone", what, hint)
        elif each.record is not None:
            yield from _of_record(wording, each, following(each.record, corpus.tombstones), public)


def _of_record(wording: Wording, each: Loaded, record: Record, public: tuple[State, ...]) -> Iterator[Diagnostic]:
    told: set[str] = set()
    for step in steps((*public, State(record, None)), wording.after.tombstones):
        for change in step.changes:
            if not change.touches_fact or _came_back(change, record) or _is_told(wording, change, step, record):
                continue
            words = wording.words(change)
            if words not in told:
                told.add(words)
                what = f"readers had been told otherwise: {words}"
                yield Diagnostic(_mark(each, record, change), CODE, what, _hint(change))


def _hint(change: Change) -> str:
    key = change.field.key if change.field else "record"
    return f"add a row to 'corrections' (date, what: {key}, was, now, why; 'type: clarification' if nothing was wrong)"


def _came_back(change: Change, record: Record) -> bool:
    """Whether a row that went stands there again."""
    if not change.is_row or change.how is not How.WITHDRAWN or change.field is None:
        return False
    rows = getattr(record, change.field.name, ())
    return isinstance(rows, tuple) and change.before in rows


def _is_told(wording: Wording, change: Change, step: Step, record: Record) -> bool:
    """Whether a correction of the record tells of the change: made in the same step, or naming field, row or value."""
    if step.before and len(step.after.record.corrections) > len(step.before.record.corrections):
        return True
    return any(_names(wording, row, change) for row in record.corrections)


def _names(wording: Wording, row: Correction, change: Change) -> bool:
    text = " ".join((row.what, row.was, row.now)).casefold()
    assert change.field is not None
    names = {change.field.key, field_name(change.field.key)}
    names |= {str(name) for one in (change.row, change.before) if (name := getattr(one, "id", None))}
    names |= {str(value) for value in (change.before, change.after) if isinstance(value, str) and len(value) > 2}
    if change.row is not None:
        names.add(wording.row_words(change.row))
    return any(name.casefold() in text for name in names)


def _mark(each: Loaded, record: Record, change: Change) -> Mark:
    """The line of the field, or of the row it stands in, or of the list it was taken from."""
    loc: list[str | int] = []
    for field, _, now in change.rows:
        loc.append(field.key)
        rows = getattr(record, field.name, ())
        if now is None or not isinstance(rows, tuple) or now not in rows:
            return each.mark(tuple(loc))
        loc.append(rows.index(now))
        record = now  # type: ignore[assignment]
    if change.field is not None and not change.is_row:
        loc.append(change.field.key)
    return each.mark(tuple(loc))
