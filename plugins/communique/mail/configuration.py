"""``mail.yaml``: who sends, through which server, to which lists. It names secrets and holds none."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from pydantic import Field

from communique.diagnostics import Diagnostic, blocking
from communique.errors import FindingsError, MailError, SettingsError
from communique.fields import Apparatus, Id, Model, Reads, Text, fault
from communique.history import Repository
from communique.mail.addresses import Address, AddressError, read_address
from communique.mail.credentials import Credential, from_environment, from_file
from communique.mail.deliver import Server
from communique.mail.dkim import Signer, read_signer
from communique.validation import validate
from communique.yamlfile import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from communique.diagnostics import Mark
    from communique.settings import Settings
    from communique.yamlfile import Loc

_NAMED: Final = re.compile(r"\s*(?P<name>[^<>]*?)\s*<(?P<address>[^<>]+)>\s*")
_PORTS: Final = {"starttls": 587, "implicit": 465}
_STAND_IN = "token-of-the-reader-24ch"
Count = Annotated[int, Field(ge=1)]


def _address(value: Any) -> Address:
    try:
        return read_address(str(value))
    except AddressError as error:
        raise fault("bad-value", error.what, error.hint) from error


def _domain(value: Any) -> str:
    """A domain as DNS has it."""
    return _address(f"x@{value}").domain


def _sender(value: Any) -> tuple[str, Address]:
    match = _NAMED.fullmatch(str(value))
    return (match["name"].strip('"'), _address(match["address"])) if match else ("", _address(value))


def _https(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"https://[!#-;=?-\[\]_a-z~%]{1,400}", value):
        raise fault("bad-value", f"'{value}' is no https address", "one-click needs https (RFC 8058), in ASCII letters")
    return value.rstrip("/")


def _bounces(value: Any) -> str:
    text = str(value)
    if text.count("{token}") > 1:
        raise fault("bad-value", "'{token}' stands there twice", "write bounces+{token}@example.org")
    # The domain as DNS has it. '{token}' is in no address: a stand-in as long as a token goes through the reading.
    return _address(text.replace("{token}", _STAND_IN)).wire.replace(_STAND_IN, "{token}")


def _written(pattern: str, what: str, hint: str) -> Reads:
    """A text that has to look a certain way."""

    def read(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise fault("bad-value", f"'{value}' is no {what}", hint)
        return value

    return Reads(read)


_LABEL: Final = "[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?"
Variable = Annotated[str, _written(r"[A-Za-z_][A-Za-z0-9_]*", "name of a variable", "letters, digits and '_'")]
Selector = Annotated[
    str, _written(rf"(?=.{{1,63}}$){_LABEL}(\.{_LABEL})*", "selector", "letters, digits and '-', as it stands in DNS")
]
ListId = Annotated[
    str, _written(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", "List-Id", "write a name below your domain: news.example.org")
]
AddressOf = Annotated[Address, Reads(_address)]


class ServerSettings(Model):
    """The submission server."""

    host: Apparatus[Text]
    """Its name, as its certificate has it."""

    port: Apparatus[Annotated[int, Field(ge=1, le=65535)] | None] = None
    """Its port; left out: 587, or 465 with ``security: implicit``."""

    security: Apparatus[Literal["starttls", "implicit"]] = "starttls"
    """How TLS starts. There is no third way."""

    user: Apparatus[Text | None] = None
    """Who logs in; left out: nobody does."""

    password_variable: Apparatus[Variable | None] = None
    """The environment variable that holds the password."""

    password_file: Apparatus[Text | None] = None
    """Or the file that does: outside the tree, readable by its owner only."""

    authority: Apparatus[Text | None] = None
    """A file of certificates to trust instead of the system's, for a server with one of its own."""

    timeout: Apparatus[Annotated[float, Field(gt=0)]] = 60
    """Seconds to wait for a reply."""

    patience: Apparatus[Annotated[float, Field(gt=0)]] = 600
    """Seconds to wait for the reply to a whole message."""


class ListSettings(Model):
    """A list of readers."""

    name: Apparatus[Id]
    """What a briefing's ``send_to`` and ``--list`` call it."""

    title: Apparatus[Text]
    """What readers know it as."""

    list_id: Apparatus[ListId]
    """Its List-Id (RFC 2919): a name below your domain that never changes."""

    path: Apparatus[Text]
    """The file with the readers, outside the tree."""

    per_minute: Apparatus[Count] = 60
    """How many messages a minute go out at most."""


class LeaveSettings(Model):
    """How a reader leaves."""

    mailto: Apparatus[AddressOf]
    """Where a mail that asks for it goes."""

    endpoint: Apparatus[Annotated[str, Reads(_https)] | None] = None
    """The address of the one-click endpoint (RFC 8058); it is offered only where messages are signed too."""

    inbox: Apparatus[Text | None] = None
    """The file the endpoint appends to."""


class DkimSettings(Model):
    """A key that signs."""

    domain: Apparatus[Annotated[str, Reads(_domain)]]
    """The domain that signs: that of the sender, or one above it."""

    selector: Apparatus[Selector]
    """Where the public key stands: SELECTOR._domainkey.DOMAIN."""

    key: Apparatus[Text]
    """The file with the private key, outside the tree."""


class RetrySettings(Model):
    """What is done after a temporary failure."""

    first: Apparatus[Annotated[float, Field(ge=0)]] = 60
    """Seconds until the second try; each further wait is twice as long."""

    tries: Apparatus[Count] = 6
    """After so many tries the message is refused for this edition."""


class Configuration(Model):
    """Everything ``communique mail`` has to know beside the dossier's settings."""

    sender: Apparatus[Annotated[tuple[str, Address], Reads(_sender)]]
    """Whose mail it is: ``Name <name@example.org>``."""

    reply_to: Apparatus[AddressOf | None] = None
    """Where answers go; left out: to the sender."""

    bounces: Apparatus[Annotated[str, Reads(_bounces)] | None] = None
    """The envelope's sender; ``{token}`` in it becomes each reader's token, so that every bounce names its reader."""

    ledger: Apparatus[Text]
    """The file of the ledger, outside the tree."""

    server: Apparatus[ServerSettings]
    """Where mail is handed in."""

    lists: Apparatus[Annotated[tuple[ListSettings, ...], Field(min_length=1)]]
    """The lists there are."""

    leave: Apparatus[LeaveSettings]
    """How a reader leaves."""

    dkim: Apparatus[tuple[DkimSettings, ...]] = ()
    """The keys that sign, one signature each."""

    persons: Apparatus[Literal["two", "one"]] = "two"
    """Two: a second person signs before anything is sent. One: whoever prepares may send."""

    people: Apparatus[tuple[Text, ...]] = ()
    """The persons who may prepare and approve, by the names they have in ``editors/allowed_signers``."""

    attach_up_to: Apparatus[Count] = 7_000_000
    """The largest PDF, in bytes, that comes along; a larger one is a link."""

    retry: Apparatus[RetrySettings] = RetrySettings()
    """What is done after a temporary failure."""

    retention_days: Apparatus[Count] = 730
    """After so many days ``communique mail expire`` takes addresses out of the ledger; counts stay."""


class Mailbox:
    """A configuration with what its paths and secrets lead to; ``root`` is the dossier's folder."""

    def __init__(self, root: Path, base: Path, configuration: Configuration) -> None:
        self.root = root
        self.base = base
        self.configuration = configuration

    def path(self, written: str) -> Path:
        """Where a path of the configuration leads, seen from the folder it stands in."""
        return (self.base / Path(written).expanduser()).resolve()

    @property
    def ledger(self) -> Path:
        """The file of the ledger."""
        return self.path(self.configuration.ledger)

    @property
    def inbox(self) -> Path | None:
        """The file that the one-click endpoint appends to, where there is one."""
        inbox = self.configuration.leave.inbox
        return self.path(inbox) if inbox else None

    def list(self, name: str) -> ListSettings:
        """The list of that name. Raises SettingsError where there is none."""
        for each in self.configuration.lists:
            if each.name == name:
                return each
        known = ", ".join(each.name for each in self.configuration.lists)
        raise SettingsError(f"there is no list '{name}'; mail.yaml has {known}. Name one with --list.")

    def server(self) -> Server:
        """The server, as ``deliver`` wants it."""
        given = self.configuration.server
        authority = str(self.path(given.authority)) if given.authority else None
        if authority and not Path(authority).is_file():
            raise SettingsError(f"server.authority: there is no file {authority}.")
        return Server(
            given.host,
            given.port or _PORTS[given.security],
            given.security == "implicit",
            self.configuration.sender[1].domain,
            authority,
            given.timeout,
            given.patience,
        )

    def credential(self) -> Credential | None:
        """User and password; None where nobody logs in. Raises MailError where the password cannot be had."""
        given = self.configuration.server
        if not given.user:
            return None
        if given.password_variable:
            return from_environment(given.user, given.password_variable)
        if given.password_file:
            return from_file(given.user, self.path(given.password_file))
        raise SettingsError("server.user is set: name password_variable or password_file too.")

    def signers(self) -> tuple[Signer, ...]:
        """The keys that sign. Raises MailError where one cannot be read."""
        found: list[Signer] = []
        for given in self.configuration.dkim:
            key = self.path(given.key)
            try:
                pem = key.read_bytes()
            except OSError as error:
                told = f"the DKIM key of {given.domain}, {key}, cannot be read: {error.strerror}"
                raise MailError(f"{told}; put it there, or take its row out of 'dkim'.") from None
            found.append(read_signer(given.domain, given.selector, pem))
        return tuple(found)


def read_mailbox(settings: Settings) -> Mailbox:
    """The configuration of the dossier: the setting MAIL, else ``mail.yaml`` beside ``pelicanconf.py``.

    Raises SettingsError where there is none, FindingsError with all that is wrong in it at its line.
    """
    path = settings.mail
    shown = os.path.relpath(path, settings.root)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        told = getattr(error, "strerror", None) or "it is not UTF-8"
        raise SettingsError(f"{shown}: {told}. docs/mail.md says what it holds; docs/samples/ has one.") from None
    document = parse(text, shown)
    found = None if blocking(document.findings) else validate(Configuration, document.data, document)
    if found is None:
        raise FindingsError(blocking(document.findings))
    mailbox = Mailbox(settings.root.resolve(), path.parent.resolve(), found)
    if wrong := list(_wrong(mailbox, document.mark, settings)):
        raise FindingsError(wrong)
    return mailbox


def _wrong(mailbox: Mailbox, mark: Callable[[Loc], Mark], settings: Settings) -> Iterator[Diagnostic]:
    given = mailbox.configuration
    private: list[tuple[Loc, str | None]] = [
        (("ledger",), given.ledger),
        (("server", "password_file"), given.server.password_file),
        (("leave", "inbox"), given.leave.inbox),
    ]
    private += [(("lists", number, "path"), each.path) for number, each in enumerate(given.lists)]
    private += [(("dkim", number, "key"), each.key) for number, each in enumerate(given.dkim)]
    for loc, written in private:
        if written and is_inside(mailbox.path(written), settings):
            what = f"'{written}' leads into the dossier: what is private must stand outside it"
            yield Diagnostic(mark(loc), "bad-value", what, "move it, and write ~/… or an absolute path")
    yield from _unfit(given, mark)


def _unfit(given: Configuration, mark: Callable[[Loc], Mark]) -> Iterator[Diagnostic]:
    domain = given.sender[1].domain
    for number, each in enumerate(given.dkim):
        if domain != each.domain and not domain.endswith(f".{each.domain}"):
            what = f"'{each.domain}' is not the domain of the sender, '{domain}', nor one above it"
            yield Diagnostic(mark(("dkim", number, "domain")), "bad-value", what, "receivers would not connect the two")
    for loc, needs_utf8 in (
        (("sender",), given.sender[1].needs_utf8),
        (("reply_to",), given.reply_to is not None and given.reply_to.needs_utf8),
        (("bounces",), not (given.bounces or "").isascii()),
        (("leave", "mailto"), given.leave.mailto.needs_utf8),
    ):
        if needs_utf8:
            yield Diagnostic(
                mark(loc), "bad-value", "an address of ours is ASCII before the '@'", "many servers refuse another"
            )
    if given.persons == "two" and len(set(given.people)) < 2:
        what = "two persons are to sign, and 'people' names fewer"
        yield Diagnostic(mark(("people",)), "bad-value", what, "name two, or write 'persons: one'")
    names = [each.name for each in given.lists]
    for number, name in enumerate(names):
        if name in names[:number]:
            yield Diagnostic(
                mark(("lists", number, "name")), "duplicate-row", f"there are two lists '{name}'", "rename one"
            )


def is_inside(path: Path, settings: Settings) -> bool:
    """Whether a path is one of the dossier's own tree, where git or a build may take it up."""
    repository = Repository.of(settings.root)
    trees = [settings.root, settings.output, *([repository.top] if repository else [])]
    return any(path.is_relative_to(tree.resolve()) for tree in trees)
