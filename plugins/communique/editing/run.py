"""Runs the form and the preview together until somebody stops them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.editing.backend import Backend
from communique.editing.desk import FormDesk
from communique.editing.gate import Gate
from communique.form.package import installed
from communique.history.clone import Clone
from communique.serving.run import serve
from communique.settings import read_settings

if TYPE_CHECKING:
    from pathlib import Path


def serve_form(root: Path, port: int, level: str) -> None:
    """Serve the form and the preview of the dossier in ``root`` on 127.0.0.1 until interrupted.

    Raises SettingsError where the form's packages are not installed or the port is taken, GitError where the dossier
    is in no repository with a commit and an author.
    """
    root = root.resolve()
    read_settings(root)
    packages = installed(root)
    clone = Clone.of(root)
    gate = Gate(root, clone, Backend(packages, clone.here.top))
    try:
        serve(root, port, level, public=False, desk=FormDesk(root, packages, clone.branch, gate))
    finally:
        gate.close()
