"""Places whose point is blurred on purpose: rounded before the first page is made, so that nothing closer gets out.

The record may hold the exact point, for those who work on it; pages, drawings, exports and editions are made from what
``blurred`` leaves, and cannot say more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from communique.kinds import Place

if TYPE_CHECKING:
    from communique.corpus import Corpus

STEPS: Final = {"district": 1, "region": 0}
"""Decimals of a degree that are kept: about 11 km, about 111 km."""


def blurred(corpus: Corpus) -> Corpus:
    """The corpus as it may be published: the same one where nothing in it is blurred."""
    places = {place.id: _rounded(place) for place in corpus.of(Place) if place.blurred is not None}
    return replace(corpus, records={**corpus.records, **places}) if places else corpus


def _rounded(place: Place) -> Place:
    """The place with no more decimals than it is meant with: a blurred point is a district at the closest."""
    if place.lat is None or place.lon is None:
        return place
    precision = "region" if place.precision in ("region", None) else "district"
    digits = STEPS[precision]
    rounded = {"lat": round(place.lat, digits), "lon": round(place.lon, digits), "precision": precision}
    return place.model_copy(update=rounded)
