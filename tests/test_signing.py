"""Signatures: keys as desks have them, and what a reader can tell from one; checked by openssl too."""

from __future__ import annotations

import asyncio
import datetime as dt
import subprocess
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from communique.errors import SettingsError
from communique.signing import PASSWORD, Certificate, check_embedded, check_signature, load_key, sign
from communique.views.stamp import openssl_line
from tests.keys import certificate, ec_key, p12, pem, rsa_key

if TYPE_CHECKING:
    from pathlib import Path

NOW = dt.datetime(2031, 3, 8, 6, 0, tzinfo=dt.UTC)
CONTENT = b"%PDF-1.7 invented\n"
RSA = rsa_key()
EC = ec_key()


@pytest.fixture(autouse=True)
def _no_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PASSWORD, raising=False)


@pytest.mark.parametrize("private", [RSA, EC], ids=["rsa", "ec"])
def test_openssl_finds_our_signatures_good_and_altered_files_bad(private, tmp_path: Path) -> None:
    """With the very line that document control prints, years after the certificate ended."""
    own = certificate(private, until=NOW + dt.timedelta(days=1))
    key = load_key(p12(tmp_path / "desk.p12", private, own), None, NOW)
    (tmp_path / "a.pdf").write_bytes(CONTENT)
    (tmp_path / "a.pdf.p7s").write_bytes(sign(key, CONTENT, NOW))
    (tmp_path / "certificate.pem").write_bytes(key.certificate.pem)
    line = openssl_line(NOW, "a.pdf").split()
    assert subprocess.run(line, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "a.pdf").write_bytes(CONTENT + b" ")
    assert subprocess.run(line, cwd=tmp_path, capture_output=True, check=False).returncode != 0


@pytest.mark.parametrize("private", [RSA, EC], ids=["rsa", "ec"])
def test_the_same_key_content_and_instant_give_the_same_signature(private, tmp_path: Path) -> None:
    key = load_key(pem(tmp_path / "desk.pem", private, certificate(private)), None, NOW)
    assert sign(key, CONTENT, NOW) == sign(key, CONTENT, NOW)
    assert sign(key, CONTENT, NOW) != sign(key, CONTENT, NOW + dt.timedelta(seconds=1))


def test_a_key_opens_with_the_password_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = certificate(EC)
    monkeypatch.setenv(PASSWORD, "sesame")
    kept = [
        (p12(tmp_path / "a.p12", EC, own, "sesame"), None),
        (pem(tmp_path / "b.pem", EC, own, password="sesame"), None),
        (pem(tmp_path / "c.pem", EC, password="sesame"), pem(tmp_path / "c.crt", None, own)),
        (pem(tmp_path / "d.pem", EC, own), None),
    ]
    assert {load_key(path, beside, NOW).certificate.fingerprint for path, beside in kept} == {
        Certificate(own).fingerprint
    }


def refusals(folder: Path) -> dict[str, tuple[Path, Path | None, str]]:
    own, other = certificate(EC), ec_key()
    short = rsa_key(1024)
    (folder / "text.p12").write_bytes(b"not a key")
    return {
        "a wrong password": (p12(folder / "1.p12", EC, own, "right"), None, "does not open it"),
        "a PEM with a wrong password": (pem(folder / "2.pem", EC, own, password="right"), None, "does not open it"),
        "no such file": (folder / "none.p12", None, "none.p12 cannot be read: No such file or directory"),
        "no key at all": (folder / "text.p12", None, "is neither PKCS#12 nor PEM"),
        "only a certificate": (pem(folder / "3.pem", None, own), None, "holds no private key that can be read"),
        "no certificate": (pem(folder / "4.pem", EC), None, "name it in SIGNING_CERTIFICATE"),
        "somebody else's certificate": (
            pem(folder / "5.pem", other),
            pem(folder / "5.crt", None, own),
            "is not the one",
        ),
        "two certificates": (
            p12(folder / "6.p12", EC, own),
            pem(folder / "6.crt", None, certificate(other, "Other")),
            "SIGNING_CERTIFICATE is that of Other",
        ),
        "an expired certificate": (
            p12(folder / "7.p12", EC, certificate(EC, until=NOW - dt.timedelta(days=1))),
            None,
            "it ended on 2031-03-07 at 06:00 UTC",
        ),
        "a certificate for other uses": (
            p12(folder / "8.p12", EC, certificate(EC, usage="key_agreement")),
            None,
            "its key usage does not allow signatures",
        ),
        "a short key": (p12(folder / "9.p12", short, certificate(short)), None, "has 1024 bits; RSA needs 2048"),
    }


def test_a_key_that_cannot_sign_says_why_and_shows_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "wrong-and-secret")
    for case, (path, beside, told) in refusals(tmp_path).items():
        with pytest.raises(SettingsError) as refused:
            load_key(path, beside, NOW)
        assert told in str(refused.value), case
        assert "wrong-and-secret" not in str(refused.value)


def test_a_locked_key_without_a_password_names_the_variable(tmp_path: Path) -> None:
    for path in (p12(tmp_path / "a.p12", EC, certificate(EC), "x"), pem(tmp_path / "b.pem", EC, password="x")):
        with pytest.raises(SettingsError, match=r"is locked, and COMMUNIQUE_SIGNING_PASSWORD is not set"):
            load_key(path, None, NOW)


def test_a_reader_is_told_what_a_signature_is_worth(tmp_path: Path) -> None:
    root_key, leaf_key = ec_key(), ec_key()
    root = certificate(root_key, "Invented Authority", usage="key_cert_sign")
    leaf = certificate(leaf_key, "Desk of the Authority", issuer=(root_key, root))
    made = sign(load_key(pem(tmp_path / "leaf.pem", leaf_key, leaf, root), None, NOW), CONTENT, NOW)
    stranger = Certificate(certificate(ec_key(), "Stranger"))
    words = {
        "trusted, by its own certificate": check_signature(CONTENT, made, [Certificate(leaf)]),
        "trusted, by who vouches for it": check_signature(CONTENT, made, [Certificate(root)]),
        "intact, and nobody told us": check_signature(CONTENT, made),
        "stranger": check_signature(CONTENT, made, [stranger]),
        "broken, other bytes": check_signature(CONTENT + b" ", made, [Certificate(leaf)]),
        "broken, no signature": check_signature(CONTENT, b"0" * 40, [Certificate(leaf)]),
        "broken, cut": check_signature(CONTENT, made[:-30], [Certificate(leaf)]),
    }
    for told, verdict in words.items():
        assert verdict.word == told.partition(",")[0], (told, verdict)
    assert words["stranger"].signed == NOW
    assert not check_embedded(CONTENT).good


def test_signing_works_where_a_loop_of_events_runs_already(tmp_path: Path) -> None:
    key = load_key(pem(tmp_path / "desk.pem", EC, certificate(EC)), None, NOW)

    async def inside() -> bytes:
        return sign(key, CONTENT, NOW)

    # In a thread of its own: the browser of other tests keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        made = thread.submit(lambda: asyncio.run(inside())).result()
    assert check_signature(CONTENT, made, [key.certificate]).word == "trusted"
