"""What a page is about, for machines that read pages: JSON-LD in the words of schema.org.

Where a day is stated outright it stands in schema.org's own field; every date stands as EDTF beside it (Dublin Core's
``date`` with the Library of Congress' type), so that an uncertain one is told whole and never as a day of its middle.
A claim is a ClaimReview whose rating is a word and never a number: we set assertion and answer side by side.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from communique.corpus import address
from communique.dates import Edtf, Shape
from communique.kinds import Actor, Briefing, Claim, Event, Note, Place, Source
from communique.views.claimstate import claim_state
from communique.views.searching.documents import date_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from communique.kinds import Record
    from communique.kinds.event_rows import Statement
    from communique.views.sheet import Link, Sheet

CONTEXT: Final = [
    "https://schema.org",
    {"dcterms": "http://purl.org/dc/terms/", "edtf": "http://id.loc.gov/datatypes/edtf/"},
]
STATUS: Final = {"postponed": "EventPostponed", "cancelled": "EventCancelled"}
ATTENDANCE: Final = {
    "in-person": "Offline",
    "indirect": "Offline",
    "shuttle": "Offline",
    "virtual": "Online",
    "phone": "Online",
    "hybrid": "Mixed",
}
ACTORS: Final = {"person": "Person", "state": "Country"}
POINTED: Final = {"site", "city"}
"""How closely a point must be meant for its coordinates to be told."""

Value = dict[str, Any]


def embedded(value: Value) -> Markup:
    """``value`` as it may stand in a script element: no ``<`` in it, so that nothing can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def structured(sheet: Sheet, record: Record | None, title: str, description: str, crumbs: Iterable[Link]) -> Value:
    """The description of a page: what it is about, where it stands and who publishes it."""
    dossier = sheet.corpus.dossier
    site = without_empty({"@type": "WebSite", "name": dossier.title, "url": _url(sheet, "")})
    page = without_empty(
        {
            "@type": "WebPage",
            "name": title,
            "description": description,
            "url": _url(sheet, sheet.path),
            "inLanguage": dossier.language,
            "isPartOf": site,
            "license": dossier.licence,
            "publisher": {"@type": "Organization", "name": dossier.publisher},
            "breadcrumb": _breadcrumb(sheet, crumbs, title),
            "mainEntity": thing(sheet, record) if record is not None else None,
        }
    )
    return {"@context": CONTEXT, **page}


def dataset(sheet: Sheet, downloads: Iterable[tuple[str, str]]) -> Value:
    """The dossier as a data set; ``downloads`` are (path, title)."""
    dossier = sheet.corpus.dossier
    return without_empty(
        {
            "@type": "Dataset",
            "name": dossier.title,
            "description": dossier.summary,
            "url": _url(sheet, "data/index.html"),
            "license": dossier.licence,
            "inLanguage": dossier.language,
            "creator": {"@type": "Organization", "name": dossier.publisher},
            "isAccessibleForFree": True,
            "dcterms:temporal": _edtf(dossier.covers),
            "distribution": [
                without_empty({"@type": "DataDownload", "name": title, "contentUrl": _url(sheet, path)})
                for path, title in downloads
            ],
        }
    )


def thing(sheet: Sheet, record: Record) -> Value:
    """What a record is about, in the type of schema.org that says no more than we do."""
    for kind, make in _MAKERS.items():
        if isinstance(record, kind):
            return without_empty({**make(sheet, record), "dcterms:date": _edtf(date_of(record))})
    return without_empty({"@type": "CreativeWork", "name": sheet.corpus.titles[record.id]})


def _event(sheet: Sheet, event: Event) -> Value:
    date = date_of(event)
    return {
        "@type": "Event",
        "name": event.title,
        "identifier": event.number,
        "eventStatus": _schema(STATUS.get(event.status)),
        "eventAttendanceMode": _schema(f"{mode}EventAttendanceMode")
        if (mode := ATTENDANCE.get(event.format))
        else None,
        "startDate": _day(date, 0),
        "endDate": _day(date, 1),
        "location": _named(sheet, "Place", event.place) if event.place else None,
        "attendee": [_named(sheet, _actor_type(sheet, side.actor), side.actor) for side in event.sides],
    }


def _actor(sheet: Sheet, actor: Actor) -> Value:
    forms = [*actor.names.values(), *(form.text for form in actor.name_forms if form.form != "wrong")]
    title = sheet.corpus.titles[actor.id]
    return {
        "@type": ACTORS.get(actor.type, "Organization"),
        "name": title,
        "alternateName": [form for form in dict.fromkeys(forms) if form != title],
    }


def _place(sheet: Sheet, place: Place) -> Value:
    title = sheet.corpus.titles[place.id]
    told = place.lat is not None and place.lon is not None and place.precision in POINTED and not place.blurred
    point = {"@type": "GeoCoordinates", "latitude": place.lat, "longitude": place.lon} if told else None
    names = [form for form in dict.fromkeys(place.names.values()) if form != title]
    return {"@type": "Place", "name": title, "alternateName": names, "geo": point}


def _claim(sheet: Sheet, claim: Claim) -> Value:
    statements = [sheet.corpus.statements[ref].statement for ref in claim.assertions]
    authors = [_speaker(sheet, statement) for statement in statements]
    state = claim_state(sheet, claim)
    return {
        "@type": "ClaimReview",
        "claimReviewed": claim.question,
        "author": {"@type": "Organization", "name": sheet.corpus.dossier.publisher},
        "url": _url(sheet, address(claim)),
        "itemReviewed": {"@type": "Claim", "author": authors, "text": [each.text for each in statements]},
        "reviewRating": {"@type": "Rating", "alternateName": state.words, "ratingExplanation": state.origin_words},
    }


def _speaker(sheet: Sheet, statement: Statement) -> Value:
    if statement.by:
        return _named(sheet, _actor_type(sheet, statement.by[0]), statement.by[0])
    return {"@type": "Thing", "name": statement.unnamed}


def _source(sheet: Sheet, source: Source) -> Value:
    return {
        "@type": "CreativeWork",
        "name": source.title,
        "url": source.url,
        "archivedAt": source.archived,
        "inLanguage": source.language,
        "publisher": {"@type": "Organization", "name": source.publisher},
        "datePublished": _day(source.published, 0),
        "isBasedOn": [_named(sheet, "CreativeWork", row.source) for row in source.cites if row.source],
    }


def _writing(sheet: Sheet, record: Note | Briefing) -> Value:
    return {
        "@type": "Report" if isinstance(record, Briefing) else "Article",
        "headline": record.title,
        "abstract": record.summary,
        "author": [
            {"@type": "Organization", "name": name} for name in record.authors or (sheet.corpus.dossier.publisher,)
        ],
        "datePublished": _day(record.date, 0),
        "version": str(record.edition) if isinstance(record, Briefing) else None,
        "url": _url(sheet, address(record)),
    }


_MAKERS: Final[dict[type[Record], Any]] = {
    Event: _event,
    Actor: _actor,
    Place: _place,
    Claim: _claim,
    Source: _source,
    Note: _writing,
    Briefing: _writing,
}


def _breadcrumb(sheet: Sheet, crumbs: Iterable[Link], title: str) -> Value | None:
    way = [(link.text, sheet.absolute(link)) for link in crumbs]
    if not way:
        return None
    steps = [*way, (title, _url(sheet, sheet.path))]
    listed = [
        without_empty({"@type": "ListItem", "position": at, "name": name, "item": url})
        for at, (name, url) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": listed}


def _named(sheet: Sheet, type_: str, id_: str) -> Value:
    return without_empty({"@type": type_, "name": sheet.name(id_), "url": sheet.absolute(sheet.link(id_))})


def _actor_type(sheet: Sheet, id_: str) -> str:
    record = sheet.corpus.records.get(id_)
    return ACTORS.get(record.type, "Organization") if isinstance(record, Actor) else "Thing"


def _url(sheet: Sheet, path: str) -> str:
    return sheet.site.address(path)


def _schema(word: str | None) -> str | None:
    return f"https://schema.org/{word}" if word else None


def _day(date: Edtf | None, end: int) -> str | None:
    """The first or last day of a date that states it outright; nothing of any other."""
    if date is None or date.is_approximate or date.is_uncertain or date.shape not in (Shape.DAY, Shape.INTERVAL):
        return None
    bounds = date.ends if end else date.starts
    return str(bounds[0]) if bounds[0] == bounds[1] and (not end or date.shape is Shape.INTERVAL) else None


def _edtf(date: Edtf | None) -> Value | None:
    return {"@type": "edtf:EDTF", "@value": date.text} if date is not None else None


def without_empty(value: Value) -> Value:
    """``value`` without what does not apply."""
    return {key: each for key, each in value.items() if each not in (None, "", [], {})}
