"""What is left out of style sheets on their way to readers means nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import tinycss2
import tinycss2.ast

from communique.press.assets import lean_sheet
from tests.dossiers import ROOT

SHEETS = sorted((ROOT / "templates" / "static" / "css").glob("*.css"))


def meaning(nodes: list[tinycss2.ast.Node]) -> Iterator[str]:
    """Every token but blanks and comments, blocks and functions opened."""
    for node in nodes:
        inside = getattr(node, "arguments", None) if node.type == "function" else getattr(node, "content", None)
        if isinstance(inside, list):
            yield f"{node.type} {getattr(node, 'name', '')}"
            yield from meaning(inside)
        elif node.type not in ("whitespace", "comment"):
            yield node.serialize()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_a_lean_sheet_has_every_token_of_the_sheet_and_is_shorter(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    lean = lean_sheet(text)
    assert list(meaning(tinycss2.parse_component_value_list(lean))) == list(
        meaning(tinycss2.parse_component_value_list(text))
    )
    assert len(lean) < len(text)


def test_blanks_that_mean_something_stay() -> None:
    sheet = """a , b  :hover { content : "x ; {  y" ; width: calc( 1px + 2px ) }\n.c\n.d > e { x: y }"""
    assert lean_sheet(sheet) == 'a ,b :hover{content :"x ; {  y";width:calc( 1px + 2px )}\n.c .d > e{x:y}\n'
