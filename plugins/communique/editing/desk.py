"""Answers the browser below ``admin/``: the form's page and bundle, and what the form asks and saves."""

from __future__ import annotations

import mimetypes
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Final

from communique.form import FOLDER
from communique.form.collections import configuration
from communique.form.page import files, policy
from communique.kinds.base import Record
from communique.load import load
from communique.serving.server import Reply

if TYPE_CHECKING:
    from typing import Any

    from communique.editing.gate import Gate

API: Final = f"{FOLDER}/api/v1"


class FormDesk:
    """The form of the dossier in ``root``; ``packages`` is where Decap is installed."""

    place = f"{FOLDER}/"

    def __init__(self, root: Path, packages: Path, branch: str, gate: Gate) -> None:
        self._root = root
        self._packages = packages
        self._gate = gate
        self._backend = {"name": "proxy", "proxy_url": f"/{API}", "branch": branch}

    def get(self, path: str) -> Reply:
        """A file of the form; its configuration as the records are now."""
        wanted = path if path != self.place else f"{path}index.html"
        found = dict(files(self._configuration(wanted), self._packages)).get(wanted)
        if found is None:
            return Reply(HTTPStatus.NOT_FOUND, "text/plain", b"")
        content = found.read_bytes() if isinstance(found, Path) else found
        kind = mimetypes.guess_type(wanted)[0] or "application/octet-stream"
        kind = "text/yaml" if wanted.endswith(".yml") else kind
        return Reply(HTTPStatus.OK, kind, content, policy(self._backend))

    def post(self, path: str, body: bytes) -> Reply:
        """The answer to one request of the form's."""
        if path != API:
            return Reply(HTTPStatus.NOT_FOUND, "application/json", b"{}")
        status, answer = self._gate.answer(body)
        return Reply(status, "application/json", answer)

    def _configuration(self, wanted: str) -> dict[str, Any]:
        """Read from the records only where the configuration itself is asked for."""
        if not wanted.endswith(".yml"):
            return {"backend": self._backend}
        checked = load(self._root)
        records = [each.record for each in checked.loaded.values() if isinstance(each.record, Record)]
        language = checked.dossier.language if checked.dossier else "en"
        return configuration(records, language, self._backend, "/")
