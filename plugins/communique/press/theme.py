"""Where templates, static files, fonts and map data come from: the dossier's own first, then those of the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    nodes,
)

from communique.errors import BuildError
from communique.tongue import gettext, ngettext
from communique.views.explaining import Explaining
from communique.views.plaintext import note_words
from communique.views.sheet import note_marks

if TYPE_CHECKING:
    from typing import Any

_PACKAGE = Path(__file__).resolve().parent.parent
CHECKOUT = _PACKAGE.parent.parent
"""Where the program's own templates and fonts stand when it runs from a checkout and not from a wheel."""

MODULES = "node_modules"
"""Fonts and map data are other people's work: set-up installs them from npm, and no commit has them."""

INSTALL = "In a checkout of the program run 'make', which installs them from package.json; else install its wheel anew."
"""What to do where they are missing."""


def theme_folders(root: Path) -> tuple[Path, ...]:
    """Folders with templates, the dossier's own first: what it lacks comes from the package, file by file."""
    installed = _PACKAGE / "theme"
    carried = installed if installed.is_dir() else CHECKOUT / "templates"
    own = root / "templates"
    return tuple(dict.fromkeys(folder for folder in (own, carried) if folder.is_dir()))


def module_folders(root: Path) -> tuple[Path, ...]:
    """Folders laid out as npm's, with fonts and map data: the dossier's own first, then what the package carries."""
    carried = _PACKAGE / "carried"
    ours = carried if carried.is_dir() else CHECKOUT / MODULES
    return tuple(dict.fromkeys(folder for folder in (root / MODULES, ours) if folder.is_dir()))


def cache_beside(source: Path, root: Path) -> Path:
    """Where what is made of ``source`` is kept: with the checkout it is of, shared by all dossiers, else here."""
    of_checkout = source.is_relative_to(CHECKOUT / MODULES)
    return (CHECKOUT if of_checkout else root) / ".cache"


def environment(root: Path, cache: Path | None = None) -> Environment:
    """The one Jinja environment: escaping on, undefined names refused, bytecode kept in ``cache``."""
    loader = ChoiceLoader([FileSystemLoader(folder) for folder in theme_folders(root)])
    made = _Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=FileSystemBytecodeCache(str(cache)) if cache else None,
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals["note_marks"] = note_marks
    made.globals["explain"] = Explaining()
    # The one filter that reaches attributes by a name made up while rendering.
    del made.filters["attr"]
    return made


def text_environment(root: Path) -> Environment:
    """The same for templates of plain text: nothing is escaped, and notes are numbers in brackets."""
    made = environment(root)
    made.autoescape = False
    made.globals["note_marks"] = note_words
    return made


class _Environment(Environment):
    """Templates see values, never what is behind them: a name that begins with ``_`` is refused when one is compiled.

    So the bare text of a disputed assertion is out of their reach, and of those of other dossiers too.
    """

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for each in tree.find_all((nodes.Getattr, nodes.Getitem)):
            attribute = each.attr if isinstance(each, nodes.Getattr) else getattr(each.arg, "value", "")  # type: ignore[attr-defined]
            if isinstance(attribute, str) and attribute.startswith("_"):
                raise TemplateSyntaxError(f"'{attribute}' is out of a template's reach", each.lineno, name, filename)
        return tree


def render(made: Environment, template: str, view: Any, path: str) -> str:
    """The text of one page. Raises BuildError naming template, line and page when it cannot be rendered."""
    explain = made.globals["explain"]
    assert isinstance(explain, Explaining)
    explain.begin(on=template.startswith("pages/"))
    try:
        return made.get_template(template).render(view=view)
    except TemplateError as error:
        line = getattr(error, "lineno", None) or _line(error, template)
        where = f"templates/{getattr(error, 'name', None) or template}" + (f":{line}" if line else "")
        raise BuildError(
            f"{where}: {type(error).__name__}: {error.message or error}; while rendering {path}"
        ) from error


def _line(error: BaseException, template: str) -> int | None:
    """The line of the innermost template frame of ``error``."""
    found, at = None, error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename.endswith((".html", ".txt")):
            found = at.tb_lineno
        at = at.tb_next
    return found
