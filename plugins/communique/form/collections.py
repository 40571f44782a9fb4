"""The lists of the form, one a kind: where its files are, how a new one is called, how a list shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import yaml

from communique.form.widgets import collection_name, shown_as, widgets
from communique.kinds import KINDS, Actor, Dossier, Place
from communique.kinds.base import Record
from communique.tree import DOSSIER

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from communique.kinds import Kind

NAMED_BY: Final[dict[str, str]] = {"actor": "names.en", "place": "names.en", "claim": "question"}
"""The field a record is known by, where it is not its title."""

IDS: Final[dict[str, str]] = {
    "event": "{{slug}}-{{fields.date}}",
    "source": "{{fields.publisher}}-{{fields.published}}",
}
"""How the id of a new record is made: what it is known by, and for these what tells it from its neighbours."""

GROUPED_BY: Final = ("type", "topic")
"""Fields by which lists can be grouped, where a kind has them."""


def configuration(
    records: Iterable[Record], language: str, backend: Mapping[str, Any], site_url: str = ""
) -> dict[str, Any]:
    """Decap's whole configuration, for a dossier with these ``records``, written in ``language``.

    ``backend`` says where the form saves to: Decap's own options.
    """
    languages = name_languages(records, language)
    return {
        "backend": dict(backend),
        "publish_mode": "editorial_workflow",
        "media_folder": "media",  # Decap wants one; no record has a picture, and the local form takes none
        "locale": "en",
        "show_preview_links": False,
        **({"site_url": site_url, "display_url": site_url} if site_url else {}),
        "slug": {"encoding": "ascii", "clean_accents": True, "sanitize_replacement": "-"},
        "editor": {"preview": False},
        "collections": [*(_collection(kind, languages) for kind in KINDS.values()), _dossier(languages)],
    }


def name_languages(records: Iterable[Record], language: str) -> tuple[str, ...]:
    """The languages that names of actors and places are given in: the dossier's own first."""
    used = {each for record in records if isinstance(record, Actor | Place) for each in record.names}
    return (language, *sorted(used - {language}))


def as_yaml(made: Mapping[str, Any]) -> str:
    """The configuration as the file that Decap reads."""
    told = "# Made by communique from its models: mend it there.\n"
    return told + yaml.safe_dump(dict(made), allow_unicode=True, sort_keys=False, width=120)


def _collection(kind: Kind, languages: Sequence[str]) -> dict[str, Any]:
    name = kind.name
    fields = widgets(kind.model, languages)
    prose = kind.suffix == ".md"
    if prose:
        fields.append({"name": "body", "label": "Body", "widget": "markdown", "modes": ["raw"], "buttons": []})
    known_by = NAMED_BY.get(name, "title").replace("names.en", f"names.{languages[0]}")
    keys = {each["name"] for each in fields}
    groups = [{"label": each.capitalize(), "field": each} for each in GROUPED_BY if each in keys]
    return {
        "name": collection_name(name),
        "label": collection_name(name).capitalize(),
        "label_singular": name.capitalize(),
        "description": " ".join((kind.model.__doc__ or "").split()),
        "folder": kind.folder,
        "extension": kind.suffix.removeprefix("."),
        "format": "yaml-frontmatter" if prose else "yaml",
        "create": True,
        # A record that goes leaves a tombstone; a form would leave nothing.
        "delete": False,
        "identifier_field": known_by,
        "slug": IDS.get(name, "{{slug}}"),
        "preview_path": f"{kind.address}/{{{{slug}}}}/".removeprefix("/"),
        "summary": shown_as(name, languages[0]).replace("{{slug}}", "{{filename}}"),
        "sortable_fields": [each for each in (known_by, "date", "published", "type") if each in {*keys, known_by}],
        # Decap refuses an empty list of these.
        **({"view_groups": groups} if groups else {}),
        "view_filters": [{"label": "Drafts", "field": "draft", "pattern": "yes"}],
        "fields": fields,
    }


def _dossier(languages: Sequence[str]) -> dict[str, Any]:
    file = {
        "name": "dossier",
        "label": "Dossier",
        "file": DOSSIER,
        "fields": widgets(Dossier, languages),
    }
    return {"name": "dossier", "label": "Dossier", "format": "yaml", "delete": False, "files": [file]}
