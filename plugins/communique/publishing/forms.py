"""Every form of an edition, of the dossier as it stands in a folder: ``communique brief``."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from communique.corpus import address
from communique.diagnostics import did_you_mean
from communique.editions import FORMS
from communique.errors import BuildError, SettingsError
from communique.kinds import Briefing
from communique.plan import Page, Print
from communique.press.build import Build
from communique.press.letters import letter
from communique.press.tree import put_files
from communique.publishing.order import MADE
from communique.selection import EMBARGO
from communique.settings import checked_day, read_settings
from communique.views.briefing import briefing_view

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from communique.editions.pin import FormName
    from communique.plan import Output
    from communique.publishing.order import Order
    from communique.settings import Settings

_PLUGIN: Final = "communique.pelican."


@dataclass(frozen=True, slots=True)
class Made:
    """One form: ``name`` is what it is published under, where it is a file of its own on the site."""

    form: FormName
    name: str | None
    content: bytes


def set_drafts(
    root: Path, ids: Iterable[str], into: Path, say: Callable[[str], None], as_of: str | None = None
) -> list[Path]:
    """Set the PDFs of these editions (none named: of all that are not published) from today's records into ``into``;
    with ``as_of``, a day, from what had been published by then.

    Returns the files written. Raises FindingsError, SettingsError or BuildError.
    """
    settings = read_settings(root)
    if as_of:
        settings = replace(settings, as_of=checked_day(as_of))
    build = _build(settings, say)
    corpus = build.load().corpus
    wanted = [_edition(build, id_).id for id_ in ids] or [each.id for each in corpus.briefings]
    drafts = [id_ for id_ in wanted if id_ not in corpus.pins]
    made = {each.name or FORMS[each.form].suffix: each.content for each in papers(build, drafts)}
    written = put_files(into, made)
    if published := [id_ for id_ in wanted if id_ in corpus.pins]:
        say(f"published already, and not set anew: {', '.join(published)}")
    return written


def set_as_ordered(root: Path, order: Order, into: Path, say: Callable[[str], None]) -> None:
    """Write every form of the edition ordered, and their list, into ``into``. Raises what ``set_drafts`` raises."""
    settings = replace(read_settings(root), level=order.level, as_of=None)
    build = _build(settings, say)
    build.stamps = {order.edition: order.stamp}
    build.instant = order.stamp.instant
    why = build.load().withheld.get(order.edition, "")
    if why.startswith(EMBARGO):
        # Told to publish before the embargo ends: the edition shows what is public when it does.
        build.selection, build.instant = None, datetime.fromisoformat(why.removeprefix(EMBARGO))
    told: list[dict[str, str | None]] = []
    files: dict[str, bytes] = {}
    for made in forms(build, order.edition):
        name = f"{order.edition}{FORMS[made.form].suffix}"
        files[name] = made.content
        told.append({"form": made.form, "file": name, "name": made.name})
    put_files(into, {**files, MADE: (json.dumps(told, indent=1) + "\n").encode()})


def forms(build: Build, id_: str) -> Iterator[Made]:
    """Every form of the edition ``id_``: its PDFs, the article of its page, and what mails are made of."""
    yield from papers(build, [id_])
    given, briefing = build.input(), _edition(build, id_)
    path = address(briefing)
    article = Page(path, "parts/edition.html", briefing_view(given.site, briefing, path))
    yield Made("page", None, build.html(article).encode())
    mail = letter(given.site, briefing, given.root)
    yield Made("mail-html", None, mail.html.encode())
    yield Made("mail-text", None, mail.text.encode())


def papers(build: Build, ids: Iterable[str]) -> Iterator[Made]:
    """The PDFs of these editions, set all at once."""
    folders = tuple(f"briefings/{_edition(build, id_).id}/" for id_ in ids)

    def wanted(output: Output) -> bool:
        return isinstance(output, Print) and output.path.startswith(folders)

    made = dict(build.papers(wanted))
    # The usual paper first: its name has no word for its size.
    for output in sorted(made, key=lambda each: len(each.path)):
        form: FormName = "letter" if getattr(output.view, "size", "a4") == "letter" else "a4"
        yield Made(form, output.path.rpartition("/")[2], made[output])


def _build(settings: Settings, say: Callable[[str], None]) -> Build:
    families = [name.removeprefix(_PLUGIN) for name in settings.plugins if name.startswith(_PLUGIN)]
    if "briefings" not in families:
        raise SettingsError(f"pelicanconf.py: PLUGINS does not name {_PLUGIN}briefings, which sets editions.")
    return Build(settings, families, say)


def _edition(build: Build, id_: str) -> Briefing:
    selection = build.load()
    record = selection.corpus.records.get(id_)
    if isinstance(record, Briefing):
        return record
    if why := selection.withheld.get(id_):
        raise BuildError(f"briefings/{id_}.md is withheld: {why}.")
    known = [each.id for each in selection.corpus.briefings]
    raise SettingsError(f"there is no briefing '{id_}'; {did_you_mean(id_, known, 'look into briefings/')}.")
