"""Questions on a terminal: what an option would have said is asked, and checked, one thing at a time."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def can_ask() -> bool:
    """Whether somebody sits at a terminal who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: str, default: str = "", check: Callable[[str], str] | None = None) -> str:
    """The answer, or ``default`` where the line is empty. Where ``check`` says what is wrong with one, it asks again.

    Raises EOFError where the terminal is closed.
    """
    while True:
        shown = f" [{default}]" if default else ""
        # On standard error, so that what a command prints can still be piped on.
        print(f"{question}{shown}: ", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        answer = line.strip() or default
        wrong = check(answer) if check and answer else ""
        if not wrong:
            return answer
        print(f"  {wrong}", file=sys.stderr)


def one_of(choices: Sequence[str]) -> Callable[[str], str]:
    """A check that the answer is one of ``choices``."""
    return lambda answer: "" if answer in choices else f"one of {', '.join(choices)}"
