"""``communique new``: a record to start from, asked for by options or on a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from communique.commands.asking import ask, can_ask, one_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable
    from pathlib import Path

    from communique.kinds import Kind
    from communique.newrecords import Desk
    from communique.shapes import FieldShape


def new_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique new``: of each kind its fields, as they are declared."""
    from communique.kinds import KINDS

    kinds = parser.add_subparsers(dest="kind", metavar="KIND", required=True)
    for kind in KINDS.values():
        about = " ".join((kind.model.__doc__ or "").split())
        mine = kinds.add_parser(kind.name, help=about, description=about)
        if kind.name == "briefing":
            _briefing_options(mine)
        else:
            _record_options(mine, kind)


def _record_options(parser: argparse.ArgumentParser, kind: Kind) -> None:
    from communique.newrecords import CITING, open_fields, option

    parser.add_argument("id", nargs="?", default="", help="its id, which never changes (made of its title and day)")
    for field in open_fields(kind):
        words = field.doc.rstrip(".").replace("%", "%%") + ("; with commas between" if field.ref and field.many else "")
        several = {"action": "append"} if (field.many and not field.ref) or field.key == "names" else {}
        if field.key == "names":
            words = "what we print, in the dossier's language; again as ar=… for another one"
        parser.add_argument(f"--{option(field)}", dest=field.key, metavar="TEXT", help=words, **several)  # type: ignore[arg-type]
    if kind.suffix == ".md":
        parser.add_argument("--body", metavar="TEXT", help="its text, in Markdown")
    if kind.name in CITING:
        about = "a source it rests on, with :1 to :6 for its credibility here; again for another one (today's)"
        parser.add_argument("--source", action="append", default=[], metavar="ID", help=about)
    parser.add_argument("--ready", action="store_true", help="no draft: the next build publishes it")


def _briefing_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("id", help="its id, which is the file's name and never changes")
    parser.add_argument("--type", default="note", help="note, forecast, bulletin or chronology (note)")
    parser.add_argument("--title", default="", help="its title (type and day)")
    parser.add_argument("--date", default="", help="the day of the edition (today)")
    parser.add_argument("--supersedes", default="", metavar="EDITION", help="start from this edition, to correct it")
    parser.add_argument("--updates", default="", metavar="EDITION", help="the earlier briefing it carries on")
    parser.add_argument("--track", default="", help="the track it is about")
    parser.add_argument("--topics", default="", help="the topics it is about, with commas between")


def new(options: argparse.Namespace) -> int:
    """Start a record, as a draft: its file, id, schema line and today's source.

    What a record must have and no option says is asked on a terminal; elsewhere it is an error that names the options.
    """
    if options.kind == "briefing":
        path, remarks = _briefing(options)
        print(path)
        for remark in remarks:
            print(remark, file=sys.stderr)
        print("It is a draft: write it, and run 'communique check'; 'communique publish' pins it.", file=sys.stderr)
        return 0
    return _record(options)


def _briefing(options: argparse.Namespace) -> tuple[Path, tuple[str, ...]]:
    from communique.scaffolding import NewBriefing, new_briefing

    topics = tuple(each.strip() for each in options.topics.split(",") if each.strip())
    named = {name: getattr(options, name) for name in ("type", "title", "date", "supersedes", "updates", "track")}
    return new_briefing(options.folder, NewBriefing(options.id, **named, topics=topics))


def _record(options: argparse.Namespace) -> int:
    from communique.kinds import KINDS
    from communique.newrecords import CITING, Desk, check_id, missing, new_record, proposed_id

    kind = KINDS[options.kind]
    desk = Desk(options.folder)
    fields = _given(desk, kind, options)
    sources: tuple[str, ...] = tuple(getattr(options, "source", ()))
    id_ = options.id
    if can_ask() and (missing(kind, fields) or not fields):
        _ask_fields(desk, kind, fields)
        if kind.name in CITING and not sources:
            today = desk.sources_of_today()
            sources = _split(ask("  The sources it rests on, with commas between", ", ".join(today)))
        proposed = proposed_id(kind, desk, fields)
        id_ = id_ or ask("  Its id, which never changes", proposed, lambda answer: check_id(desk, answer))
    made = new_record(desk, kind, id_, fields, sources, draft=not options.ready)
    print(made.path)
    for line in (*made.remarks, *map(str, made.findings)):
        print(line, file=sys.stderr)
    state = "It is published by the next build" if options.ready else "It is a draft"
    print(f"{state}: write the rest in the file, and run 'communique check'.", file=sys.stderr)
    return 0


def _given(desk: Desk, kind: Kind, options: argparse.Namespace) -> dict[str, Any]:
    """What the options say, as an editor would write it."""
    from communique.newrecords import open_fields

    fields: dict[str, Any] = {}
    for field in open_fields(kind):
        value = getattr(options, field.key)
        if value is not None:
            fields[field.key] = _value(desk, field, value)
    if getattr(options, "body", None):
        fields["body"] = options.body
    return fields


def _value(desk: Desk, field: FieldShape, value: Any) -> Any:
    if field.key == "names":
        pairs = (each.partition("=") for each in value)
        return {lang if equals else desk.language: text if equals else lang for lang, equals, text in pairs}
    return list(_split(value)) if field.many and isinstance(value, str) else value


def _split(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.split(",") if each.strip())


def _ask_fields(desk: Desk, kind: Kind, fields: dict[str, Any]) -> None:
    from communique.newrecords import ASKED, missing, open_fields

    print(f"A new {kind.name}. An empty line leaves out what may be left out; Ctrl-C stops.", file=sys.stderr)
    must = missing(kind, fields)
    may = [each for each in open_fields(kind) if each.key in ASKED[kind.name] and each.key not in fields]
    for field in (*must, *may):
        answer = ask(f"  {_question(field)}", "", _check(desk, field))
        while not answer and field in must:
            answer = ask(f"  {_question(field)} (it must have one)", "", _check(desk, field))
        if answer:
            fields[field.key] = _value(desk, field, [answer] if field.key == "names" else answer)


def _question(field: FieldShape) -> str:
    words = field.doc.rstrip(".")
    return f"{words} ({', '.join(field.choices)})" if field.choices else words


def _check(desk: Desk, field: FieldShape) -> Callable[[str], str] | None:
    """What an answer must be, where that can be told at once; the rest is told before anything is written."""
    from communique.dates import DateError, parse
    from communique.diagnostics import did_you_mean

    def known(answer: str) -> str:
        assert field.ref is not None
        ids = desk.known(*field.ref.kinds)
        for each in _split(answer) if field.many else (answer,):
            if each.partition("#")[0] not in ids:
                return f"no {' or '.join(field.ref.kinds)} '{each}'; {did_you_mean(each, ids, 'start it first')}"
        return ""

    def date(answer: str) -> str:
        try:
            parse(answer)
        except DateError as error:
            return f"{error.message}; {error.hint}" if error.hint else error.message
        return ""

    if field.choices:
        return one_of(field.choices)
    if field.ref is not None:
        return known
    return date if "EDTF date" in field.form else None
