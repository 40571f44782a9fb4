"""The desk of the week: a dossier in git, two editors with keys of their own, a store, and what is typed there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.dossiers import ROOT, small

BIN = Path(sys.executable).parent
PEOPLE = {"ada": "Ada Invented", "ben": "Ben Invented"}
_IDS = re.compile(r"\b[0-9a-f]{10,64}\b")  # one in a hundred short ones has no letter


@dataclass
class Week:
    """``told`` is what was printed, by the name of its place in the handbook."""

    scratch: Path
    day: str = "2031-03-10"
    told: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        return self.scratch / "miravel"

    def key(self, person: str) -> Path:
        return self.scratch / "keys" / person

    def environment(self, person: str) -> dict[str, str]:
        """As if ``person`` worked here on that day: git's own variables, so that the repository's settings stay."""
        config = {
            "user.name": PEOPLE[person],
            "user.email": f"{person}@desk.example.org",
            "user.signingkey": str(self.key(person).with_suffix(".pub")),
            "gpg.format": "ssh",
        }
        when = f"{self.day}T09:00:00Z"
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "COMMUNIQUE_"))}
        made = {
            **clean,
            "PATH": f"{BIN}{os.pathsep}{clean['PATH']}",
            "HOME": str(self.scratch),
            "TZ": "UTC",
            "COLUMNS": "100",
            "PYTHONUNBUFFERED": "1",  # what goes to the two outputs stands in the order it was said
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_AUTHOR_DATE": when,
            "GIT_COMMITTER_DATE": when,
            "GIT_CONFIG_COUNT": str(len(config)),
            "SOURCE_DATE_EPOCH": subprocess.run(
                ["date", "-u", "-d", when, "+%s"], capture_output=True, text=True, check=True
            ).stdout.strip(),
            "COMMUNIQUE_STORE": str(self.scratch / "store"),
        }
        for number, (name, value) in enumerate(config.items()):
            made |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
        return made

    def run(self, person: str, command: str, *, fails: bool = False) -> str:
        """What ``command`` prints. Raises AssertionError where it ends otherwise than it ``fails``."""
        done = subprocess.run(
            ["bash", "-c", f"{command} 2>&1"],
            cwd=self.root,
            env=self.environment(person),
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode != 0) == fails, f"{command}: {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout.rstrip()

    def show(self, place: str, person: str, *commands: str, fails: bool = False) -> None:
        """Run commands, and keep them with what they print for the handbook."""
        lines = [f"{person}$ {command}\n{self.run(person, command, fails=fails)}".rstrip() for command in commands]
        self.keep(place, "\n".join(lines))

    def keep(self, place: str, text: str) -> None:
        """Keep ``text``, without what no two weeks have in common."""
        text = text.replace(str(self.scratch), "~").replace(f"communique-week-{self.scratch.name}", "~")
        text = re.sub(r"\b[0-9]+(\.[0-9]+)? (s|seconds|kB|KB|MB|bytes)\b", r"… \2", text)
        text = re.sub(r"[0-9.]+ a minute", "… a minute", text)
        # How many pages a build has changes with the program, and says nothing here.
        text = re.sub(r"^[a-z]+: [0-9]+ files?\n", "", text, flags=re.MULTILINE)
        self.told[place] = "\n".join(line.rstrip() for line in _IDS.sub("‹id›", text).splitlines())

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text, (path, old)
        self.write(path, text.replace(old, new, 1))

    def commit(self, person: str, message: str) -> None:
        self.run(person, f"git add -A && git commit -qm '{message}'")


def begun(scratch: Path) -> Week:
    """The dossier of Lake Miravel as it stands on Monday morning: reviewed by two, and public since 7 March."""
    week = Week(scratch)
    small(week.root)
    shutil.copy(ROOT / ".gitignore", week.root)
    shutil.copytree(ROOT / "schema", week.root / "schema")
    (week.root / "briefings" / "ferry-note.md").unlink()
    with (week.root / "pelicanconf.py").open("a", encoding="utf-8") as conf:
        conf.write('\n# Two persons see each record before readers do.\nREVIEW = "two-person"\n')
        conf.write('PUBLIC_SINCE = "2031-03-07"\n')
    (scratch / "keys").mkdir()
    signers = ""
    for person in PEOPLE:
        key = week.key(person)
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", person, "-f", str(key)], check=True)
        kind, public, _ = key.with_suffix(".pub").read_text(encoding="utf-8").split()
        signers += f'{person}@desk.example.org namespaces="git,communique-mail" {kind} {public}\n'
    week.write("editors/allowed_signers", signers)
    week.run("ada", "git init -q -b main && communique format")
    week.commit("ada", "The dossier as it stands")
    ids = week.run("ada", "git ls-files content | grep -v dossier.yaml | xargs -n1 basename | sed 's/\\.[a-z]*$//'")
    week.run("ben", f"communique review --approve {' '.join(ids.split())}")
    return week
