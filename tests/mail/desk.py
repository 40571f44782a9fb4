"""A dossier with a published edition, two editors with keys, and a list, for tests to send mail from."""

from __future__ import annotations

import atexit
import hashlib
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp
from typing import Any

import yaml

from communique.cli import main
from communique.editions import Pin, lock_text
from communique.instant import build_instant
from communique.kinds import Briefing
from communique.mail.ledger import Ledger, open_ledger
from communique.press.build import load_selection
from communique.press.letters import letter
from communique.settings import read_settings
from communique.views.sheet import Site
from tests.dossiers import SITES, small
from tests.mail.certificates import write_certificates
from tests.mail.faulty import Faulty

PASSWORD = "correct-horse-battery-9"
PEOPLE = ("ada@desk.test", "ben@desk.test")
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 40 + b"\n%%EOF\n"


@cache
def _letter() -> tuple[str, str]:
    root = SITES / "small"
    settings = read_settings(root)
    selection, _ = load_selection(settings, build_instant(settings))
    made = letter(Site(selection.corpus, settings.site_url), selection.corpus.get(Briefing, "ferry-note"), root)
    return made.html, made.text


def publish(root: Path, id_: str = "ferry-note", number: int = 1, **more: Any) -> None:
    """Put a lock and its files into ``briefings/``, as ``communique publish`` does."""
    html, text = _letter()
    kept = {
        "a4": (".a4.pdf", PDF + str(number).encode()),
        "letter": (".letter.pdf", PDF + b"letter"),
        "mail-html": (".mail.html", html.encode()),
        "mail-text": (".mail.txt", text.encode()),
    }
    forms = more.pop("forms", tuple(kept))
    marking = more.pop("marking", "TLP:CLEAR")
    word = marking.lower().replace(":", "-").replace("+", "-")
    files = []
    for form, (suffix, content) in kept.items():
        if form not in forms:
            continue
        (root / "briefings" / f"{id_}{suffix}").write_bytes(content)
        row: dict[str, Any] = {"form": form, "sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        if form in ("a4", "letter"):
            signature = b"signature of " + form.encode()
            (root / "briefings" / f"{id_}{suffix}.p7s").write_bytes(signature)
            size = "" if form == "a4" else "-letter"
            row["signature"] = hashlib.sha256(signature).hexdigest()
            row["name"] = f"miravel-{id_}-{number}-2031-03-07-{word}{size}.pdf"
        files.append(row)
    digest = hashlib.sha256(id_.encode()).hexdigest()
    pin = Pin.model_validate(
        {
            "edition": id_, "number": str(number), "title": "The ferry, in one page", "type": "note",
            "dossier": "miravel", "date": "2031-03-07", "marking": marking, "language": "en",
            "instant": "2031-03-07T08:00:00Z", "commit": "a" * 40, "content": digest, "source": digest,
            "environment": {"python": "3"}, "files": files, **more,
        }
    )  # fmt: skip
    (root / "briefings" / f"{id_}.lock").write_text(lock_text(pin), encoding="utf-8")


@dataclass
class Desk:
    """``root`` is the dossier; ``outside`` the folder with everything private."""

    root: Path
    outside: Path
    port: int = 1
    configuration: dict[str, Any] = field(default_factory=dict)
    server: Faulty = field(init=False)

    def configure(self, **changes: Any) -> None:
        """Write ``mail.yaml`` with these values changed; ``server__host`` and the like reach into a map."""
        for name, value in changes.items():
            holder = self.configuration
            *way, last = name.split("__")
            for step in way:
                holder = holder[step]
            holder[last] = value
        self.configuration["server"]["port"] = self.port
        text = yaml.safe_dump(self.configuration, sort_keys=False, default_flow_style=False)
        (self.root / "mail.yaml").write_text(text, encoding="utf-8")

    def readers(self, *rows: str, head: str = "address,name,language,pdf,paper,level,suppressed") -> None:
        """Write the list, a line a reader."""
        (self.outside / "ferry.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")

    def __call__(self, *arguments: str) -> int:
        """Run ``communique mail`` with these arguments."""
        return main(["-C", str(self.root), "mail", *arguments])

    def ledger(self) -> Ledger:
        """The ledger, opened."""
        return open_ledger(self.outside / "ledger.db")

    def states(self, edition: str = "ferry-note/1", kind: str = "edition") -> dict[str, str]:
        """How each reader stands."""
        with self.ledger() as ledger:
            return {each.address: each.state.value for each in ledger.deliveries(edition=edition, kind=kind)}

    def key(self, person: str) -> str:
        """The file with a person's key."""
        return str(keys() / person)

    def sign_off(self, *more: str) -> None:
        """Prepare as one person and approve as the other."""
        assert self("prepare", "ferry-note", "--as", PEOPLE[0], "--key", self.key(PEOPLE[0]), *more) == 0
        assert self("approve", "ferry-note", "--as", PEOPLE[1], "--key", self.key(PEOPLE[1]), *more) == 0


def _scratch() -> Path:
    """A folder that goes when the tests end."""
    folder = Path(mkdtemp(prefix="communique-tests-"))
    atexit.register(rmtree, folder, ignore_errors=True)
    return folder


@cache
def keys() -> Path:
    """A folder with an ssh key for each person, and one for somebody else."""
    folder = _scratch()
    for person in (*PEOPLE, "eve@elsewhere.test"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", person, "-f", str(folder / person)]
        subprocess.run(command, check=True)
    return folder


def git(root: Path, *arguments: str) -> None:
    """Run git in the dossier, as nobody in particular."""
    who = {f"GIT_{role}_{what}": value for role in ("AUTHOR", "COMMITTER") for what, value in
           (("NAME", "Ada Invented"), ("EMAIL", "ada@desk.test"))}  # fmt: skip
    subprocess.run(["git", "-C", str(root), *arguments], check=True, env={**os.environ, **who}, capture_output=True)


@cache
def _made() -> Path:
    """Dossier in git with a published edition, certificates and password: made once, and copied for each desk."""
    folder = _scratch()
    root, outside = small(folder / "dossier"), folder / "outside"
    outside.mkdir()
    write_certificates(outside / "tls")
    publish(root)
    (root / "editors").mkdir()
    lines = [f'{person} namespaces="git,communique-mail" {(keys() / f"{person}.pub").read_text().rpartition(" ")[0]}'
             for person in PEOPLE]  # fmt: skip
    (root / "editors" / "allowed_signers").write_text("\n".join(lines) + "\n", encoding="utf-8")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "Start")
    password = outside / "password"
    password.write_text(PASSWORD + "\n", encoding="utf-8")
    password.chmod(0o600)
    return folder


def open_desk(folder: Path) -> Desk:
    """A desk in ``folder``: dossier in git, published edition, certificates, configuration, a list of three."""
    root, outside = folder / "dossier", folder / "outside"
    for each in (root, outside):
        copytree(_made() / each.name, each, symlinks=True)
    password = outside / "password"
    desk = Desk(root, outside)
    desk.configuration = {
        "sender": "Ferry desk <briefings@desk.test>",
        "ledger": str(outside / "ledger.db"),
        "server": {
            "host": "localhost", "port": 1, "user": "desk", "password_file": str(password),
            "authority": str(outside / "tls" / "authority.pem"), "timeout": "5", "patience": "5",
        },
        "lists": [
            {"name": "ferry", "title": "Ferry briefings", "list_id": "ferry.desk.test",
             "path": str(outside / "ferry.csv"), "per_minute": "600000"},
        ],
        "leave": {"mailto": "leave@desk.test", "inbox": str(outside / "leave-inbox")},
        "persons": "two",
        "people": list(PEOPLE),
        "retry": {"first": "0.01", "tries": "3"},
    }  # fmt: skip
    desk.readers("ann@readers.test,Ann Reader", "bob@readers.test,,,link,letter", "cho@readers.test")
    desk.configure()
    return desk


@contextmanager
def served_desk(folder: Path, **configuration: Any) -> Iterator[Desk]:
    """A desk with a server that it sends to, and mail.yaml with these values changed."""
    made = open_desk(folder)
    with Faulty(made.outside / "tls") as made.server:
        made.port = made.server.port
        made.configure(**configuration)
        yield made
