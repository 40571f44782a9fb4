"""How a build hangs on a Pelican run.

Pelican would delete or half-write the output folder before it knows whether the content is sound. So when a run is
set up, its output path is turned to a staging tree; generators load and check in their constructor, before anything
is written; and when Pelican has finished, the tree is checked against the plan and switched in.
"""

from __future__ import annotations

import atexit
import logging
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.generators import Generator

from communique.press.build import LOADED, Build
from communique.press.families import families_on
from communique.press.tree import Staging, refuse_precious, staging
from communique.settings import from_mapping

if TYPE_CHECKING:
    from collections.abc import Callable

    from pelican import Pelican
    from pelican.writers import Writer

log = logging.getLogger(__name__)
KEY = "COMMUNIQUE_RUN"


class Run:
    """One Pelican run: the build, and the staging tree while it is open."""

    def __init__(self, pelican: Pelican) -> None:
        root = Path(pelican.settings["PATH"]).resolve().parent
        settings = from_mapping(root, pelican.settings)
        self.build = Build(settings, families_on(settings.plugins), log.info)
        if LOADED in pelican.settings:
            self.build.instant, self.build.selection = pelican.settings[LOADED]
        self.published = Path(pelican.output_path).absolute()
        refuse_precious(self.published, root)
        self._open = ExitStack()
        self.staging: Staging | None = None

    def open(self) -> Path:
        """Make the staging tree, to be cleared away when the program ends; returns its folder."""
        atexit.register(self.close, publish=False)
        self.staging = self._open.enter_context(staging(self.published))
        return self.staging.folder

    def close(self, *, publish: bool) -> None:
        """Switch the tree in, if asked, and clear up."""
        with self._open:
            if publish and self.staging is not None:
                self.staging.publish(self.build.plan().paths)


def open_run(pelican: Pelican) -> None:
    """Receives ``initialized``: turns the output path to a staging tree."""
    run = Run(pelican)
    folder = run.open()
    pelican.output_path = str(folder)
    pelican.settings["OUTPUT_PATH"] = str(folder)
    pelican.settings[KEY] = run


def close_run(pelican: Pelican) -> None:
    """Receives ``finalized``: publishes."""
    run: Run = pelican.settings[KEY]
    run.close(publish=True)


class FamilyGenerator(Generator):  # type: ignore[misc]
    """Writes one family of outputs. The corpus is loaded and checked before Pelican touches the disk."""

    family = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.run: Run = self.settings[KEY]
        self.run.build.load()

    def generate_context(self) -> None:
        """Pelican calls this before any output; everything is planned here, so that collisions stop the run."""
        self.run.build.plan()

    def generate_output(self, writer: Writer) -> None:
        """Write the family's files into the staging tree."""
        self.run.build.write(self.family, Path(self.output_path))


def if_on(generator: type[FamilyGenerator], pelican: Pelican) -> type[FamilyGenerator] | None:
    """``generator`` where this run's PLUGINS name it: a receiver stays connected for later runs in one process."""
    run: Run | None = pelican.settings.get(KEY)
    return generator if run is not None and generator.family in run.build.families else None


def register_family(getter: Callable[[Pelican], type[FamilyGenerator] | None]) -> None:
    """Connect one plugin. Connecting the shared receivers again changes nothing: one of each is kept."""
    signals.initialized.connect(open_run)
    signals.finalized.connect(close_run)
    signals.get_generators.connect(getter)
