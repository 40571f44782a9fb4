"""Everything that can go wrong between us and a server: what is done to us, and how the readers stand afterwards.

docs/mail-faults.md is written from this table and from what really happened (``make golden``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from tests.mail.faulty import DROP, GARBAGE, HANG, OK, TLS_OFFERS

BOB: Final = "bob@readers.test"
SENT: Final = ("sent", "sent", "sent", "sent")
PIPELINED: Final = (*TLS_OFFERS, "PIPELINING")
NOTHING: Final = ("queued", "queued", "queued", "queued")


@dataclass(frozen=True)
class Fault:
    """``server`` and ``script`` are the server's; ``configure`` changes mail.yaml; ``states`` are those of the readers.

    ``code`` is the exit code; ``said`` must be told to whoever sends; ``quiet``: no octet of AUTH may have been heard.
    """

    title: str
    states: tuple[str, ...]
    said: str = ""
    code: int = 0
    script: dict[str, list[str]] = field(default_factory=dict)
    server: dict[str, Any] = field(default_factory=dict)
    configure: dict[str, Any] = field(default_factory=dict)
    suppressed: int = 0
    taken: int | None = None
    quiet: bool = False
    address: str = BOB
    readers: tuple[str, ...] = ()


def _tls(title: str, said: str, **more: Any) -> Fault:
    return Fault(title, NOTHING, said, 1, taken=0, quiet=True, **more)


def _bob(title: str, state: str, said: str = "", **more: Any) -> Fault:
    return Fault(title, ("sent", state, "sent", "sent"), said, **more)


FAULTS: Final = (
    _tls("STARTTLS is taken out on the way", "offers no STARTTLS", server={"starttls": False}),
    _tls("A self-signed certificate", "certificate is not to be trusted", server={"certificate": "self-signed"}),
    _tls("An expired certificate", "certificate has expired", server={"certificate": "expired"}),
    _tls("A certificate for another host", "Hostname mismatch", server={"certificate": "wrong-host"}),
    _tls("A self-signed certificate, implicit TLS", "certificate is not to be trusted",
         server={"certificate": "self-signed", "implicit": True}, configure={"server__security": "implicit"}),
    _tls("STARTTLS is refused for now", "454", script={"STARTTLS": ["454 4.7.0 not now"] * 9}),
    _tls("Nobody listens on the port", "connection refused", configure={"port": 1}),
    Fault("Implicit TLS, and no fault", SENT, server={"implicit": True}, configure={"server__security": "implicit"}),
    Fault("The password is wrong, and the server repeats it", NOTHING, "does not take user name and password", 1,
          script={"AUTH": ["535 5.7.8 no: correct-horse-battery-9"] * 9}, taken=0),
    Fault("The server cannot check passwords for now", SENT, script={"AUTH": ["454 4.7.0 later"]}),
    Fault("Nobody can log in at all", NOTHING, "no way to log in", 1, server={"offers": ("SIZE 10000000",)}, taken=0),
    Fault("It offers only ways to log in that we do not know", NOTHING, "no way to log in that we know", 1, taken=0,
          server={"offers": ("AUTH XOAUTH2 GSSAPI", "SIZE 10000000")}, quiet=True),
    Fault("PLAIN is turned away, LOGIN is taken", SENT, script={"AUTH": ["504 5.5.4 not that way"]}),
    Fault("A greeting of 421, once", SENT, script={"connect": ["421 4.3.2 too busy"]}),
    Fault("A greeting of 421, always", NOTHING, "the connection broke 5 times running", 1,
          script={"connect": ["421 4.3.2 too busy"] * 9}, taken=0),
    _bob("4xx for one recipient, once", "sent", script={f"RCPT {BOB}": ["451 4.7.1 greylisted"]}),
    _bob("4xx for one recipient, always", "refused", "given up after 3 tries",
         script={f"RCPT {BOB}": ["451 4.2.1 come back later"] * 9}),
    _bob("4xx after the whole message, once", "sent", script={f"message {BOB}": ["452 4.3.1 no room"]}),
    _bob("5.1.1 for one recipient", "refused", script={f"RCPT {BOB}": ["550 5.1.1 no such user"]}, suppressed=1),
    _bob("5.2.1 for one recipient", "refused", script={f"RCPT {BOB}": ["550 5.2.1 disabled"]}, suppressed=1),
    _bob("5.1.1 after the whole message", "refused",
         script={f"message {BOB}": ["550 5.1.1 no such user"]}, suppressed=1),
    _bob("5.1.8, which is about the sender", "refused", script={f"RCPT {BOB}": ["550 5.1.8 your domain?"]}),
    _bob("5.7.1 for one recipient", "refused", script={f"RCPT {BOB}": ["550 5.7.1 policy"]}),
    _bob("552, too large, after the whole message", "refused", script={f"message {BOB}": ["552 5.3.4 too big"]}),
    Fault("5.7.1 for everybody", ("refused", "refused", "refused", "queued"), "same refusal 3 times running", 1,
          script={"message": ["554 5.7.1 policy"] * 9}, taken=0),
    Fault("The server's SIZE is smaller than the message", ("refused", "refused", "refused", "queued"),
          "same refusal 3 times running", 1,
          server={"offers": ("AUTH PLAIN", "SIZE 5000")}, taken=0),
    _bob("A local part that needs SMTPUTF8, not offered", "refused", server={"offers": TLS_OFFERS[:3]},
         address="bőb@readers.test"),
    Fault("Three such readers running, not offered", ("refused", "refused", "refused", "sent"),
          server={"offers": TLS_OFFERS[:3]},
          readers=("aňn@readers.test", "bőb@readers.test", "čho@readers.test", "dee@readers.test")),
    Fault("The same, offered", SENT, address="bőb@readers.test"),
    Fault("Ten addresses running are not there", ("refused",) * 10 + ("queued",), "10 addresses running", 1,
          readers=tuple(f"r{number}@readers.test" for number in range(11)),
          script={"RCPT": ["550 5.1.1 no such user"] * 99}, suppressed=10),
    Fault("421 to MAIL, always", ("retry",) * 4, "the connection broke 5 times running", 1,
          script={"MAIL": ["421 4.3.2 going down"] * 9}, taken=0),
    _bob("5.1.1 for one recipient, commands in one go", "refused", script={f"RCPT {BOB}": ["550 5.1.1 no such user"]},
         server={"offers": PIPELINED}, suppressed=1),
    _bob("The same, and DATA is turned away too", "refused", server={"offers": PIPELINED}, suppressed=1,
         script={f"RCPT {BOB}": ["550 5.1.1 no such user"], "DATA": [OK, "554 5.5.1 no valid recipients"]}),
    Fault("421 to MAIL, once, commands in one go", SENT, script={"MAIL": [OK, "421 4.3.2 going down"]},
          server={"offers": PIPELINED}),
    Fault("421 to MAIL, once", SENT, script={"MAIL": [OK, "421 4.3.2 shutting down"]}),
    _bob("The connection is dropped at RCPT, once", "sent", script={f"RCPT {BOB}": [DROP]}),
    _bob("One recipient who always drops the connection", "refused", script={f"RCPT {BOB}": [DROP] * 9}),
    Fault("The connection is dropped at DATA, once", SENT, script={"DATA": [OK, DROP]}),
    _bob("A reply that is none, at RCPT", "sent", script={f"RCPT {BOB}": [GARBAGE]}),
    _bob("No reply at RCPT", "sent", script={f"RCPT {BOB}": [HANG, OK]}, configure={"server__timeout": "0.3"}),
    _bob("The message is taken, and the connection dropped", "unknown",
         "mail settle ferry-note/1 bob@readers.test --sent", code=1, script={f"taken {BOB}": [DROP]}, taken=4),
    _bob("The message is taken, and no reply comes", "unknown", "--again", code=1, script={f"taken {BOB}": [HANG]},
         configure={"server__patience": "0.3"}, taken=4),
    _bob("The message is taken, and the reply is none", "unknown", "--again", code=1,
         script={f"taken {BOB}": [GARBAGE]}, taken=4),
)  # fmt: skip
