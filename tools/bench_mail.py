"""Messages a second, against plain smtplib over the same kind of connection to the same server.

    make bench-mail ARGS="--readers 500 --runs 5"

Ours composes each message and puts it down twice, one time synced; plain smtplib sends one message, made once, to each
reader. As it comes it waits for the network at the end of each message (Nagle's algorithm); the third column is smtplib
with that switched off, as we have it. They take turns; the medians of the ratios are told.
"""

from __future__ import annotations

import argparse
import smtplib
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.mail.desk import Desk, open_desk, publish  # noqa: E402
from tests.mail.faulty import TLS_OFFERS, Faulty  # noqa: E402


def plain(desk: Desk, message: bytes, readers: int, *, nodelay: bool = False) -> float:
    """Seconds that plain smtplib takes; with ``nodelay`` its last octets do not wait for an acknowledgement."""
    started = time.perf_counter()
    context = ssl.create_default_context(cafile=str(desk.outside / "tls" / "authority.pem"))
    with smtplib.SMTP("localhost", desk.port) as smtp:
        if nodelay:
            assert smtp.sock is not None
            smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        smtp.starttls(context=context)
        smtp.login("desk", (desk.outside / "password").read_text().strip())
        for number in range(readers):
            smtp.sendmail("briefings@desk.test", [f"reader{number}@readers.test"], message)
    return time.perf_counter() - started


def ours(desk: Desk, number: int) -> float:
    """Seconds that our send takes for an edition nobody has yet, without starting Python."""
    publish(desk.root, number=number)
    if desk("prepare", "ferry-note") != 0:
        raise SystemExit("the edition could not be prepared")
    started = time.perf_counter()
    if desk("send", "ferry-note") != 0:
        raise SystemExit("the edition could not be sent")
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=300)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--dkim", action="store_true", help="sign each message with RSA")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="communique-bench-") as folder:
        desk = open_desk(Path(folder))
        desk.readers(*(f"reader{number}@readers.test" for number in range(options.readers)))
        key = desk.outside / "dkim.pem"
        subprocess.run(["openssl", "genrsa", "-out", str(key), "2048"], check=True, capture_output=True)
        dkim = [{"domain": "desk.test", "selector": "bench", "key": str(key)}] if options.dkim else []
        ratios, others = [], []
        for run in range(1, options.runs + 1):
            with Faulty(desk.outside / "tls", offers=(*TLS_OFFERS, "PIPELINING")) as server:
                desk.port = server.port
                desk.configure(persons="one", people=[], dkim=dkim)
                seconds = ours(desk, run)
                message = server.taken[0][1]
                theirs = plain(desk, message, options.readers)
                tuned = plain(desk, message, options.readers, nodelay=True)
            ratios.append(theirs / seconds)
            others.append(tuned / seconds)
            rates = [f"{options.readers / each:,.0f}/s" for each in (seconds, theirs, tuned)]
            print(f"run {run}: ours {rates[0]}, smtplib {rates[1]}, without Nagle's wait {rates[2]}", flush=True)
        print(
            f"ours sends {statistics.median(ratios):.2f} times as fast as plain smtplib, and "
            f"{statistics.median(others):.2f} times as fast as smtplib without Nagle's wait (median of {options.runs})"
        )


if __name__ == "__main__":
    main()
