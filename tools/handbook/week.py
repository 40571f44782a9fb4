"""The week, day by day. Each step is done by the command an editor would type; what it prints is kept."""

from __future__ import annotations

from pathlib import Path

import yaml
from playwright.sync_api import Browser

from tests.mail.certificates import write_certificates
from tests.mail.desk import PASSWORD
from tests.mail.faulty import Faulty
from tools.handbook.drafting import drafted, looked_at
from tools.handbook.people import Week, begun
from tools.handbook.texts import ACTOR, BRIEFING, EVENT, READERS, SECOND, SOURCE, STATEMENT

RECORD = f"content/events/{EVENT}.yaml"


def week(scratch: Path, browser: Browser, *, pictures: bool = False) -> dict[str, str]:
    """Run the whole week in ``scratch``; what each step printed, by its place in the handbook."""
    made = begun(scratch)
    monday(made)
    made.day = "2031-03-11"
    drafted(made, browser, pictures=pictures)
    made.day = "2031-03-12"
    reviewed(made)
    looked_at(made, browser, {"page-event": f"events/{EVENT}"}, pictures=pictures)
    made.day = "2031-03-13"
    published(made)
    write_certificates(scratch / "tls")
    with Faulty(scratch / "tls") as server:
        configured(made, server.port)
        sent(made)
        made.day = "2031-03-14"
        found_wrong(made)
        made.day = "2031-03-15"
        superseded(made)
        made.keep("saturday-heard", _subjects(server))
    pages = {"page-corrected": f"events/{EVENT}", "page-superseded": "briefings/toll-note"}
    looked_at(made, browser, pages, pictures=pictures)
    return made.told


def monday(week: Week) -> None:
    """A statement comes in: kept, and made a source."""
    (week.scratch / "statement.html").write_text(STATEMENT, encoding="utf-8")
    week.show(
        "monday-ingest",
        "ada",
        f"communique ingest ../statement.html --id {SOURCE} --url https://lower-miravel.example.org/toll "
        "--captured 2031-03-10",
        f"cat content/sources/{SOURCE}.yaml",
    )
    path = f"content/sources/{SOURCE}.yaml"
    for old, new in (
        ("type: news", "type: release"),
        ("seen: 2031-03-10", "published: 2031-03-10\npublished_basis: shown\nissued_by: lower-miravel"),
        ("reliability: F", "reliability: A"),
        ("Not judged yet.", "The town's own words."),
        ("draft: yes\n", ""),
    ):
        week.replace(path, old, new)
    week.write("content/actors/tom-ashlar.yaml", ACTOR)
    week.run("ada", "communique format")
    week.commit("ada", "The statement of Lower Miravel of 10 March")
    week.run("ben", f"communique review --approve {SOURCE} tom-ashlar")


def reviewed(week: Week) -> None:
    """The second person reads what it means, looks the words up, and approves exactly that."""
    week.show("wednesday-published", "ada", "git log -2 --format='%an: %s'", f"cat {RECORD}", "communique check")
    week.show("wednesday-waits", "ben", "communique review")
    week.show("wednesday-meaning", "ben", "communique diff HEAD~2 HEAD", "communique quotes")
    week.commit("ada", "Verdicts")
    week.show("wednesday-withheld", "ben", "communique build")
    week.show("wednesday-approved", "ben", f"communique review --approve {EVENT}", "communique build")


def published(week: Week) -> None:
    """The briefing is written, read by two, and pinned."""
    week.write("briefings/toll-note.md", BRIEFING)
    week.run("ada", "communique number && communique format")
    week.commit("ada", "Briefing: the toll after the second round")
    week.run("ben", f"communique review --approve toll-note {EVENT}")
    week.show("thursday-publish", "ada", "communique publish toll-note --at 2031-03-13T10:00:00Z")
    week.commit("ada", "Publish The toll, edition 1")
    week.show("thursday-verify", "ben", "communique verify briefings/toll-note.a4.pdf --no-rebuild")


def configured(week: Week, port: int) -> None:
    """Who sends, through which server, to whom: the server is on this machine, the list outside the dossier."""
    password = week.scratch / "password"
    password.write_text(f"{PASSWORD}\n", encoding="utf-8")
    password.chmod(0o600)
    (week.scratch / "ferry.csv").write_text(READERS, encoding="utf-8")
    configuration = {
        "sender": "Ferry desk <briefings@desk.example.org>",
        "ledger": str(week.scratch / "ledger.db"),
        "server": {
            "host": "localhost",
            "port": port,
            "user": "desk",
            "password_file": str(password),
            "authority": str(week.scratch / "tls" / "authority.pem"),
        },
        "lists": [
            {
                "name": "ferry",
                "title": "Ferry briefings",
                "list_id": "ferry.desk.example.org",
                "path": str(week.scratch / "ferry.csv"),
                "per_minute": "6000",
            }
        ],
        "leave": {"mailto": "leave@desk.example.org"},
        "persons": "two",
        "people": ["ada@desk.example.org", "ben@desk.example.org"],
    }
    week.write("mail.yaml", yaml.safe_dump(configuration, sort_keys=False))
    week.commit("ada", "Who sends mail")


def sent(week: Week) -> None:
    """Frozen and signed by one, approved by the other, sent, and told who has it."""
    ada, ben = (f"--key ../keys/{person}" for person in ("ada", "ben"))
    week.show("thursday-prepare", "ada", f"communique mail prepare toll-note {ada}")
    week.show("thursday-approve", "ben", f"communique mail approve toll-note {ben}")
    week.show("thursday-send", "ada", "communique mail send toll-note", "communique mail status toll-note")


def found_wrong(week: Week) -> None:
    """The release says "yesterday". The check asks for a correction, and Ben reads that too."""
    week.replace(RECORD, "date: 2031-03-10", "date: 2031-03-09")
    week.show("friday-refused", "ada", "communique check", fails=True)
    row = (
        "\ncorrections:\n- date: 2031-03-14\n  what: date\n  was: 10 March 2031\n  now: 9 March 2031\n"
        '  why: The release of 10 March says "yesterday".\n'
    )
    week.write(RECORD, (week.root / RECORD).read_text(encoding="utf-8") + row)
    week.run("ada", "communique format")
    week.show("friday-corrected", "ada", "communique check", "communique diff")
    week.commit("ada", "The second round was on 9 March")
    week.show("friday-approved", "ben", f"communique review --approve {EVENT}")


def superseded(week: Week) -> None:
    """A second edition takes the place of the first, and exactly those who hold that are told."""
    week.show("saturday-new", "ada", "communique new briefing toll-note-2 --supersedes toll-note --date 2031-03-15")
    path = "briefings/toll-note-2.md"
    week.write(path, _second((week.root / path).read_text(encoding="utf-8")))
    week.run("ada", "communique format")
    week.commit("ada", "The toll, edition 2")
    week.run("ben", "communique review --approve toll-note-2")
    week.show("saturday-publish", "ada", "communique publish toll-note-2 --at 2031-03-15T10:00:00Z")
    week.commit("ada", "Publish The toll, edition 2")
    week.show("saturday-correct", "ada", "communique mail correct toll-note --key ../keys/ada")
    week.show(
        "saturday-notified",
        "ben",
        "communique mail approve toll-note --correction --key ../keys/ben",
    )
    week.show(
        "saturday-sent",
        "ada",
        "communique mail correct toll-note --key ../keys/ada",
        "communique mail status toll-note",
    )
    week.run("ben", "communique build")


def _second(text: str) -> str:
    """What Ada mends in the draft of the second edition."""
    for old, new in (
        ("as_of: 2031-03-13", "as_of: 2031-03-15"),
        ("changes: Say what was wrong in edition 1, and what is right.", SECOND),
        ("draft: yes\n", ""),
        ("met again on 10 March", "met again on 9 March"),
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def _subjects(server: Faulty) -> str:
    """To whom what was delivered, as the server heard it."""
    rows = []
    for reader, message in server.taken:
        subject = next(line for line in message.decode("utf-8", "replace").splitlines() if line.startswith("Subject:"))
        rows.append(f"{reader}: {subject.removeprefix('Subject: ')}")
    return "\n".join(sorted(rows))
