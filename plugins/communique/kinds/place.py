"""Places: where something happened, as closely as may be said."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from communique.fields import Apparatus, CountryId, Fact, Prose, Text
from communique.kinds.base import NameForm, Names, Record

Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]


class Place(Record):
    """One place."""

    kind: ClassVar[str] = "place"

    names: Fact[Names]
    """What we print, one form a language."""

    type: Fact[Literal["city", "base", "region", "state", "water"]]
    """What sort of place it is."""

    country: Fact[CountryId | None] = None
    """The state it lies in: a place or an actor of that type."""

    lat: Fact[Latitude | None] = None
    """Degrees north, WGS 84."""

    lon: Fact[Longitude | None] = None
    """Degrees east, WGS 84."""

    precision: Fact[Literal["site", "city", "district", "region"] | None] = None
    """How closely the point is meant."""

    blurred: Apparatus[Text | None] = None
    """Why the point is published less closely than it is known, where it is: it is then rounded to about 11 km, or to a
    whole degree for a region, in every page and export."""

    name_forms: Fact[tuple[NameForm, ...]] = ()
    """Every spelling seen, with where."""

    note: Prose[Text | None] = None
    """A remark that is published."""
