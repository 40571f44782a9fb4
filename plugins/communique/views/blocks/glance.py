"""The matter at a glance: where, when, and up to three numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.blocks import Timeline
from communique.kinds import Event, Place
from communique.views.blocks.timeline import strip
from communique.views.citing import cite_row
from communique.views.claimstate import claim_state
from communique.views.maps import MapView, maps
from communique.views.words import event_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from communique.blocks import Glance
    from communique.views.blocks.edition import Edition
    from communique.views.sheet import Link, NoteMark


@dataclass(frozen=True, slots=True)
class BigNumber:
    """A number with what it counts. ``told`` says of when and whose it is; it leads to ``link``, if anywhere."""

    value: str
    what: str
    told: str
    link: Link | None
    notes: tuple[NoteMark, ...]


@dataclass(frozen=True, slots=True)
class GlanceView:
    """``maps`` are drawn of the places of the events; ``drawings`` are the strip in several sizes, one on paper."""

    caption: str
    numbers: tuple[BigNumber, ...]
    maps: tuple[MapView, ...]
    drawings: tuple[Markup, ...]


def glance(edition: Edition, options: Glance) -> GlanceView:
    """A map of where the events were, their strip, and the numbers asked for, or what can be counted."""
    drawn = strip(edition, _as_timeline(edition, options))
    events = drawn.events
    numbers = tuple(_quantity(edition, ref) for ref in options.numbers) or _counted(edition, events)
    return GlanceView(drawn.caption, numbers, _maps(edition, events), drawn.drawings)


def _as_timeline(edition: Edition, options: Glance) -> Timeline:
    covers = edition.briefing.covers
    tracks = edition.briefing.tracks
    track = options.track or (tracks[0] if len(tracks) == 1 else None)
    within = covers if covers is not None and options.start is None and options.to is None else None
    made = Timeline.model_validate({"track": track, "from": options.start, "to": options.to, "lanes": "none"})
    return made if within is None else made.model_copy(update={"start": within, "to": within})


def _maps(edition: Edition, events: Sequence[Event]) -> tuple[MapView, ...]:
    corpus = edition.sheet.corpus
    ids = dict.fromkeys(id_ for event in events for id_ in (event.place, *event.concerns) if id_)
    return maps(edition.sheet, [corpus.get(Place, id_) for id_ in ids], events)


def _quantity(edition: Edition, ref: str) -> BigNumber:
    sheet = edition.sheet
    owner, _, row_id = ref.partition("#")
    event = sheet.corpus.get(Event, owner)
    row = next(each for each in event.quantities if each.id == row_id)
    told = f"{event_date(event).words}{f'; {row.note}' if row.note else ''}"
    unit = f" {row.unit}" if row.unit else ""
    return BigNumber(f"{row.value.words}{unit}", row.measure, told, sheet.link(ref), cite_row(sheet, event, row))


def _counted(edition: Edition, events: tuple[Event, ...]) -> tuple[BigNumber, ...]:
    """What can be counted of any edition: its events, what was said at them, and the claims that are disputed."""
    claims = edition.claims
    statements = sum(len(event.statements) for event in events)
    found = [("events", len(events)), ("statements on record", statements)]
    if claims:
        states = [claim_state(edition.sheet, claim).key for claim in claims]
        found.append((f"of {len(claims)} claims here disputed", states.count("disputed")))
    return tuple(BigNumber(str(value), what, "", None, ()) for what, value in found)
