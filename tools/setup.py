"""Set up what the Makefile's targets need, in .venv and node_modules, and nothing outside but apt packages.

    sh tools/setup.sh build|test|update

Runs before every target and does only what is missing: each step leaves a stamp in .venv/setup/ with the
digest of what it was made from, so the second run installs nothing and says nothing. A step that fails leaves
the state before it; one that was killed is noticed by the next run and done anew. Standard library only.
"""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import fcntl
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = VENV / "setup"
NODE_MODULES = ROOT / "node_modules"

LEVELS = ("build", "test", "update")  # each installs what the one before it does, and more

# What WeasyPrint loads at run time, and the Debian package that brings it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}
# What the tests run beside git and Python: signatures of editors are made and checked with it.
PROGRAMS = {"ssh-keygen": "openssh-client"}
MAC_LIBRARY_FOLDERS = ("/opt/homebrew/lib", "/usr/local/lib", "/opt/local/lib")


class SetupError(Exception):
    """The set-up cannot go on; the message says why and what to do."""


class StoppedError(Exception):
    """A command was killed in the middle of its work; the next run does the step anew."""


def main(level: str) -> None:
    """Do the missing steps up to a level."""
    with one_at_a_time():
        system_packages(level)
        virtual_environment()
        python_packages(level)
        project()
        npm_packages(level)


# The steps, in order


def system_packages(level: str) -> None:
    """Install through apt what is missing and may be installed; else say the one line to run."""
    missing = missing_packages(level)
    if not missing:
        return
    apt = apt_command()
    if apt:
        with progress(f"installing with apt: {' '.join(missing)}"):
            # A failing update (one stale mirror of many) need not stop the installation.
            run([*apt, "update"], check=False)
            run([*apt, "install", "-y", "--no-install-recommends", *missing], advice=apt_advice(missing))
        missing = missing_packages(level)
    if missing:
        raise SetupError(apt_advice(missing))


def virtual_environment() -> None:
    """Make .venv, or make it anew where it is broken, was moved, or is the rest of an interrupted set-up."""
    if stamped("venv", venv_key()) and (STAMPS / "packages").exists():
        return
    why = "making anew (it was moved, broken or left unfinished)" if VENV.exists() else "making"
    with progress(f"{why} .venv with Python {platform.python_version()}"), removed_on_failure(VENV):
        remove(VENV)
        run([sys.executable, "-I", "-m", "venv", str(VENV)])
        STAMPS.mkdir()
        stamp("venv", venv_key())


def python_packages(level: str) -> None:
    """Install the locked packages of a level, each checked against its hash."""
    if any(stamped("packages", packages_key(each)) for each in at_least(level)):
        return
    lock = ROOT / "requirements" / f"{level}.txt"
    number = sum(line[:1].isalnum() for line in lock.read_text().splitlines())
    older = STAMPS / "packages"
    before = older.read_text().strip() if older.exists() else ""
    with progress(f"installing {number} Python packages from requirements/{lock.name}, a minute or so"):
        remove(older)  # a killed run leaves no stamp, and the next one starts with a new .venv
        try:
            run([*pip(), "install", "--require-hashes", "--only-binary", ":all:", "-r", str(lock)])
            weasyprint_loads()
        except SetupError:
            # pip downloads and checks everything before it changes anything: what was whole still is.
            stamp("packages", before) if before else remove(VENV)
            raise
        stamp("packages", packages_key(level))


def project() -> None:
    """Install the project itself, editable: its modules and the `communique` command."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    made_from = [settings["project"], settings["build-system"], settings["tool"]["hatch"]]
    key = digest(json.dumps(made_from).encode())
    if stamped("project", key) and (BIN / "communique").exists():
        return
    with progress("installing the communique command"):
        run([*pip(), "install", "--no-index", "--no-deps", "--no-build-isolation", "-e", str(ROOT)])
        stamp("project", key)


def npm_packages(level: str) -> None:
    """Install the locked npm packages: the fonts; for tests, what checks the pages."""
    keys = {each: f"{each} {digest((ROOT / 'package-lock.json').read_bytes())}" for each in at_least(level)}
    if NODE_MODULES.is_dir() and any(stamped("npm", key) for key in keys.values()):
        return
    with progress("installing npm packages from package-lock.json"), removed_on_failure(NODE_MODULES):
        remove(STAMPS / "npm")
        run([str(BIN / "npm"), "ci", *(["--omit=dev"] if level == "build" else [])])
        stamp("npm", keys[level])


# What each step asks


def missing_packages(level: str) -> list[str]:
    """Name the Debian packages whose absence would stop a later step, or the tests."""
    if platform.system() == "Darwin":
        if not ctypes.util.find_library("pango-1.0") and not any(
            (Path(folder) / "libpango-1.0.dylib").exists() for folder in MAC_LIBRARY_FOLDERS
        ):
            raise SetupError("Communiqué needs Pango. Run this once, then make again:\n    brew install pango")
        return []
    missing = [package for library, package in LIBRARIES.items() if not loads(library)]
    if not importlib.util.find_spec("ensurepip") and not BIN.exists():
        missing.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if level != LEVELS[0]:
        missing += [package for program, package in PROGRAMS.items() if not shutil.which(program)]
    return missing


def loads(library: str) -> bool:
    """Tell whether this system has a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_command() -> list[str] | None:
    """Give the apt command we may use without asking anyone, or None."""
    if os.environ.get("APT") == "0" or not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        sudo = []
    elif shutil.which("sudo") and run(["sudo", "-n", "true"], check=False) == 0:
        sudo = ["sudo", "-n"]
    else:
        return None
    return [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=120"]


def apt_advice(missing: Sequence[str]) -> str:
    """Word the one message with the one line to run."""
    names = " ".join(missing)
    if not shutil.which("apt-get"):
        return (
            f"Communiqué needs Pango with its FreeType part and HarfBuzz with its subset library, its tests\n"
            f"OpenSSH's client too. Missing here, by Debian's names: {names}.\n"
            f"Install them with this system's package manager, then run make again."
        )
    sudo = "sudo " if os.geteuid() != 0 and shutil.which("sudo") else ""
    once = "once" if os.geteuid() == 0 or sudo else "once as root"
    return (
        f"Communiqué needs system packages that are not here: {names}\n"
        f"Run this {once}, then make again:\n"
        f"    {sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {names}"
    )


def venv_key() -> str:
    """Name the Python that answers in .venv, and the place it was made for: it cannot be moved."""
    command = [str(BIN / "python"), "-I", "-c", "import pip, sys; print(*sys.version_info[:2], sep='.')"]
    try:
        version = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        version = "none that works"
    return f"{version} in {VENV}"


def weasyprint_loads() -> None:
    """Make sure that PDFs can be written before anybody relies on it."""
    advice = ""
    if platform.system() == "Darwin":
        advice = (
            "Python does not find the libraries that Homebrew installed. Use Homebrew's Python:\n"
            '    brew install python pango && make PYTHON="$(brew --prefix)/bin/python3"'
        )
    run([str(BIN / "python"), "-I", "-c", "import weasyprint"], advice=advice)


def at_least(level: str) -> tuple[str, ...]:
    """List the levels that bring all that this one does."""
    return LEVELS[LEVELS.index(level) :]


def packages_key(level: str) -> str:
    """Name what a level's Python packages are made from."""
    return f"{level} {digest((ROOT / 'requirements' / f'{level}.txt').read_bytes())}"


# Stamps, commands, progress


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def stamped(step: str, key: str) -> bool:
    try:
        return (STAMPS / step).read_text().strip() == key
    except FileNotFoundError:
        return False


def stamp(step: str, key: str) -> None:
    (STAMPS / step).write_text(f"{key}\n")


def remove(path: Path) -> None:
    """Remove a file, link or tree, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def removed_on_failure(path: Path) -> Iterator[None]:
    """Remove what was begun at a path when it does not come to its end."""
    try:
        yield
    except BaseException:
        remove(path)
        raise


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second set-up of this tree (make -j, two terminals) wait for the first."""
    lock = os.open(ROOT, os.O_RDONLY)
    os.set_inheritable(lock, True)  # a pip that outlives its killed set-up holds the lock to its end
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


@contextlib.contextmanager
def progress(what: str) -> Iterator[None]:
    """Say what is being done, and then how long it took."""
    print(f"  {what} ...", end="", flush=True)
    start = time.monotonic()
    try:
        yield
    except BaseException:
        print(" failed", flush=True)
        raise
    print(f" {time.monotonic() - start:.0f} s", flush=True)


def pip() -> list[str]:
    return [str(BIN / "python"), "-I", "-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]


def run(command: Sequence[str], *, check: bool = True, advice: str = "") -> int:
    """Run a command quietly; when it fails, show the end of what it said and the advice."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        close_fds=False,
    )
    if done.returncode < 0:
        raise StoppedError(f"{command[0]} was stopped by signal {-done.returncode}")
    if check and done.returncode != 0:
        last_words = "\n".join(f"    {line}" for line in done.stdout.splitlines()[-20:])
        shown = " ".join(command[:6])
        raise SetupError(f"{shown} ... ended with {done.returncode}:\n{last_words}\n{advice}".rstrip())
    return done.returncode


def environment() -> dict[str, str]:
    """Give commands the node of .venv, and npm a cache of our own where there is no home to keep it in."""
    variables = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    home = os.environ.get("HOME", "")
    if not (home and os.access(home, os.W_OK)):
        variables["npm_config_cache"] = str(STAMPS / "npm-cache")
    return variables


if __name__ == "__main__":
    if sys.argv[1:] not in [[level] for level in LEVELS]:
        sys.exit(f"usage: sh tools/setup.sh {'|'.join(LEVELS)}")
    try:
        main(sys.argv[1])
    except SetupError as error:
        sys.exit(f"\n{error}")
    except (StoppedError, KeyboardInterrupt) as stop:
        sys.exit(f"\n{str(stop) or 'stopped'}; make again goes on from here")
