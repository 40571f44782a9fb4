"""The mistakes editors make, one at a time: each mutator changes one file's text in one place.

``MUTATORS`` is the table: a name to a function that takes a file and a source of chance and gives the mutation, or
None where the file has no place for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Any

from communique.yamlfile import Loc
from tools.pages import Mutation, Page, Spot

LETTERS = "abcdefghijklmnopqrstuvwxyz"
CITATION = re.compile(r"\[@[^\[\]\n]+\]|\[\[[^\[\]\n]+\]\]")


def typo(word: str, chance: Random, letters: str = LETTERS) -> str:
    """``word`` with one letter dropped, doubled, changed, or swapped with the next."""
    at = chance.randrange(len(word))
    made = {
        "drop": word[:at] + word[at + 1 :],
        "double": word[: at + 1] + word[at:],
        "change": word[:at] + chance.choice(letters) + word[at + 1 :],
        "swap": word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
    }
    return made[chance.choice(sorted(made))]


def _some_line(page: Page, chance: Random) -> int:
    return chance.choice([number for number, line in enumerate(page.lines, 1) if line.strip()])


def _delete_line(page: Page, chance: Random) -> Mutation | None:
    line = _some_line(page, chance)
    return page.changed(line, line, [], f"without the line '{page.lines[line - 1]}'")


def _delete_key(page: Page, chance: Random) -> Mutation | None:
    if not page.keys:
        return None
    loc, line, column = chance.choice(page.keys)
    last = page.block_end(line, column)
    before = page.lines[line - 1][:column]
    now: list[str] = []
    if before.strip():  # the first key of a row: the dash goes to the next one, if there is one
        follows = page.lines[last : last + 1]
        if follows and re.match(rf" {{{column}}}[^ ]", follows[0]):
            last, now = last + 1, [before + follows[0][column:]]
    return page.changed(line, last, now, f"without the key {_way(loc)}")


def _delete_row(page: Page, chance: Random) -> Mutation | None:
    spots = [spot for spot in page.spots if _in_brackets(page, spot)]
    choices = len(page.rows) + len(spots)
    if not choices:
        return None
    number = chance.randrange(choices)
    if number < len(page.rows):
        loc, line, column = page.rows[number]
        return page.changed(line, page.block_end(line, column), [], f"without the row {_way(loc)}")
    spot = spots[number - len(page.rows)]
    line_text = page.lines[spot.line - 1]
    left, right = line_text[: spot.start], line_text[spot.end :]
    left, right = (left, right[2:]) if right.startswith(", ") else (left.removesuffix(", "), right)
    return page.changed(spot.line, spot.line, [left + right], f"without the row {_way(spot.loc)}")


def _delete_file(page: Page, chance: Random) -> Mutation | None:
    return Mutation(page.path, None, (1, len(page.lines)), (1, 1), "without the file")


def _text_to_list(page: Page, chance: Random) -> Mutation | None:
    spot = _pick(page, chance, lambda each: not _in_brackets(page, each))
    return page.put(spot, f"[{page.raw(spot)}]", f"{_way(spot.loc)} as a list") if spot else None


def _text_to_map(page: Page, chance: Random) -> Mutation | None:
    spot = _pick(page, chance, lambda each: not _in_brackets(page, each))
    if spot is None:
        return None
    line = page.lines[spot.line - 1]
    indent = " " * (len(line) - len(line.lstrip(" -")) + 2)
    now = [line[: spot.start].rstrip(), f"{indent}en: {line[spot.start :]}"]
    return page.changed(spot.line, spot.line, now, f"{_way(spot.loc)} as a map")


def _lists(page: Page) -> list[tuple[Loc, int, int]]:
    return [each for each in page.keys if each[0][:1] != ("body",) and isinstance(_value(page, each[0]), list)]


def _value(page: Page, loc: Loc) -> Any:
    try:
        return page.at(loc)
    except (KeyError, IndexError, TypeError):
        return None


def _list_to(page: Page, chance: Random, now: Callable[[str, str], list[str]], told: str) -> Mutation | None:
    lists = _lists(page)
    if not lists:
        return None
    loc, line, column = chance.choice(lists)
    head = page.lines[line - 1][:column] + str(loc[-1]) + ":"
    return page.changed(line, page.block_end(line, column), now(head, " " * column), f"{_way(loc)} as {told}")


def _list_to_text(page: Page, chance: Random) -> Mutation | None:
    return _list_to(page, chance, lambda head, indent: [f"{head} some-word"], "a text")


def _list_to_map(page: Page, chance: Random) -> Mutation | None:
    return _list_to(page, chance, lambda head, indent: [head, f"{indent}  en: some word"], "a map")


def _map_to(page: Page, chance: Random, now: str, told: str) -> Mutation | None:
    """A row, or the names of an actor or place, as something else."""
    keys = [(loc, line, column, f"{loc[-1]}:") for loc, line, column in page.keys if loc[:1] != ("body",)]
    rows = [(loc, line, column, "-") for loc, line, column in page.rows]
    found = [each for each in keys + rows if isinstance(_value(page, each[0]), dict)]
    if not found:
        return None
    loc, line, column, head = chance.choice(found)
    before = page.lines[line - 1][:column]
    return page.changed(line, page.block_end(line, column), [f"{before}{head} {now}"], f"{_way(loc)} as {told}")


def _map_to_text(page: Page, chance: Random) -> Mutation | None:
    return _map_to(page, chance, "some-word", "a text")


def _map_to_list(page: Page, chance: Random) -> Mutation | None:
    return _map_to(page, chance, "[some, words]", "a list")


def _number_to_word(page: Page, chance: Random) -> Mutation | None:
    spot = _pick(page, chance, lambda each: re.fullmatch(r'["\']?-?[0-9.]+["\']?', page.raw(each)) is not None)
    return page.put(spot, "four", f"{_way(spot.loc)} as a word") if spot else None


def _word_to_number(page: Page, chance: Random) -> Mutation | None:
    spot = _pick(page, chance, lambda each: not re.fullmatch(r"[0-9.]+", page.raw(each)))
    return page.put(spot, "42", f"{_way(spot.loc)} as a number") if spot else None


def _misspell_key(page: Page, chance: Random) -> Mutation | None:
    if not page.keys:
        return None
    loc, line, column = chance.choice(page.keys)
    name, text = str(loc[-1]), page.lines[line - 1]
    wrong = typo(name, chance)
    now = text[:column] + wrong + text[column + len(name) :]
    return page.changed(line, line, [now], f"key {_way(loc)} as '{wrong}'")


def _misspell_choice(page: Page, chance: Random) -> Mutation | None:
    return _misspell(page, chance, lambda spot: bool(spot.field and spot.field.choices), LETTERS)


def _misspell_id(page: Page, chance: Random) -> Mutation | None:
    return _misspell(
        page, chance, lambda spot: bool(spot.field and spot.field.ref) or spot.loc[-1:] == ("id",), LETTERS + "0-"
    )


def _misspell_date(page: Page, chance: Random) -> Mutation | None:
    return _misspell(
        page, chance, lambda spot: re.match(r'"?\[?[0-9]{4}(-|"?$)', page.raw(spot)) is not None, "0123456789-X~"
    )


def _misspell(page: Page, chance: Random, fits: Callable[[Spot], bool], letters: str) -> Mutation | None:
    spot = _pick(page, chance, fits)
    if spot is None:
        return None
    wrong = typo(page.raw(spot), chance, letters)
    return page.put(spot, wrong, f"{_way(spot.loc)} as '{wrong}'")


def _misspell_citation(page: Page, chance: Random) -> Mutation | None:
    found = [(number, each) for number, line in enumerate(page.lines, 1) for each in CITATION.finditer(line)]
    if not found:
        return None
    number, each = chance.choice(found)
    wrong = typo(each.group(), chance, LETTERS + "[]@ ,")
    line = page.lines[number - 1]
    now = line[: each.start()] + wrong + line[each.end() :]
    return page.changed(number, number, [now], f"'{each.group()}' as '{wrong}'")


def _duplicate_line(page: Page, chance: Random) -> Mutation | None:
    line = _some_line(page, chance)
    return page.changed(line, line, [page.lines[line - 1]] * 2, f"twice the line '{page.lines[line - 1]}'")


def _duplicate_key(page: Page, chance: Random) -> Mutation | None:
    found = [each for each in page.keys if not page.lines[each[1] - 1][: each[2]].strip()]
    return _twice(page, *chance.choice(found), "key") if found else None


def _duplicate_row(page: Page, chance: Random) -> Mutation | None:
    spots = [spot for spot in page.spots if _in_brackets(page, spot)]
    if not page.rows and not spots:
        return None
    number = chance.randrange(len(page.rows) + len(spots))
    if number < len(page.rows):
        return _twice(page, *page.rows[number], "row")
    spot = spots[number - len(page.rows)]
    return page.put(spot, f"{page.raw(spot)}, {page.raw(spot)}", f"twice the row {_way(spot.loc)}")


def _twice(page: Page, loc: Loc, line: int, column: int, what: str) -> Mutation | None:
    last = page.block_end(line, column)
    return page.changed(line, last, page.lines[line - 1 : last] * 2, f"twice the {what} {_way(loc)}")


def _duplicate_file(page: Page, chance: Random) -> Mutation | None:
    if page.file.kind is None:
        return None  # a second dossier.yaml is a stray file, told before anything is parsed
    stem, _, ending = page.path.rpartition(".")
    return Mutation(
        page.path,
        page.file.text,
        (1, len(page.lines)),
        (1, len(page.lines)),
        "a copy beside it",
        copy=f"{stem}-copy.{ending}",
    )


def _indent_line(page: Page, chance: Random) -> Mutation | None:
    line = _some_line(page, chance)
    return _indent(page, line, line, chance)


def _indent_block(page: Page, chance: Random) -> Mutation | None:
    blocks = page.keys + page.rows
    if not blocks:
        return None
    _, line, column = chance.choice(blocks)
    return _indent(page, line, page.block_end(line, column), chance)


def _indent(page: Page, first: int, last: int, chance: Random) -> Mutation | None:
    by = chance.choice((-2, -1, 1, 2))
    lines = page.lines[first - 1 : last]
    if by > 0:
        now = [" " * by + line if line else line for line in lines]
    else:
        now = [line.removeprefix(" " * -by) for line in lines]
    return page.changed(first, last, now, f"lines {first} to {last} moved by {by}")


def _pick(page: Page, chance: Random, fits: Callable[[Spot], bool]) -> Spot | None:
    found = [spot for spot in page.spots if fits(spot)]
    return chance.choice(found) if found else None


def _in_brackets(page: Page, spot: Spot) -> bool:
    """Whether the text stands in a list written ``[one, two]``."""
    return bool(re.search(r"(\[|, )$", page.lines[spot.line - 1][: spot.start])) and isinstance(spot.loc[-1], int)


def _way(loc: Loc) -> str:
    return ".".join(str(step) for step in loc)


MUTATORS: dict[str, Callable[[Page, Random], Mutation | None]] = {
    "delete a line": _delete_line,
    "delete a key": _delete_key,
    "delete a row": _delete_row,
    "delete a file": _delete_file,
    "retype a text as a list": _text_to_list,
    "retype a text as a map": _text_to_map,
    "retype a list as a text": _list_to_text,
    "retype a list as a map": _list_to_map,
    "retype a map as a text": _map_to_text,
    "retype a map as a list": _map_to_list,
    "retype a number as a word": _number_to_word,
    "retype a word as a number": _word_to_number,
    "misspell a key": _misspell_key,
    "misspell a choice": _misspell_choice,
    "misspell an id": _misspell_id,
    "misspell a date": _misspell_date,
    "misspell a citation": _misspell_citation,
    "duplicate a line": _duplicate_line,
    "duplicate a key": _duplicate_key,
    "duplicate a row": _duplicate_row,
    "duplicate a file": _duplicate_file,
    "re-indent a line": _indent_line,
    "re-indent a block": _indent_block,
}
