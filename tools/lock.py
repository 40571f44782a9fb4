"""Write the lock files: requirements/*.txt from pyproject.toml, package-lock.json from package.json.

    .venv/bin/python tools/lock.py [--upgrade]

Keeps the versions that are locked where they still fit; --upgrade takes the newest of everything. No lock
file names the address of a registry: a clone installs from whichever one its machine is set up for.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
ADDRESSES = ("funding", "resolved")
BUNDLE = "decap-cms"

# The widest first: the narrower ones then take their versions from it.
GROUPS = ("update", "test", "build")


def lock_python(*, upgrade: bool) -> None:
    for group in GROUPS:
        command: list[str | Path] = [
            *(BIN / "uv", "pip", "compile", "pyproject.toml", "--group", group, "--quiet"),
            *("--universal", "--generate-hashes", "--no-header", "--no-annotate"),
            *("--output-file", f"requirements/{group}.txt"),
        ]
        if group != GROUPS[0]:
            command += ["--constraint", f"requirements/{GROUPS[0]}.txt"]
        if upgrade:
            command += ["--upgrade"]
        subprocess.run(command, cwd=ROOT, check=True)


def lock_npm(folder: Path, *, upgrade: bool) -> None:
    package: dict[str, Any] = json.loads((folder / "package.json").read_text())
    npm(folder, "install", "--package-lock-only")
    if upgrade:
        npm(folder, "install", "--package-lock-only", *(f"{name}@latest" for name in package["dependencies"]))
        if dev := [f"{name}@latest" for name in package.get("devDependencies", {})]:
            npm(folder, "install", "--package-lock-only", "--save-dev", *dev)
    drop_addresses(folder / "package-lock.json")


def lock_form(folder: Path, *, upgrade: bool) -> None:
    """Lock decap-server with all it needs, and Decap's bundle alone: what that was bundled from is in it already."""
    manifest = folder / "package.json"
    package: dict[str, Any] = json.loads(manifest.read_text())
    version = package["dependencies"].pop(BUNDLE)
    told = ["view", f"{BUNDLE}@{'latest' if upgrade else version}", "version", "license", "dist.integrity", "--json"]
    bundle: dict[str, str] = json.loads(npm(folder, *told))
    row = {"version": bundle["version"], "integrity": bundle["dist.integrity"], "license": bundle["license"]}
    with tempfile.TemporaryDirectory() as scratch:
        # Beside it, since npm would take the bundle's row for the root of a tree that is not there.
        bare = Path(scratch)
        (bare / "package.json").write_text(json.dumps(package))
        shutil.copy(ROOT / ".npmrc", bare)
        lock_npm(bare, upgrade=upgrade)
        server = json.loads((bare / "package.json").read_text())["dependencies"]
        lock: dict[str, Any] = json.loads((bare / "package-lock.json").read_text())
    package["dependencies"] = {BUNDLE: bundle["version"], **server}
    lock["packages"][""]["dependencies"] = package["dependencies"]
    lock["packages"][f"node_modules/{BUNDLE}"] = row
    lock["packages"] = dict(sorted(lock["packages"].items()))
    for path, content in ((manifest, package), (folder / "package-lock.json", lock)):
        path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def npm(folder: Path, *arguments: str) -> str:
    path = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    command: list[str | Path] = [BIN / "npm", "--silent", *arguments]
    done = subprocess.run(
        command, cwd=folder, check=True, env={**os.environ, "PATH": path}, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def drop_addresses(lock: Path) -> None:
    """Take out of npm's lock file the addresses that it writes for people, not for installing."""
    content: dict[str, Any] = json.loads(lock.read_text())
    for package in content["packages"].values():
        for key in ADDRESSES:
            package.pop(key, None)
    lock.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--upgrade", action="store_true", help="take the newest version of everything")
    upgrade = parser.parse_args().upgrade
    lock_python(upgrade=upgrade)
    for folder in (ROOT, ROOT / "tools" / "bench"):
        lock_npm(folder, upgrade=upgrade)
    lock_form(ROOT / "plugins" / "communique" / "form" / "npm", upgrade=upgrade)
