"""What stands between the form and decap-server.

Lets through what records need and nothing else; writes each record in its canonical form before it is committed; sees
to it that nothing is set ready or published that ``communique check`` would refuse; keeps clone and dossier the same.
"""

from __future__ import annotations

import json
import threading
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

from communique.checking import check_contents
from communique.diagnostics import Diagnostic, Severity
from communique.errors import CommuniqueError
from communique.formatting import formatted
from communique.tree import DOSSIER, RawFile, kind_of

if TYPE_CHECKING:
    from pathlib import Path

    from communique.editing.backend import Backend
    from communique.history.clone import Clone

READS: Final = frozenset(
    {
        "info",
        "entriesByFolder",
        "entriesByFiles",
        "getEntry",
        "unpublishedEntries",
        "unpublishedEntry",
        "unpublishedEntryDataFile",
        "getMedia",
        "getDeployPreview",
    }
)
WRITES: Final = frozenset(
    {"persistEntry", "updateUnpublishedEntryStatus", "deleteUnpublishedEntry", "publishUnpublishedEntry"}
)
READY: Final = "pending_publish"
"""What Decap calls a record that may be published."""
_PATIENCE: Final = 60
"""How many seconds a request may take that is under way when the form is stopped."""
_TOLD: Final = 5
"""How many findings fit into one message of the form."""


class RefusedError(CommuniqueError):
    """The gate says no; the form shows the words."""


class Gate:
    """One at a time: the clone has one work tree."""

    def __init__(self, root: Path, clone: Clone, backend: Backend) -> None:
        self._root = root
        self._clone = clone
        self._backend = backend
        self._one = threading.Lock()
        self._closed = False

    def close(self) -> None:
        """Take nothing more, wait for what is under way, and end the server behind: at once when interrupted."""
        self._closed = True
        idle = False
        try:
            idle = self._one.acquire(timeout=_PATIENCE)
        finally:
            self._backend.close()
            if idle:
                self._one.release()

    def answer(self, body: bytes) -> tuple[int, bytes]:
        """Status and answer to one request of the form's."""
        with self._one:
            if self._closed:
                return _no(HTTPStatus.SERVICE_UNAVAILABLE, "the form was stopped: start 'communique form' again")
            try:
                return self._pass(json.loads(body))
            except (ValueError, KeyError, TypeError):
                return _no(HTTPStatus.UNPROCESSABLE_ENTITY, "this is no request of the form's")
            except CommuniqueError as error:
                return _no(HTTPStatus.CONFLICT, str(error))

    def _pass(self, asked: dict[str, Any]) -> tuple[int, bytes]:
        action = asked["action"]
        if action not in READS | WRITES:
            raise RefusedError(f"the form does not do '{action}' here")
        self._clone.fetch()
        if action in WRITES:
            return self._write(action, asked, asked["params"])
        return self._ask(asked)

    def _write(self, action: str, asked: dict[str, Any], params: dict[str, Any]) -> tuple[int, bytes]:
        if action == "persistEntry":
            self._tidy(params)
        elif action == "publishUnpublishedEntry":
            return self._publish(asked, _entry(params))
        elif action == "updateUnpublishedEntryStatus" and params["newStatus"] == READY:
            self._check(_entry(params))
        status, answer = self._ask(asked)
        self._clone.send_entries()
        return status, answer

    def _tidy(self, params: dict[str, Any]) -> None:
        """Each file in its canonical form. Raises RefusedError for a file that is no record's."""
        if params.get("assets"):
            raise RefusedError("records have no pictures or attachments")
        for file in params.get("dataFiles") or [params["entry"]]:
            path = str(file["path"]).removeprefix(self._clone.here.prefix)
            kind = kind_of(path)
            if (kind is None and path != DOSSIER) or file.get("newPath", file["path"]) != file["path"]:
                raise RefusedError(f"{path} is no record's place; ids never change")
            text = formatted(RawFile(path, kind, str(file["raw"])))
            # What cannot be put into form is saved as it came, and the check says why.
            file["raw"] = file["raw"] if isinstance(text, Diagnostic) else text

    def _publish(self, asked: dict[str, Any], entry: str) -> tuple[int, bytes]:
        """Merge a record's branch, here and in the dossier. Raises RefusedError, with all left as it was."""
        if changed := self._clone.changed_at_home():
            shown = ", ".join(changed[:3]) + (" …" if len(changed) > 3 else "")
            raise RefusedError(f"changes in the dossier are not committed yet ({shown}): commit them first")
        self._check(entry)
        before = self._clone.here.commit(entry)
        status, answer = self._ask(asked)
        if status == HTTPStatus.OK:
            self._clone.note_published(entry, before)
            try:
                self._clone.send_main()
            except CommuniqueError:
                self._clone.here.git("branch", "--force", entry, before)
                raise
        self._clone.send_entries()
        return status, answer

    def _check(self, entry: str) -> None:
        """Raises RefusedError with the errors that the dossier would have with ``entry`` in it."""
        contents = self._clone.merged(entry, "content", "briefings")
        errors = [each for each in check_contents(self._root, contents) if each.severity is Severity.ERROR]
        if errors:
            more = f"\n… and {len(errors) - _TOLD} more" if len(errors) > _TOLD else ""
            raise RefusedError("the check refuses it:\n" + "\n".join(map(str, errors[:_TOLD])) + more)

    def _ask(self, asked: dict[str, Any]) -> tuple[int, bytes]:
        return self._backend.ask(json.dumps(asked).encode())


def _entry(params: dict[str, Any]) -> str:
    return f"cms/{params['collection']}/{params['slug']}"


def _no(status: HTTPStatus, words: str) -> tuple[int, bytes]:
    return status, json.dumps({"error": words}).encode()
