"""A dossier in a git repository of its own, with invented editors who have keys of their own."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.dossiers import small


@dataclass(frozen=True)
class Editor:
    name: str
    email: str
    key: Path

    @property
    def environment(self) -> dict[str, str]:
        who: dict[str, str] = {}
        for role in ("AUTHOR", "COMMITTER"):
            who |= {f"GIT_{role}_NAME": self.name, f"GIT_{role}_EMAIL": self.email}
        return who


@dataclass(frozen=True)
class Desk:
    """``root`` is the dossier's folder; Ada and Ben may approve, Cleo has no key there."""

    root: Path
    ada: Editor
    ben: Editor
    cleo: Editor

    def git(self, *arguments: str, by: Editor | None = None, given: str | None = None) -> str:
        person = by or self.ada
        settings = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={person.key}", "-c", "commit.gpgsign=false")
        clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        done = subprocess.run(
            ("git", *settings, *arguments),
            cwd=self.root,
            env={**clean, "GIT_CONFIG_GLOBAL": "/dev/null", **person.environment},
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def write(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")

    def commit(self, message: str, by: Editor | None = None, *options: str) -> str:
        self.git("add", "-A", by=by)
        self.git("commit", "-q", "-m", message, *options, by=by)
        return self.git("rev-parse", "HEAD")

    def content(self, path: str, revision: str = "HEAD") -> str:
        return self.git("rev-parse", f"{revision}:{path}")

    def approves(self, *paths: str, by: Editor, signed: bool = True) -> str:
        lines = "\n".join(f"Approves: {path} {self.content(path)}" for path in paths)
        self.git("commit", "-q", "--allow-empty", *(["-S"] if signed else []), "-m", f"Approve\n\n{lines}", by=by)
        return self.git("rev-parse", "HEAD")


def desk(folder: Path) -> Desk:
    """The smallest dossier, committed by Ada; two-person review is for the test to switch on."""
    root = small(folder / "dossier")
    editors = [
        Editor(name, f"{name.split()[0].lower()}@example.org", _key(folder, name.split()[0].lower()))
        for name in ("Ada Invented", "Ben Invented", "Cleo Invented")
    ]
    made = Desk(root, *editors)
    made.git("init", "-q", "-b", "main")
    made.git("config", "user.name", "Nobody")
    made.git("config", "user.email", "nobody@example.org")
    signers = root / "editors" / "allowed_signers"
    signers.parent.mkdir()
    lines = [f'{each.email} namespaces="git" {_public(each)}\n' for each in editors[:2]]
    signers.write_text("".join(lines), encoding="utf-8")
    made.commit("The dossier as it is")
    return made


def _key(folder: Path, name: str) -> Path:
    path = folder / f"key-{name}"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)], check=True)
    return path


def _public(editor: Editor) -> str:
    kind, key, _ = editor.key.with_suffix(".pub").read_text(encoding="utf-8").split()
    return f"{kind} {key}"
