"""Why a changed record is still a right one: a second opinion, worked out without any of the program's checks.

What a mutation changed is taken from the plain values before and after, and every single change must have a reason
from a short list. It knows the declarations of the fields (what may be left out, which choices there are) and the
ids of the dossier, and nothing of how ``communique check`` goes about it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from fnmatch import fnmatch
from itertools import zip_longest
from typing import Any

from communique.blocks import BLOCKS
from communique.fields import Model
from communique.shapes import FieldShape, shape
from communique.yamlfile import Loc
from tools.mutations import CITATION
from tools.pages import FENCE

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
NUMBER = r"-?[0-9]+(\.[0-9]+)?"
MEASURE = re.compile(
    rf"((at least|at most|more than|about|up to) )?{NUMBER}(-{NUMBER})?( [a-z]+)?|several( [a-z]+)?|unknown"
)
SOURCED = {"present", "sessions", "statements", "terms", "transfers", "quantities", "readings", "compliance"}
NAMED_BY = {"sources": {"sources", "quote_source"}, "sides": {"side", "sides"}}
"""Lists of a record whose rows other rows of it name, and the keys they do it with."""


class NoReasonError(Exception):
    """A change for which there is no reason why it should be legal."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between a record before and after; ``was`` or ``now`` is None where it came or went."""

    loc: Loc
    was: Any
    now: Any
    owner: Any
    """The map or list it stands in, after."""


def changes(was: Any, now: Any, loc: Loc = (), owner: Any = None) -> Iterator[Change]:
    """Every difference, as deep down as it can be told; rows are paired by what they say, not by their number."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in dict.fromkeys((*was, *now)):
            if was.get(key) != now.get(key):
                yield from changes(was.get(key), now.get(key), (*loc, key), now)
    elif isinstance(was, list) and isinstance(now, list):
        matcher = SequenceMatcher(None, [repr(each) for each in was], [repr(each) for each in now], autojunk=False)
        for tag, one, end, other, stop in matcher.get_opcodes():
            if tag != "equal":
                pairs = zip_longest(was[one:end], now[other:stop])
                for number, (before, after) in enumerate(pairs, start=other):
                    yield from changes(before, after, (*loc, number), now)
    elif was != now:
        yield Change(loc, was, now, owner)


@dataclass(frozen=True)
class Judge:
    """Judges changes to one record. ``ids`` are all ids with their kinds; ``others`` the plain values of all files."""

    id: str
    model: type[Model]
    ids: Mapping[str, str]
    others: Mapping[str, Any]
    language: str = "en"

    def reasons(self, was: Any, now: Any) -> set[str]:
        """The reasons why the record is still right. Raises NoReasonError at the first change that has none."""
        if was == now:
            return {"it means the same"}
        if not isinstance(now, dict):
            raise NoReasonError("a record is a map")
        return {self._reason(change, now) for change in changes(was, now)}

    def gone(self) -> str:
        """The reason why the record may be taken away as a whole. Raises NoReasonError where another names it."""
        for path, data in self.others.items():
            for _, key, value in _walk(data):
                texts = [each for each in _listed(value) if isinstance(each, str)]
                names = {each.partition("#")[0] for each in texts if key not in ("title", "text", "post", "named")}
                if path != self.id and (self.id in names or any(self.id in _owners(each) for each in texts)):
                    raise NoReasonError(f"'{self.id}' is named in {path}")
        return "nothing names the record"

    def _reason(self, change: Change, record: Any) -> str:
        field, model = self._field(change.loc)
        if isinstance(change.loc[-1], int):
            return self._row(change, field, record)
        if field is None:
            raise NoReasonError(f"no field {change.loc}")
        if field.form == "one text a language":
            return self._name(change)
        if change.now is None:
            return self._left_out(change, field, model, record)
        if change.was is None:
            self._fits(change, field)
            return "one more field, with a value it may have"
        return self._value(change, field)

    def _field(self, loc: Loc) -> tuple[FieldShape | None, type[Model]]:
        model, found = self.model, None
        for step in loc:
            if isinstance(step, int) or (found is not None and found.form == "one text a language"):
                continue
            found = next((field for field in shape(model) if field.key == step), None)
            if found is None:
                break
            if step != loc[-1] and found.row is not None:
                model = found.row
        return found, model

    def _name(self, change: Change) -> str:
        loc = change.loc
        if len(loc) == 1:
            raise NoReasonError("names are needed")
        if change.now is None:
            if loc[1] == self.language:
                raise NoReasonError("the name in the dossier's own language is needed")
            return "a name fewer"
        if not _is_language(loc[1]) or not isinstance(change.now, str) or not change.now.strip():
            raise NoReasonError(f"'{loc[1]}: {change.now}' is no name in a language")
        return "other words in a free text" if change.was is not None else "a name in one more language"

    def _left_out(self, change: Change, field: FieldShape, model: type[Model], record: Any) -> str:
        if field.required or field.derived:
            raise NoReasonError(f"'{field.key}' is required")
        owner, row_of = change.owner, change.loc[0]
        needs = {
            "by": "unnamed" not in owner,
            "unnamed": "by" not in owner and "source" not in owner,
            "source": True,
            "quote_source": "quote" in owner,
            "label": owner.get("field") == "other",
            "sources": row_of in SOURCED or (len(change.loc) == 1 and model.__name__ == "Event"),
            "value": True,
        }
        if needs.get(field.key, False) and not (row_of == "variants" and "statement" in owner):
            raise NoReasonError(f"'{field.key}' is needed here")
        if field.key == "sources" and row_of == "variants" and "statement" not in owner:
            raise NoReasonError("a variant rests on something")
        if isinstance(change.was, list):
            for row in change.was:
                self._unnamed(change.loc, row, record)
        if field.markdown:
            return "a text with its citations fewer"
        return "a field that may be left out"

    def _row(self, change: Change, field: FieldShape | None, record: Any) -> str:
        if field is None:
            raise NoReasonError(f"no field {change.loc}")
        if change.was is not None and change.now is not None:
            return self._value(change, field)
        if change.now is None:
            self._unnamed(change.loc[:-1], change.was, record)
            if not change.owner and (field.required or (field.key == "sources" and change.loc[0] in SOURCED)):
                raise NoReasonError("a list that may not be empty")
            return "a row fewer"
        if change.owner.count(change.now) > 1:
            raise NoReasonError("the same row twice")
        self._fits(change, field)
        return "a row more"

    def _unnamed(self, loc: Loc, row: Any, record: Any) -> None:
        """Whether nothing names a row that went."""
        keys = NAMED_BY.get(str(loc[-1])) if len(loc) == 1 and self.model.__name__ == "Event" else None
        if keys and isinstance(row, dict):
            name = row.get("source" if loc[-1] == "sources" else "actor")
            if any(key in keys and name in _listed(value) for _, key, value in _walk(record) if name):
                raise NoReasonError(f"'{name}' is still named by other rows")
        if isinstance(row, dict) and "id" in row:
            self._not_cited(row["id"], record)

    def _not_cited(self, row_id: str, record: Any) -> None:
        ref = f"{self.id}#{row_id}"
        for path, data in {**self.others, self.id: record}.items():
            for _, key, value in _walk(data):
                local = path == self.id and key in ("of", "term") and value == row_id
                if local or ref in _listed(value) or f"[[{ref}]]" in str(value) or f"[[{ref}|" in str(value):
                    raise NoReasonError(f"'{ref}' is still named in {path}")

    def _value(self, change: Change, field: FieldShape) -> str:
        if not isinstance(change.now, str):
            self._fits(change, field)
            return "a value of another shape that the field also takes"
        if field.row is not None or (field.many and not isinstance(change.loc[-1], int)):
            raise NoReasonError(f"'{field.key}' is a list")
        if field.markdown or change.loc == ("body",):
            return self._prose(str(change.was), change.now)
        if change.loc[-1] == "id":
            self._not_cited(str(change.was), change.owner)
            if not ID.fullmatch(change.now):
                raise NoReasonError("not an id")
            return "another id for a row that nothing names"
        return self._scalar(change.now, field)

    def _fits(self, change: Change, field: FieldShape) -> None:
        """Whether a value that came fits its field, as far down as it goes."""
        now = change.now
        rows = now if isinstance(now, list) and not isinstance(change.loc[-1], int) else [now]
        if isinstance(now, list) != field.many and not isinstance(change.loc[-1], int):
            raise NoReasonError(f"'{field.key}' is {'a list' if field.many else 'one value'}")
        for row in rows:
            if field.row is None:
                self._scalar(row, field)
                continue
            if not isinstance(row, dict):
                raise NoReasonError("a row is a map")
            fields = {each.key: each for each in shape(field.row)}
            if not row.keys() <= fields.keys() or any(each.required and key not in row for key, each in fields.items()):
                raise NoReasonError("a row with other keys")
            for key, value in row.items():
                self._fits(Change((*change.loc, key), None, value, row), fields[key])

    def _scalar(self, now: Any, field: FieldShape) -> str:
        if not isinstance(now, str) or not now.strip():
            raise NoReasonError(f"'{field.key}' is a text")
        if field.choices:
            return _must(now in field.choices, "another value that the field knows")
        if field.ref is not None:
            return self._reference(now, field)
        known: dict[str, tuple[Callable[[str], object], str]] = {
            "EDTF date": (_is_date, "another date that there is"),
            "EDTF date or ..": (_is_date, "another date that there is"),
            "EDTF date or span": (_is_date, "another date that there is"),
            "EDTF date or unknown": (_is_date, "another date that there is"),
            "number, range or duration": (MEASURE.fullmatch, "another number or duration"),
            "number": (re.compile(NUMBER).fullmatch, "another number"),
            "web address": (re.compile(r"https?://[^\s/]+\.\S+").fullmatch, "another web address"),
            "language": (_is_language, "another language tag, well formed"),
            "yes or no": (re.compile("yes|no").fullmatch, "the other of yes and no"),
            "lines": (re.compile(r"[0-9]+(-[0-9]+)?").fullmatch, "other lines"),
            "E-001": (re.compile(r"E-[0-9]{3,}").fullmatch, "another number of an event"),
        }
        if field.form in known:
            fits, reason = known[field.form]
            return _must(bool(fits(now)), reason)
        return _must(field.form == "text" and field.key != "supports", "other words in a free text")

    def _reference(self, now: str, field: FieldShape) -> str:
        assert field.ref is not None
        owner, _, row = now.partition("#")
        kinds = field.ref.kinds
        if field.ref.local:
            rows = {value for _, key, value in _walk(self.others[self.id]) if key == "id"}
            return _must(now in rows or self.ids.get(now) in kinds, "the id of another row")
        _must(owner in self.ids and ("record" in kinds or self.ids[owner] in kinds), "")
        if row:
            rows = {value for _, key, value in _walk(self.others.get(owner)) if key == "id"}
            return _must(row in rows, "the id of another row")
        return "the id of another record"

    def _prose(self, was: str, now: str) -> str:
        if was.split() == now.split():
            return "white space in a free text"
        lost = _mentions(was) - _mentions(now)
        came = _mentions(now) - _mentions(was)
        if not all(ID.fullmatch(each.partition("#")[0]) and each.partition("#")[0] in self.ids for each in came):
            raise NoReasonError("a citation that leads nowhere")
        bare = CITATION.sub(" ", now)
        marked = re.findall(r"[a-z0-9@-]*[@\[][a-z0-9@\[-]+|[a-z0-9-]+\]", bare)
        if any(get_close_matches(each, [mark.strip("[]@") for mark in marked], cutoff=0.85) for each in lost):
            raise NoReasonError("what was a citation is none, and still looks like one")
        reason = self._blocks(was, now)
        if reason:
            return reason
        return "a citation fewer in a text" if lost else "other words in a free text"

    def _blocks(self, was: str, now: str) -> str:
        before, after = FENCE.findall(was), FENCE.findall(now)
        if was.count("```") != now.count("```") and now.count("```") % 2:
            raise NoReasonError("a block that is not closed")
        if before == after:
            return ""
        if len(after) != len(before):
            return _must(len(after) < len(before) or len(set(after)) == len(after), "a block fewer or more")
        for (name, options), (_, others) in zip(after, before, strict=True):
            if options == others:
                continue
            fields = {field.key: field for field in shape(BLOCKS[name])}
            lines = [line.partition(": ") for line in options.splitlines() if line.strip()]
            given = {key: value for key, _, value in lines}
            _must(given.keys() <= fields.keys(), "")
            _must(all(key in given for key, field in fields.items() if field.required), "")
            for key, value in given.items():
                for each in value.strip("[]").split(",") if fields[key].many else [value]:
                    self._scalar(each.strip(), fields[key])
        return "another option of a block, with a value it may have"


def _must(held: bool, reason: str) -> str:
    if not held:
        raise NoReasonError("a value that does not fit its field")
    return reason


def _mentions(text: str) -> set[str]:
    found: set[str] = set()
    for each in CITATION.findall(text):
        inner = each.strip("[]")
        if each.startswith("[@"):
            found |= {half.strip().removeprefix("@").split(",")[0].strip() for half in inner.split(";")}
        else:
            found.add(inner.split("|")[0])
    return found


def _owners(text: str) -> set[str]:
    """The records that citations and links of a text lead to."""
    return {each.partition("#")[0] for each in _mentions(text)}


def _walk(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str, Any]]:
    """Every text and every list of texts with the key it stands under."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, (*loc, key))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for number, inner in enumerate(value):
            yield from _walk(inner, (*loc, number))
    elif loc:
        yield loc, str(loc[-1]), value


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_language(text: Any) -> bool:
    return bool(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", str(text)))


def _is_date(text: str) -> bool:
    """Whether a text is a date of the forms this dossier uses, and of the calendar."""
    bare = text.strip("[]{}")
    if text in ("unknown", ".."):
        return True
    parts = [part for part in re.split(r"\.\.|,|/", bare) if part]
    return bool(parts) and all(_is_day(part.strip("~?%")) for part in parts)


def _is_day(text: str) -> bool:
    """Whether a day, month or year is one of the calendar, for some digit in place of each X; or a season."""
    match = re.fullmatch(r"([0-9X]{4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?", text)
    if match is None:
        return False
    year, month, day = (part and part.replace("X", "?") for part in match.groups())
    if month and not day and any(fnmatch(str(season), month) for season in range(21, 42)):
        return True
    first = datetime.date(2000 if "?" in year else max(1, int(year)), 1, 1)
    days = (first + datetime.timedelta(number) for number in range(366))
    return any(fnmatch(f"{each:%m}", month or "*") and fnmatch(f"{each:%d}", day or "*") for each in days)
