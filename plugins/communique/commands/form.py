"""``communique form``."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def form_options(parser: argparse.ArgumentParser) -> None:
    """The options of ``communique form``."""
    parser.add_argument("--port", type=int, default=8000, help="the port on 127.0.0.1; 0 takes a free one (8000)")
    parser.add_argument("--level", default="", help="the highest marking that the preview shows (LEVEL)")
    parser.add_argument("--if-missing", action="store_true", help="with --install: only what is not there yet")
    parser.add_argument("--install", action="store_true", help="install what it needs from npm (about 30 MB), and end")


def form(options: argparse.Namespace) -> int:
    """Write records in a form in the browser, at /admin/, beside the preview. Both are on this machine only.

    What is saved stands on a branch of its own in the dossier's git repository, in its canonical form, until it is
    published: then it is merged into the branch that is checked out, if 'communique check' has nothing against it.
    """
    if options.install:
        from communique.form.package import home, install

        if options.if_missing and home(options.folder.resolve()):
            return 0
        print("installing the form's npm packages ...", flush=True)
        print(f"installed in {install(options.folder.resolve())}")
        return 0
    from communique.editing.run import serve_form

    serve_form(options.folder, options.port, options.level)
    return 0
