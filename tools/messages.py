"""Collect the messages of the interface for translators, in ``communique.pot`` (GNU gettext), through Babel.

    .venv/bin/python -m tools.messages

Templates are read with Jinja's own extractor; Python files here, for what Babel does not know: tables of ``Words``,
and ``counted``, whose plural may be left out.
"""

from __future__ import annotations

import ast
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from communique.markings import PLAIN_WORDS
from communique.tongue import DOMAIN, LOCALE

if TYPE_CHECKING:
    from collections.abc import Iterator

CALLS: Final = {
    "gettext": "gettext",
    "message": "gettext",
    "say": "gettext",
    "ngettext": "ngettext",
    "counted": "ngettext",
}
JINJA: Final = {"trimmed": "true", "extensions": "jinja2.ext.i18n", "trim_blocks": "true", "lstrip_blocks": "true"}
LEFT_OUT: Final = ("mail/", "print/")
"""Mails and editions on paper are in the language of the dossier, which their sheets are written in."""
POT: Final = LOCALE / f"{DOMAIN}.pot"


ROOT: Final = Path(__file__).resolve().parent.parent


def main() -> int:
    """Write the file anew."""
    POT.parent.mkdir(exist_ok=True)
    text = collected(ROOT / "plugins" / "communique", ROOT / "templates")
    POT.write_text(text, encoding="utf-8")
    print(f"{POT.relative_to(ROOT)}: {text.count('msgid ') - 1} messages")
    return 0


def collected(package: Path, templates: Path) -> str:
    """The text of ``communique.pot`` for the Python files of ``package`` and the files below ``templates``."""
    catalogue = Catalog(project=DOMAIN, charset="utf-8", fuzzy=False)
    for path in sorted(package.rglob("*.py")):
        for message in _python(ast.parse(path.read_text(encoding="utf-8"))):
            catalogue.add(message)
    for path in sorted(templates.rglob("*.html")):
        if path.relative_to(templates).as_posix().startswith(LEFT_OUT):
            continue
        for _, found, _, _ in extract_from_file("jinja2.ext:babel_extract", path, options=JINJA):
            catalogue.add(found)
    written = io.BytesIO()
    write_po(written, catalogue, width=120, sort_output=True, omit_header=True, no_location=True)
    head = f'msgid ""\nmsgstr ""\n"Project-Id-Version: {DOMAIN}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return head + written.getvalue().decode().lstrip("\n")


def _python(tree: ast.Module) -> Iterator[Any]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name == "Words":
            yield from _table(node)
        elif name in CALLS:
            yield from _call(CALLS[name], name, node)


def _table(node: ast.Call) -> Iterator[str]:
    for each in ast.walk(node.args[0]) if node.args else ():
        if isinstance(each, ast.Dict):
            yield from (value.value for value in each.values if _text(value))  # type: ignore[attr-defined]
    if node.args and isinstance(node.args[0], ast.DictComp):
        yield from PLAIN_WORDS.values()


def _call(sort: str, name: str, node: ast.Call) -> Iterator[Any]:
    texts = [each.value for each in node.args if _text(each)]  # type: ignore[attr-defined]
    if sort == "gettext" and texts:
        yield texts[0]
    elif sort == "ngettext" and texts:
        plural = texts[1] if len(texts) > 1 else f"{texts[0]}s" if name == "counted" else texts[0]
        yield (texts[0], plural)


def _text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


if __name__ == "__main__":
    raise SystemExit(main())
