"""A dossier with a secret of its own in everything that may not be published.

Which fields there are is read off the models: a private field that is declared tomorrow has its canary tomorrow.
"""

from __future__ import annotations

import copy
import re
import shutil
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import yaml

from communique.blocks import BLOCKS
from communique.fields import FieldClass, Model, Ref
from communique.kinds import Kind
from communique.kinds.base import Citation
from communique.kinds.event_rows import Side
from communique.load import parse_file
from communique.markdown import front_matter
from communique.records import Loaded
from communique.references import PARTS
from communique.settings import CONFIGURATION
from communique.shapes import FieldShape, shape
from communique.tree import read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EMBARGO: Final = "2031-06-01T12:00:00+02:00"
BEFORE: Final = "2031-06-01T09:59:59Z"
AFTER: Final = "2031-06-01T10:00:01Z"

WHYS: Final[dict[str, dict[str, str]]] = {
    "embargo": {"embargo": EMBARGO},
    "green": {"marking": "TLP:GREEN"},
    "red": {"marking": "TLP:RED"},
    "draft": {"draft": "yes"},
}
"""Why a record is withheld, and the keys that say so."""

PRIVATE: Final = "private"
WORD: Final = re.compile(r"kanari\d{4,}x")
"""What planted words look like."""
_RULED: Final = (
    "unnamed", "occasion", "quote", "quote_at", "label", "phrase", "id", "document", "send_to", "changes",
)  # fmt: skip
RINGS: Final = ("part_of", "continues", "answers", "implements", "replaces")
"""Fields that may not lead round in a ring."""
_NOT_TEXT: Final = ("supports", "field", "code", "also")


@dataclass(frozen=True, slots=True)
class Secret:
    """What was planted: ``words`` of which none may be found, where, and why it is withheld."""

    words: tuple[str, ...]
    place: str
    why: str


@dataclass(slots=True)
class Garden:
    """The records of a dossier as they stand in their files, and what was planted among them."""

    records: dict[str, tuple[Kind, dict[str, Any], str]] = field(default_factory=dict)
    secrets: list[Secret] = field(default_factory=list)

    def plant(self, place: str, why: str) -> str:
        """A new secret: small Latin letters and a number, so that it may be an id as well as a word."""
        word = f"kanari{len(self.secrets):04}x"
        self.secrets.append(Secret((word,), place, why))
        return word


def plant(root: Path, into: Path, overlay: Path | None = None) -> list[Secret]:
    """Write the dossier in ``root``, with ``overlay`` laid over it, planted all over, to ``into``; what was planted."""
    for folder in ("content", "briefings"):
        shutil.copytree(root / folder, into / folder)
    shutil.copy(root / CONFIGURATION, into / CONFIGURATION)
    if overlay is not None:
        shutil.copytree(overlay, into, dirs_exist_ok=True)
    dossier = into / "content" / "dossier.yaml"
    # A public tree may hold nothing that is withheld; this one is full of it.
    dossier.write_text(dossier.read_text(encoding="utf-8").replace("public: yes\n", ""), encoding="utf-8")
    garden = _dug(into)
    public = dict(garden.records)
    twins = {why: {id_: garden.plant(f"{id_}, its id", why) for id_ in public} for why in WHYS}
    for why, names in twins.items():
        for id_, twin in names.items():
            garden.records[twin] = _twin(garden, id_, twin, why)
    for id_, (kind, data, body) in public.items():
        grown = copy.deepcopy(data)
        _private(garden, kind.model, grown, id_)
        if kind.name == "event":
            _statements(garden, grown, id_)
        for why in WHYS:
            _name(kind.model, grown, twins[why], public)
            body = _named(body, twins[why], public, kind) if body else body
        garden.records[id_] = (kind, grown, body)
    for id_, (kind, data, body) in garden.records.items():
        _write(into, id_, kind, data, body)
    return garden.secrets


def _dug(root: Path) -> Garden:
    garden = Garden()
    for file in read_tree(root)[0]:
        parsed = parse_file(file)
        if isinstance(parsed, Loaded) and parsed.record is not None:
            split = front_matter(file.text) if parsed.kind.suffix == ".md" else None
            assert isinstance(parsed.document.data, dict)
            written = {key: copy.deepcopy(value) for key, value in parsed.document.data.items() if key != "body"}
            garden.records[parsed.id] = (parsed.kind, written, split[1] if split else "")
    return garden


# What may not be published


def _private(garden: Garden, model: type[Model], data: dict[str, Any], place: str) -> None:
    """A secret in every private field, also of rows."""
    for each in shape(model):
        if each.field_class is FieldClass.PRIVATE and each.row is None:
            data[each.key] = garden.plant(f"{place}.{each.key}", PRIVATE)
        elif each.row is not None:
            for number, row in enumerate(_rows(data, each)):
                _private(garden, each.row, row, f"{place}.{each.key}.{number}")


def _twin(garden: Garden, id_: str, twin: str, why: str) -> tuple[Kind, dict[str, Any], str]:
    """A withheld record like ``id_``, with a secret in every text of it and a day and number of its own."""
    kind, data, body = garden.records[id_]
    grown = copy.deepcopy(data) | WHYS[why]
    grown["corrections"] = [{"date": "2031-05-30", "what": "x", "was": "x", "now": "x", "why": "x"}]
    grown["accept"] = [{"code": "unused-source", "reason": "x"}]
    _texts(garden, kind.model, grown, f"{id_} ({twin})", why)
    _private(garden, kind.model, grown, f"{id_} ({twin})")
    if kind.name == "event":
        at = len(garden.secrets) % 28 + 1
        month, name = (("06", "June"), ("07", "July"), ("08", "August"), ("09", "September"))[list(WHYS).index(why)]
        grown |= {"date": f"1987-{month}-{at:02}", "number": f"E-9{len(garden.secrets):04}"}
        grown.pop("end", None)
        day = (grown["date"], f"{at} {name} 1987")
        garden.secrets.append(Secret(day, f"{id_} ({twin}).date", why))
        garden.secrets.append(Secret((grown["number"],), f"{id_} ({twin}).number", why))
    if body:
        body = f"{garden.plant(f'{id_} ({twin}), its text', why)}\n\n{body}"
    return kind, grown, body


def _texts(garden: Garden, model: type[Model], data: dict[str, Any], place: str, why: str) -> None:
    """A secret in every text that is written freely, whether or not the record has it yet."""
    for each in shape(model):
        at = f"{place}.{each.key}"
        if each.row is not None:
            for number, row in enumerate(_rows(data, each)):
                _texts(garden, each.row, row, f"{at}.{number}", why)
        elif each.form == "one text a language" and each.key in data:
            data[each.key] = {lang: f"{name} {garden.plant(at, why)}" for lang, name in data[each.key].items()}
        elif _free(each) and (each.key in data or not _ruled(model, each)):
            secret = garden.plant(at, why)
            if each.key == "quote":
                data[each.key] = secret
            elif each.many:
                data[each.key] = [*data.get(each.key, ()), secret]
            else:
                data[each.key] = f"{data.get(each.key, '')} {secret}".strip()


def _free(each: FieldShape) -> bool:
    plain = each.form == "text" and not each.choices and each.ref is None and not each.derived
    return plain and each.field_class in (FieldClass.TEXT, FieldClass.FACT) and each.key not in _NOT_TEXT


def _ruled(model: type[Model], each: FieldShape) -> bool:
    """Fields that others of the row rule: they are planted in where the dossier has them."""
    return each.key in (
        "unnamed",
        "occasion",
        "quote",
        "quote_at",
        "label",
        "phrase",
        "id",
        "document",
        "send_to",
        "changes",
    )


def _statements(garden: Garden, data: dict[str, Any], id_: str) -> None:
    """Withheld statements of a published event, and what is said of them."""
    first = next(iter(data.get("statements", ())), None)
    if first is None:
        return
    for why in ("green", "red"):
        name = garden.plant(f"{id_}, a statement’s id", why)
        row = {key: first[key] for key in ("by", "unnamed", "act", "topic", "sources") if key in first}
        row |= {"id": name, "text": garden.plant(f"{id_}#{name}.text", why), **WHYS[why]}
        data["statements"] = [*data["statements"], row]
        told = {"of": name, "field": "text", "value": garden.plant(f"{id_}, a reading of #{name}", why)}
        data["readings"] = [*data.get("readings", ()), {**told, "sources": first["sources"]}]
        much = {"id": f"q{len(garden.secrets)}", "of": name, "measure": garden.plant(f"{id_}, measure of #{name}", why)}
        data["quantities"] = [*data.get("quantities", ()), {**much, "value": "14", "sources": first["sources"]}]


# What names them


def _name(model: type[Model], data: dict[str, Any], twins: dict[str, str], public: dict[str, Any]) -> None:
    """Name a withheld twin wherever an id may stand: in every list of ids, and in a copy of every row that has one."""
    for each in shape(model):
        if each.derived:
            continue
        if each.markdown and each.key in data:
            data[each.key] = f"{data[each.key]} {_sentence(twins, public)}"
        elif each.ref is not None and not each.ref.local and each.many and (id_ := _of(each.ref, twins, public)):
            # A twin leads to what its own record leads to: what nothing leads on from must not lead to a twin.
            if each.key not in RINGS or each.key in data:
                data[each.key] = [*data.get(each.key, ()), id_]
        elif each.row is not None and each.many:
            rows = list(_rows(data, each))
            for row in rows if each.row in (Citation, Side) else rows[:1]:
                copied = _copied(each.row, row, twins, public)
                if copied is not None:
                    data[each.key] = [*data[each.key], copied]


def _copied(model: type[Model], row: dict[str, Any], twins: dict[str, str], public: dict[str, Any]) -> Any:
    """A copy of a row whose ids are those of withheld records, with an id of its own; None where it names nobody."""
    copied, named = copy.deepcopy(row), False
    for each in shape(model):
        if each.ref is None or each.ref.local or each.key not in row:
            continue
        found = [twins[id_.partition("#")[0]] for id_ in _listed(row[each.key]) if id_.partition("#")[0] in twins]
        rest = [id_.partition("#")[1] + id_.partition("#")[2] for id_ in _listed(row[each.key])]
        if found:
            ids = [twin + part for twin, part in zip(found, rest, strict=False)]
            copied[each.key], named = (ids if isinstance(row[each.key], list) else ids[0]), True
    if "id" in copied:
        copied["id"] = f"{copied['id']}-{next(iter(twins.values()))[6:]}"
    return copied if named else None


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _of(ref: Ref, twins: dict[str, str], public: dict[str, Any]) -> str:
    """The withheld twin of some record that ``ref`` may name."""
    for id_, twin in twins.items():
        kind, data, _ = public[id_]
        if kind.name in ref.kinds or "record" in ref.kinds:
            if not ref.part:
                return twin
            for row in data.get(ref.part, ()):
                return f"{twin}#{row['id']}"
    return ""


def _sentence(twins: dict[str, str], public: dict[str, Any]) -> str:
    told = [f"[@{twin}, page 4]" if public[id_][0].name == "source" else f"[[{twin}]]" for id_, twin in twins.items()]
    told += [
        f"[[{twin}#{row['id']}|a row]]" for id_, twin in twins.items() for part in PARTS
        for row in public[id_][1].get(part, ())
    ]  # fmt: skip
    return f"Moreover {', '.join(told)}."


def _named(body: str, twins: dict[str, str], public: dict[str, Any], kind: Kind) -> str:
    body = f"{body}\n\n{_sentence(twins, public)}\n"
    return body + "".join(_blocks(twins, public, body)) if kind.name == "briefing" else body


def _blocks(twins: dict[str, str], public: dict[str, Any], body: str) -> Iterator[str]:
    """Each block with each option that names something, alone and, once in a text, beside what is published."""
    for name, model in BLOCKS.items():
        for each in shape(model):
            if each.ref is None or each.ref.local or not (twin := _of(each.ref, twins, public)):
                continue
            if any(other.required and other.key != each.key for other in shape(model)):
                continue
            yield f"\n```{name}\n{each.key}: {twin}\n```\n"
            known = _of(each.ref, dict(zip(public, public, strict=True)), public)
            if each.many and known and f"```{name}\n{each.key}: {known}" not in body:
                yield f"\n```{name}\n{each.key}: {known}, {twin}\n```\n"


# Files


class _Plain(yaml.SafeDumper):
    """Without aliases, which our YAML refuses."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _rows(data: dict[str, Any], each: FieldShape) -> Iterator[dict[str, Any]]:
    value = data.get(each.key)
    yield from (row for row in value if isinstance(row, dict)) if isinstance(value, list) else ()


def _write(root: Path, id_: str, kind: Kind, data: dict[str, Any], body: str) -> None:
    text = yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False, default_flow_style=False, width=10**6)
    path = root / kind.folder / f"{id_}{kind.suffix}"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = f"# yaml-language-server: $schema=../../schema/{kind.name}.json\n"
    path.write_text(f"---\n{text}---\n{body}" if kind.suffix == ".md" else head + text, encoding="utf-8")
