"""Two hundred kills against a real Postfix, in a sandbox of its own on a high port of the loopback.

    .venv/bin/python -m tools.postfix --readers 1000 --kills 200

Needs root and Debian's apt. Postfix is fetched as a package and unpacked into a folder, never installed; it runs in a
chroot there, has no route to anywhere (every transport but local delivery is an error), and goes with the folder.
The mailer is started, killed at a random moment, started again; at the end every reader's mailbox is counted and held
against the ledger.
"""

from __future__ import annotations

import argparse
import email
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.mail.desk import Desk, open_desk

if TYPE_CHECKING:
    from collections.abc import Iterator

DAEMONS: Final = Path("usr/lib/postfix/sbin")
PROGRAMS: Final = ("master", "smtpd", "cleanup", "qmgr", "tlsmgr", "trivial-rewrite", "bounce", "virtual", "error",
                   "proxymap", "anvil", "postlogd")  # fmt: skip
LOADED: Final = ("communique.mail.office", "communique.mail.published", "communique.mail.correcting")
POSTFIX, READER = 65101, 65102
QUEUES: Final = ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming", "pid", "private",
                 "saved", "trace")  # fmt: skip
MAIN: Final = """\
compatibility_level = 3.6
queue_directory = /var/spool/postfix
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
data_directory = /var/lib/postfix
shlib_directory = /usr/lib/postfix
mail_owner = postfix
setgid_group = postdrop
maillog_file = /var/log/postfix.log
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = localhost
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
local_recipient_maps =
local_transport = error:nothing local here
relay_transport = error:nothing leaves this machine
default_transport = error:nothing leaves this machine
relayhost =
smtpd_relay_restrictions = reject_unauth_destination
virtual_mailbox_domains = readers.test
virtual_mailbox_maps = regexp:/etc/postfix/mailboxes
virtual_mailbox_base = /var/mail
virtual_uid_maps = static:{reader}
virtual_gid_maps = static:{reader}
smtpd_tls_security_level = encrypt
smtpd_tls_chain_files = /etc/postfix/good.pem
smtpd_peername_lookup = no
smtputf8_enable = yes
"""
MASTER: Final = """\
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


def unpack(into: Path) -> None:
    """Fetch Debian's package and lay out a chroot in ``into``: its programs, and the system's libraries they load."""
    fetched = into / "package"
    fetched.mkdir()
    fetched.chmod(0o777)
    subprocess.run(["apt-get", "download", "-qq", "postfix"], cwd=fetched, check=True, stderr=subprocess.DEVNULL)
    root = into / "root"
    subprocess.run(["dpkg", "-x", *map(str, fetched.glob("*.deb")), str(root)], check=True)
    for name in PROGRAMS:
        copy_libraries(root, root / DAEMONS / name)


def copy_libraries(root: Path, program: Path) -> None:
    environment = {**os.environ, "LD_LIBRARY_PATH": str(root / "usr/lib/postfix")}
    told = subprocess.run(["ldd", program], capture_output=True, text=True, check=True, env=environment).stdout
    missing = re.findall(r"(\S+) => not found", told)
    if missing:
        raise SystemExit(f"Postfix needs {', '.join(missing)}: apt-get install the libraries it depends on")
    for found in re.findall(r"(?:=> )?(/\S+) \(0x", told):
        target = root / found.lstrip("/")
        if not target.exists() and not found.startswith(str(root)):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(found, target)


def furnish(root: Path, certificate: Path, port: int) -> None:
    """Write the configuration, the users and the folders that Postfix wants."""
    etc = root / "etc"
    for name, text in {
        "passwd": f"root:x:0:0::/:/none\npostfix:x:{POSTFIX}:{POSTFIX}::/:/none\nreader:x:{READER}:{READER}::/:/none\n"
        "nobody:x:65534:65534::/:/none\n",
        "group": f"root:x:0:\npostfix:x:{POSTFIX}:\npostdrop:x:{POSTFIX + 9}:\nreader:x:{READER}:\nnogroup:x:65534:\n",
        "hosts": "127.0.0.1 localhost\n",
        "postfix/main.cf": MAIN.format(reader=READER),
        "postfix/master.cf": MASTER.format(port=port),
        "postfix/mailboxes": "/^reader[0-9]+@readers\\.test$/ inbox/\n",
    }.items():
        (etc / name).write_text(text)
    shutil.copy(certificate, etc / "postfix/good.pem")
    spool = root / "var/spool/postfix"
    for name in (*QUEUES, "maildrop", "public"):
        (spool / name).mkdir(parents=True, exist_ok=True)
        os.chown(spool / name, 0 if name == "pid" else POSTFIX, POSTFIX + 9 if name in ("maildrop", "public") else 0)
    for name, owner in (("var/lib/postfix", POSTFIX), ("var/mail", READER), ("var/log", 0), ("dev", 0), ("tmp", 0)):
        (root / name).mkdir(parents=True, exist_ok=True)
        os.chown(root / name, owner, owner)
    for name, minor in (("null", 3), ("zero", 5), ("random", 8), ("urandom", 9)):
        os.mknod(root / "dev" / name, 0o666 | 0o020000, os.makedev(1, minor))
        (root / "dev" / name).chmod(0o666)


@contextmanager
def postfix(folder: Path, certificate: Path, port: int) -> Iterator[Path]:
    """A running Postfix; gives the folder of its one mailbox."""
    unpack(folder)
    root = folder / "root"
    furnish(root, certificate, port)
    command = ["chroot", str(root), f"/{DAEMONS}/master", "-c", "/etc/postfix", "-d"]
    master = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        for _ in range(200):
            time.sleep(0.1)
            with socket.socket() as talk:
                if talk.connect_ex(("127.0.0.1", port)) == 0:
                    break
        else:
            raise SystemExit(f"Postfix did not start:\n{(root / 'var/log/postfix.log').read_text()}")
        yield root / "var/mail/inbox/new"
        wait_for_quiet(root / "var/spool/postfix")
    finally:
        os.killpg(master.pid, signal.SIGTERM)
        master.wait(20)


def wait_for_quiet(spool: Path) -> None:
    """Return when Postfix has delivered all that it took."""
    quiet = 0
    for _ in range(600):
        waiting = [each for name in ("incoming", "active", "deferred") for each in (spool / name).rglob("*")]
        quiet = quiet + 1 if not any(each.is_file() for each in waiting) else 0
        if quiet > 10:
            return
        time.sleep(0.1)
    raise SystemExit("Postfix still has mail in its queue")


def start_mailer(desk: Desk) -> int:
    """Fork a mailer, so that two hundred of them need not import the program each; gives its process id."""
    pid = os.fork()
    if pid == 0:
        code = 3
        try:
            with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
                code = desk("send", "ferry-note")
        finally:
            os._exit(code)
    return pid


def sent(ledger: Path) -> int:
    base = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True, timeout=30)
    try:
        return int(base.execute("SELECT count(*) FROM deliveries WHERE state = 'sent'").fetchone()[0])
    finally:
        base.close()


def killed_run(desk: Desk, chance: random.Random, most: int) -> bool:
    """Start a mailer and kill it a random while after it has sent some more; whether it lived so long."""
    ledger = desk.outside / "ledger.db"
    wanted = sent(ledger) + chance.randint(0, most)
    pid = start_mailer(desk)
    while sent(ledger) < wanted:
        if os.waitpid(pid, os.WNOHANG)[0]:
            return False
        time.sleep(0.005)
    time.sleep(chance.random() * 0.03)
    os.kill(pid, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def run(desk: Desk, kills: int, readers: int, seed: int) -> int:
    """Kill and start again, then let it end; how many kills there were."""
    chance = random.Random(seed)
    killed = 0
    for number in range(kills):
        killed += killed_run(
            desk, chance, max(1, 2 * (readers - sent(desk.outside / "ledger.db")) // (kills - number) - 1)
        )
        if number % 20 == 19:
            print(f"{number + 1} starts, {killed} kills, {sent(desk.outside / 'ledger.db')} sent", flush=True)
    os.waitpid(start_mailer(desk), 0)
    return killed


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=random.randrange(2**32))
    options = parser.parse_args()
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        print("NOT RUN: needs root and Debian's apt, to unpack Postfix into a sandbox")
        return 2
    for name in LOADED:
        import_module(name)  # before the first fork
    with tempfile.TemporaryDirectory(prefix="communique-postfix-") as scratch, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        Path(scratch).chmod(0o755)
        desk = open_desk(Path(scratch))
        desk.readers(*(f"reader{number}@readers.test" for number in range(options.readers)))
        desk.port = port
        del desk.configuration["server"]["user"], desk.configuration["server"]["password_file"]
        desk.configure(persons="one", people=[])
        with postfix(Path(scratch), desk.outside / "tls" / "good.pem", port) as inbox:
            if desk("prepare", "ferry-note") != 0:
                return 1
            killed = run(desk, options.kills, options.readers, options.seed)
        return told(desk, inbox, killed, options.seed)


def told(desk: Desk, inbox: Path, killed: int, seed: int) -> int:
    """Hold the mailbox against the ledger, and say how it went; 0 where it went as it must."""
    got: Counter[str] = Counter()
    for path in inbox.iterdir():
        got[str(email.message_from_bytes(path.read_bytes())["To"])] += 1
    states = desk.states()
    unknown = [reader for reader, state in states.items() if state == "unknown"]
    doubled = sum(count > 1 for count in got.values())
    lost = sum(state == "sent" and not got[reader] for reader, state in states.items())
    undone = sum(state not in ("sent", "unknown") for state in states.values())
    arrived = sum(bool(got[reader]) for reader in unknown)
    print(
        f"seed {seed}: {len(states)} readers, {killed} kills: {doubled} doubled, {lost} lost, {undone} undone, "
        f"{len(unknown)} unknown ({arrived} of them had arrived), {got.total()} in the mailbox"
    )
    return int(bool(doubled or lost or undone or len(unknown) > killed))


if __name__ == "__main__":
    sys.exit(main())
