"""The few exceptions there are, each with the exit code the command ends with.

::

    CommuniqueError            1   anything this program says no to
    ├── FindingsError          1   the corpus has errors; carries them all
    ├── SettingsError          2   pelicanconf.py or the command line is wrong
    ├── SnapshotError          1   a file cannot be ingested, or the store of snapshots cannot be used
    ├── ImportFileError        1   a table cannot be read as one
    ├── LinkError              1   addresses cannot be asked: none fits, or nothing can be reached
    ├── GitError               1   git is not there, or refused
    ├── MailError              1   mail cannot be composed, approved or sent; the ledger says what was
    ├── ReviewError            1   a review cannot be told, or an approval not given
    ├── MigrationError         1   records cannot be brought into the newest version of the format, or renamed
    ├── PublishError           1   an edition cannot be published as things stand; nothing was written
    └── BuildError             3   the build could not be finished; the published tree stands
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from communique.diagnostics import Diagnostic


class CommuniqueError(Exception):
    """Base of all errors meant for a person; its text is one or more sentences saying what to do."""

    exit_code = 1


class FindingsError(CommuniqueError):
    """The corpus has findings that block. ``findings`` holds every one of them, sorted."""

    def __init__(self, findings: Sequence[Diagnostic]) -> None:
        self.findings = tuple(sorted(findings))
        super().__init__("\n".join(str(finding) for finding in self.findings))


class SettingsError(CommuniqueError):
    """A setting or an option cannot be used as it stands."""

    exit_code = 2


class SnapshotError(CommuniqueError):
    """A file cannot be ingested, or the store of snapshots cannot be used."""


class ImportFileError(CommuniqueError):
    """A file that was to be imported is no table that can be read."""


class LinkError(CommuniqueError):
    """The addresses of a dossier cannot be asked."""


class GitError(CommuniqueError):
    """Git is not there, or refused; the message says which command and why."""


class ReviewError(CommuniqueError):
    """A review state cannot be told from git, or an approval cannot be given."""


class MailError(CommuniqueError):
    """Mail cannot be composed, approved or sent as asked. What was sent before stands in the ledger."""


class MigrationError(CommuniqueError):
    """Records cannot be rewritten as asked: migrated, renamed or merged. Every file is as it was."""


class PublishError(CommuniqueError):
    """An edition cannot be published as things stand; nothing was written."""


class BuildError(CommuniqueError):
    """The build stopped; what was published before is untouched."""

    exit_code = 3
