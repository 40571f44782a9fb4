"""``communique links`` against real servers on this machine: every way in which an address can fail to answer."""

from __future__ import annotations

import itertools
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from communique.cli import main
from tests.dossiers import small

SOURCE = """title: A page
publisher: {id}
type: news
url: {url}
{archived}language: en
published: 2031-03-06
published_basis: shown
reliability: C
reliability_reason: Made up for a test.
copy: whole
"""


class Wire:
    """A web server whose pages misbehave as their paths say, and what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, float]] = []
        self.under_way = 0
        self.most = 0
        self.agents: set[str] = set()

    def count(self, path: str) -> int:
        return sum(asked == path for _, asked, _ in self.asked)


class Handler(BaseHTTPRequestHandler):
    wire: Wire

    def do_HEAD(self) -> None:
        self._do()

    def do_GET(self) -> None:
        self._do()

    def log_message(self, *_: Any) -> None:
        pass

    def _do(self) -> None:
        wire = self.wire
        wire.asked.append((self.command, self.path, time.monotonic()))
        wire.agents.add(self.headers["User-Agent"])
        wire.under_way += 1
        wire.most = max(wire.most, wire.under_way)
        try:
            self._answer(self.path.strip("/"))
        finally:
            wire.under_way -= 1

    def _answer(self, name: str) -> None:
        word, _, rest = name.partition("-")
        if word.isdecimal():
            self._send(int(word), Location=f"/{rest}" if rest else "")
        elif word == "away":
            self._send(302, Location=f"http://{rest}/")
        elif word == "gethead":
            self._send(405 if self.command == "HEAD" else 200)
        elif word == "onlyget":
            self._send(404 if self.command == "HEAD" else 200)
        elif word == "wakes":
            self._send(200 if self.wire.count(self.path) > 2 else 503)
        elif word == "wait":
            self._send(429, **{"Retry-After": rest})
        elif word == "slow":
            time.sleep(0.6)
            self._send(200)
        elif word == "drips":
            self._drip()
        elif word == "junk":
            self.wfile.write(b"this is no HTTP\r\n\r\n")
        elif word == "hangup":
            self.connection.shutdown(socket.SHUT_RDWR)
        elif word == "endless":
            self._send(200)
            with self.quiet():
                while True:
                    self.wfile.write(b"x" * 65536)
        else:
            self._send(200)

    def _drip(self) -> None:
        with self.quiet():
            for letter in "HTTP/1.1 200 OK and so on, a letter at a time, so that something always comes":
                self.wfile.write(letter.encode())
                self.wfile.flush()
                time.sleep(0.1)

    @contextmanager
    def quiet(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            self.close_connection = True

    def _send(self, status: int, **headers: str) -> None:
        with self.quiet():
            self.send_response(status)
            for name, value in headers.items():
                if value:
                    self.send_header(name, value)
            self.end_headers()


@contextmanager
def served(context: ssl.SSLContext | None = None) -> Iterator[tuple[str, Wire]]:
    wire = Wire()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"wire": wire}))
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    server.daemon_threads = True
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}", wire
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[str, Wire]]:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    with served() as found:
        yield found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = small(tmp_path / "dossier")
    for each in (made / "content/sources").glob("*.yaml"):
        text = "".join(row for row in each.read_text("utf-8").splitlines(True) if not row.startswith("url:"))
        each.write_text(text, encoding="utf-8")
    return made


def cites(root: Path, **urls: str) -> None:
    """Sources with these addresses; ``x_archived`` is the archive's address of ``x``."""
    for name, url in urls.items():
        if not name.endswith("_archived"):
            archived = f"archived: {urls[f'{name}_archived']}\n" if f"{name}_archived" in urls else ""
            text = SOURCE.format(id=name, url=url, archived=archived)
            (root / f"content/sources/{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")


Run = Callable[..., tuple[int, dict[str, dict[str, Any]]]]


@pytest.fixture
def links(root: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*options: str, timeout: str = "20") -> tuple[int, dict[str, dict[str, Any]]]:
        capsys.readouterr()
        quick = ("--private", "--pause", "0", "--timeout", timeout, "--format", "json")
        code = main(["-C", str(root), "links", *quick, *options])
        out = capsys.readouterr().out
        rows = json.loads(out)["addresses"] if out else []
        return code, {f"{row['record']}/{row['sort']}": row for row in rows}

    return run


def test_an_address_is_dead_only_where_nothing_else_can_be_meant(
    wire: tuple[str, Wire], root: Path, links: Run
) -> None:
    base, _ = wire
    cites(root, fine=f"{base}/fine", missing=f"{base}/404", gone=f"{base}/410", refused=f"{base}/403",
          hurried=f"{base}/429", broken=f"{base}/500", legal=f"{base}/451", teapot=f"{base}/799")  # fmt: skip
    code, found = links("--retries", "0")
    assert code == 1
    states = {name.partition("/")[0]: row["state"] for name, row in found.items()}
    assert states == {
        "fine": "ok", "missing": "dead", "gone": "dead", "refused": "unsure", "hurried": "unsure", "broken": "unsure",
        "legal": "unsure", "teapot": "unsure",
    }  # fmt: skip
    assert found["refused/live"]["why"].startswith("403 forbidden: refuses programs")
    assert found["missing/live"]["path"] == "content/sources/missing.yaml"
    assert (found["missing/live"]["line"], found["missing/live"]["column"]) == (4, 6)


def test_a_server_that_does_not_know_head_is_asked_again_by_get(wire: tuple[str, Wire], root: Path, links: Run) -> None:
    base, log = wire
    cites(root, one=f"{base}/gethead", two=f"{base}/onlyget", three=f"{base}/fine")
    code, found = links()
    assert code == 0
    assert {row["state"] for row in found.values()} == {"ok"}
    assert [method for method, path, _ in log.asked if path == "/gethead"] == ["HEAD", "GET"]
    assert [method for method, path, _ in log.asked if path == "/onlyget"] == ["HEAD", "GET"]
    assert [method for method, path, _ in log.asked if path == "/fine"] == ["HEAD"]


def test_a_page_without_end_is_not_read(wire: tuple[str, Wire], root: Path, links: Run) -> None:
    cites(root, one=f"{wire[0]}/endless")
    assert links("--retries", "0")[1]["one/live"]["state"] == "ok"


def test_permanent_redirects_give_the_address_to_write_and_passing_ones_do_not(
    wire: tuple[str, Wire], root: Path, links: Run
) -> None:
    base, _ = wire
    cites(root, moved=f"{base}/301-308-new", passing=f"{base}/302-new", mixed=f"{base}/301-302-new",
          lost=f"{base}/301-404", ring=f"{base}/301-ring", front=f"{base}/301-")  # fmt: skip
    (root / "content/sources/ring.yaml").write_text(
        SOURCE.format(id="ring", url=f"{base}/301-" + "301-" * 12 + "x", archived=""), encoding="utf-8"
    )
    cites(root, front=f"{base}/deep/301-")
    _, found = links()
    assert (found["moved/live"]["state"], found["moved/live"]["leads_to"]) == ("moved", f"{base}/new")
    assert found["moved/live"]["proposal"] == f"write {base}/new"
    assert (found["passing/live"]["state"], found["passing/live"]["proposal"]) == ("ok", "")
    assert found["mixed/live"]["state"] == "ok"
    assert (found["lost/live"]["state"], found["lost/live"]["leads_to"]) == ("dead", f"{base}/404")
    assert (found["ring/live"]["state"], "in a ring" in found["ring/live"]["why"]) == ("unsure", True)


def test_a_page_that_now_leads_to_the_front_page_is_no_page(wire: tuple[str, Wire], root: Path, links: Run) -> None:
    with served() as (other, _):
        cites(root, front=f"{wire[0]}/away-{other.partition('//')[2]}")
        assert links()[1]["front/live"]["why"].startswith("leads to the site's front page")


def test_silence_and_drips_end_at_the_time_given_and_say_so(wire: tuple[str, Wire], root: Path, links: Run) -> None:
    base, _ = wire
    cites(root, slow=f"{base}/slow", drips=f"{base}/drips")
    code, found = links("--retries", "0", timeout="0.3")
    assert code == 0
    assert {row["why"] for row in found.values()} == {"no answer in 0.3 s"}


def test_a_host_that_keeps_silent_is_left_alone(wire: tuple[str, Wire], root: Path, links: Run) -> None:
    base, log = wire
    cites(root, **{f"slow{number}": f"{base}/slow-{number}" for number in range(6)})
    _, found = links("--retries", "0", timeout="0.1")
    assert len(log.asked) == 3
    assert sum("was not asked again" in row["why"] for row in found.values()) == 3


def test_what_passes_is_asked_again_and_a_long_wait_is_told(wire: tuple[str, Wire], root: Path, links: Run) -> None:
    base, log = wire
    cites(root, wakes=f"{base}/wakes", later=f"{base}/wait-3600")
    _, found = links()
    assert found["wakes/live"]["state"] == "ok"
    assert found["later/live"]["why"].endswith("it wants 3600 s of quiet")
    assert log.count("/wait-3600") == 1


def test_broken_connections_and_certificates_are_told_apart_from_dead(
    wire: tuple[str, Wire], root: Path, links: Run, tmp_path: Path
) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{unused.getsockname()[1]}/x"
    with served(certificate(tmp_path)) as (secure, _):
        cites(root, junk=f"{wire[0]}/junk", hangup=f"{wire[0]}/hangup", closed=closed, tls=f"{secure}/x",
              plain=wire[0].replace("http:", "https:") + "/x")  # fmt: skip
        code, found = links("--retries", "0")
    assert code == 0
    whys = {name.partition("/")[0]: row["why"] for name, row in found.items()}
    assert whys["junk"] == whys["hangup"] == "its host broke off, or does not speak HTTP"
    assert whys["closed"] == "its host refuses connections"
    assert whys["tls"].startswith("its certificate does not hold: ")
    assert whys["plain"] == "no secure connection could be made"


def test_a_name_without_a_host_is_dead_and_one_that_cannot_be_looked_up_is_not(
    wire: tuple[str, Wire], root: Path, links: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    names(monkeypatch, {"gone.example": socket.EAI_NONAME, "flaky.example": socket.EAI_AGAIN})
    cites(root, gone="http://gone.example/x", flaky="http://flaky.example/x", fine=f"{wire[0]}/fine")
    code, found = links("--retries", "0")
    assert code == 1
    assert (found["gone/live"]["state"], found["gone/live"]["why"]) == ("dead", "there is no host of that name")
    assert found["flaky/live"]["state"] == "unsure"


def test_a_machine_without_a_network_says_nothing_of_any_address(
    wire: tuple[str, Wire], root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    hosts = [f"h{number}.example" for number in range(4)]
    names(monkeypatch, {host: int(socket.EAI_NONAME) for host in hosts})
    cites(root, **{f"s{number}": f"http://{host}/x" for number, host in enumerate(hosts)})
    assert main(["-C", str(root), "links", "--retries", "0", "--quiet"]) == 1
    assert "is this machine online?" in capsys.readouterr().err
    assert not list((root.parent / "cache").rglob("*.json"))


def test_a_dead_address_is_shown_with_the_archived_one_which_is_asked_too(
    wire: tuple[str, Wire], root: Path, links: Run
) -> None:
    base, _ = wire
    cites(root, held=f"{base}/404", held_archived=f"{base}/kept", bare=f"{base}/410")
    _, found = links()
    assert found["held/live"]["proposal"] == f"archived at {base}/kept"
    assert found["held/archived"]["state"] == "ok"
    assert f"web.archive.org/web/*/{base}/410" in found["bare/live"]["proposal"]


def test_links_in_our_texts_are_asked_and_named_at_their_line(wire: tuple[str, Wire], root: Path, links: Run) -> None:
    note = root / "content/notes/linked.md"
    note.parent.mkdir(exist_ok=True)
    note.write_text(f"---\ntitle: Linked\ndate: 2031-03-07\n---\n\nSee [the\npage]({wire[0]}/404).\n", encoding="utf-8")
    code, found = links("--sort", "prose")
    row = found["linked/prose"]
    assert (code, row["path"], row["line"], row["column"]) == (1, "content/notes/linked.md", 7, 7)


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause_and_several_at_once(
    wire: tuple[str, Wire], root: Path, links: Run
) -> None:
    base, log = wire
    with served() as (other, second):
        cites(root, **{f"a{number}": f"{base}/a{number}" for number in range(4)})
        cites(root, **{f"b{number}": f"{other}/b{number}" for number in range(4)})
        links("--pause", "0.2")
    for each in (log, second):
        times = [at for _, _, at in each.asked]
        assert each.most == 1
        assert all(after - before >= 0.19 for before, after in itertools.pairwise(times))
    assert second.asked[0][2] < log.asked[-1][2], "the second host need not wait for the first"
    assert log.asked[0][2] < second.asked[-1][2]


def test_what_was_settled_lately_is_not_asked_again_and_what_was_unsure_is(
    wire: tuple[str, Wire], root: Path, links: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, log = wire
    cites(root, fine=f"{base}/fine", gone=f"{base}/410", odd=f"{base}/403")
    before = {path.relative_to(root) for path in root.rglob("*")}
    links()
    log.asked.clear()
    code, found = links()
    assert (code, found["gone/live"]["state"]) == (1, "dead")
    assert {path for _, path, _ in log.asked} == {"/403"}
    assert {path.relative_to(root) for path in root.rglob("*")} == before, "nothing is left in the dossier"
    later = datetime.now(UTC) + timedelta(days=8)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(later.timestamp())))
    links()
    assert log.count("/fine") == 1
    log.asked.clear()
    links("--fresh")
    assert log.count("/fine") == 1


def test_only_some_records_are_asked_where_that_is_said(wire: tuple[str, Wire], root: Path, links: Run) -> None:
    base, log = wire
    cites(root, paper_one=f"{base}/1x", paper_two=f"{base}/2x", other=f"{base}/3x")
    links("--only", "paper-*")
    assert {path for _, path, _ in log.asked} == {"/1x", "/2x"}
    assert links("--only", "nobody")[0] == 1


def test_addresses_inside_private_networks_are_not_asked_and_no_redirect_leads_there(
    wire: tuple[str, Wire], root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    base, log = wire
    names(monkeypatch, {"public.example": "127.0.0.1"})
    outside = base.replace("127.0.0.1", "public.example")
    cites(root, inside=f"{base}/secret", router="http://192.168.0.1/", led=f"{outside}/away-{base.partition('//')[2]}")
    assert main(["-C", str(root), "links", "--quiet"]) == 0
    out = capsys.readouterr().out
    assert {path.partition("-")[0] for _, path, _ in log.asked} == {"/away"}
    assert out.count("not-asked: http") == 2
    assert f"unsure: {outside}/away-" in out
    assert f"→ {base}/ (stands in a private network" in out


def test_the_text_report_counts_and_tells_only_what_is_not_in_order(
    wire: tuple[str, Wire], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base, log = wire
    cites(root, fine=f"{base}/fine", gone=f"{base}/404", moved=f"{base}/301-new")
    assert main(["-C", str(root), "links", "--private", "--pause", "0"]) == 1
    out, err = capsys.readouterr()
    assert "fine.yaml" not in out
    assert f"content/sources/gone.yaml:4:6: dead: {base}/404 (404 not found); look for a capture" in out
    assert f"moved: {base}/301-new → {base}/new (redirects for good); write {base}/new" in out
    assert out.splitlines()[-1] == "3 addresses on 1 host: 1 ok, 1 moved, 1 dead, 0 unsure, 0 not-asked"
    assert "asked 3 of 3" in err
    assert all(each.startswith("communique/") and "+https://" in each for each in log.agents)


def names(monkeypatch: pytest.MonkeyPatch, known: dict[str, int | str]) -> None:
    """Let the system's resolver fail for some names, as without a network or such a host, or find them here."""
    real = socket.getaddrinfo

    def looked_up(host: Any, *rest: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        found = known.get(name, name)
        if isinstance(found, int):
            raise socket.gaierror(found, "made up")
        return real(found, *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)


def certificate(folder: Path) -> ssl.SSLContext:
    """A server's certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    path = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
