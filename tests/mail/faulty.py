"""A submission server that does what a test tells it to, and writes down every octet it was sent.

``watch`` is told each step as it comes: the verb of each command, ``body``, ``taken`` and ``reply``.

A script leads from a moment (``EHLO``, ``AUTH``, ``MAIL``, ``RCPT``, ``DATA``, ``message``, ``taken``) to what is done
then, in turn for each time the moment comes; for one recipient with the address behind it: ``RCPT bob@readers.test``.
An action is a reply to give, or one of ``DROP`` (hang up), ``HANG`` (say nothing), ``GARBAGE``; ``OK`` is no fault.
``taken`` is the moment after a whole message was taken and before that is said.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

OK: Final = ""
DROP: Final = "DROP"
HANG: Final = "HANG"
GARBAGE: Final = "GARBAGE"
TLS_OFFERS: Final = ("AUTH PLAIN LOGIN", "SIZE 10000000", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES")


class _GoneError(Exception):
    """This connection is over."""


@dataclass
class Faulty:
    """The server. ``certificate`` is a .pem below the folder of certificates; ``offers`` are its extensions in TLS."""

    certificates: Path
    certificate: str = "good"
    implicit: bool = False
    starttls: bool = True
    offers: tuple[str, ...] = TLS_OFFERS
    script: dict[str, list[str]] = field(default_factory=dict)
    watch: Callable[[str], None] = lambda step: None
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    heard: list[bytes] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> Faulty:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self._open: set[_Talk] = set()
        self._stop = threading.Event()
        self._turns: defaultdict[str, int] = defaultdict(int)
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        with socket.create_connection(("127.0.0.1", self.port)):
            pass
        self._thread.join(5)
        self.listener.close()
        for each in list(self._open):
            each.close()

    @property
    def counts(self) -> Counter[str]:
        """How many messages each recipient was sent."""
        return Counter(to for to, _ in self.taken)

    @property
    def all_heard(self) -> bytes:
        """Every octet that came, commands and messages, decrypted."""
        return b"".join(self.heard)

    def _accept(self) -> None:
        while True:
            talk, _ = self.listener.accept()
            if self._stop.is_set():
                talk.close()
                return
            talk.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as real servers do
            self.connections += 1
            threading.Thread(target=self._serve, args=(talk,), daemon=True).start()

    def _serve(self, talk: socket.socket) -> None:
        said = _Talk(self, talk)
        try:
            talk.settimeout(20)
            if self.implicit:
                said.encrypt()
            said.run()
        except (_GoneError, OSError):
            pass
        finally:
            said.close()

    def _context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificates / f"{self.certificate}.pem")
        return context

    def turn(self, *moments: str) -> str:
        """What the script has for the first of ``moments`` it knows, this time."""
        with self._lock:
            for moment in moments:
                if moment in self.script:
                    turns = self.script[moment]
                    at = self._turns[moment]
                    self._turns[moment] += 1
                    return turns[at] if at < len(turns) else (turns[-1] if turns[-1:] == [HANG] else OK)
        return OK


class _Talk:
    """One connection."""

    def __init__(self, server: Faulty, talk: socket.socket) -> None:
        self.server = server
        self.talk = talk
        self.file = talk.makefile("rb")
        self.secure = server.implicit
        self.to = ""
        server._open.add(self)

    def encrypt(self) -> None:
        self.talk = self.server._context().wrap_socket(self.talk, server_side=True)
        self.file.close()
        self.file = self.talk.makefile("rb")
        self.secure = True

    def close(self) -> None:
        self.server._open.discard(self)
        self.file.close()
        self.talk.close()

    def run(self) -> None:
        self.say(self.server.turn("connect") or "220 faulty.test ESMTP")
        while line := self.line():
            verb, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            self.command(verb.upper(), rest)

    def line(self) -> bytes:
        line = self.file.readline()
        self.server.heard.append(line)
        return line

    def say(self, reply: str) -> None:
        if reply == DROP:
            raise _GoneError
        if reply == HANG:
            self.server._stop.wait(20)
            raise _GoneError
        if reply == GARBAGE:
            reply = "\x00\xff this is no reply"
        self.talk.sendall(reply.encode("latin-1") + b"\r\n")
        if reply.startswith("421"):
            raise _GoneError

    def command(self, verb: str, rest: str) -> None:
        self.server.watch(verb)
        address = rest.partition("<")[2].partition(">")[0]
        moment = self.server.turn(f"{verb} {address}", verb) if verb == "RCPT" else self.server.turn(verb)
        if moment:
            self.say(moment)
        elif verb == "EHLO":
            offers = self.server.offers if self.secure else (("STARTTLS",) if self.server.starttls else ())
            lines = ["faulty.test", *offers]
            self.say("\r\n".join(f"250{'-' if each is not lines[-1] else ' '}{each}" for each in lines))
        elif verb == "STARTTLS":
            self.say("220 go ahead")
            self.encrypt()
        elif verb == "AUTH":
            self.say("235 2.7.0 welcome")
        elif verb == "RCPT":
            self.to = address
            self.say("250 2.1.5 ok")
        elif verb == "DATA":
            self.data()
        elif verb == "QUIT":
            self.say("221 bye")
            raise _GoneError
        else:
            self.say("250 2.0.0 ok")

    def data(self) -> None:
        self.say("354 go on")
        lines: list[bytes] = []
        while (line := self.line()) != b".\r\n":
            if not line:
                raise _GoneError
            if not lines:
                self.server.watch("body")
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        moment = self.server.turn(f"message {self.to}", "message")
        if moment and not moment.startswith("2"):
            self.say(moment)
            return
        self.server.taken.append((self.to, b"".join(lines)))
        self.server.watch("taken")
        self.say(self.server.turn(f"taken {self.to}", "taken") or "250 2.0.0 taken")
        self.server.watch("reply")
