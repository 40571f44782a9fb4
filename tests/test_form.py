"""The form's configuration, made from the models; its page; the clone it saves through; what a build serves of it."""

from __future__ import annotations

import json
import re
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest
import yaml

from communique.cli import main
from communique.editing.gate import Gate
from communique.errors import GitError
from communique.fields import FieldClass
from communique.form.collections import as_yaml, configuration, name_languages
from communique.form.package import MANIFEST, install, wanted
from communique.form.page import policy
from communique.form.widgets import EDTF_PATTERN
from communique.history.clone import Clone
from communique.kinds import KINDS, Dossier
from communique.load import load
from communique.press.standing import headers
from communique.shapes import shape, written_keys
from tests.dossiers import ROOT, small
from tests.editors import Desk, desk
from tests.pages import corpus

if TYPE_CHECKING:
    from communique.editing.backend import Backend

LOCAL = {"name": "proxy", "proxy_url": "/admin/api/v1", "branch": "main"}


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """The configuration, as Decap reads it from its file."""
    return dict(yaml.safe_load(as_yaml(configuration([], "en", LOCAL))))


def collection(made: dict[str, Any], folder: str) -> dict[str, Any]:
    return next(each for each in made["collections"] if each.get("folder") == folder)


def field(fields: list[dict[str, Any]], *way: str) -> dict[str, Any]:
    found = next(each for each in fields if each["name"] == way[0])
    return field(found["fields"], *way[1:]) if len(way) > 1 else found


def test_every_field_an_editor_may_write_has_an_input_in_the_form(made):
    def held(model, fields):
        keys = [each["name"] for each in fields if each["name"] != "body" or "modes" not in each]
        assert sorted(keys) == sorted(written_keys(model))
        for each in shape(model):
            if each.row is not None:
                held(each.row, field(fields, each.key)["fields"])

    for kind in KINDS.values():
        held(kind.model, collection(made, kind.folder)["fields"])
    assert made["collections"][-1]["files"][0]["file"] == "content/dossier.yaml"
    held(Dossier, made["collections"][-1]["files"][0]["fields"])


def test_each_sort_of_field_has_the_input_that_fits_it(made):
    event = collection(made, "content/events")["fields"]
    assert field(event, "place")["widget"] == "relation"
    assert field(event, "place")["collection"] == "places"
    assert field(event, "tracks")["multiple"] is True
    assert field(event, "statements", "act")["options"][0] == "position"
    assert field(event, "sources", "credibility")["options"][0] == {"label": "1", "value": 1}
    assert field(event, "date")["pattern"][0] == EDTF_PATTERN
    assert "2020-07~" in field(event, "date")["hint"]
    assert field(event, "summary")["widget"] == "markdown"
    assert field(event, "summary")["modes"] == ["raw"]
    assert field(event, "number")["widget"] == "hidden"
    assert field(event, "private_note")["widget"] == "text"
    assert field(event, "draft")["options"] == ["yes", "no"]
    assert field(event, "round")["value_type"] == "int"
    place = collection(made, "content/places")["fields"]
    assert field(place, "lat")["value_type"] == "float"


def test_what_must_be_there_is_required_in_the_form_too(made):
    for kind in KINDS.values():
        fields = collection(made, kind.folder)["fields"]
        for each in shape(kind.model):
            if not each.derived and each.field_class is not FieldClass.IDENTITY:
                assert field(fields, each.key)["required"] == each.required, (kind.name, each.key)


def test_every_picker_looks_in_a_collection_that_is_there(made):
    names = {each["name"] for each in made["collections"]}

    def look(fields):
        for each in fields:
            assert each.get("collection", "events") in names
            look(each.get("fields", []))

    for each in made["collections"]:
        look(each.get("fields", []))


def test_no_record_can_be_deleted_in_the_form(made):
    assert {each["delete"] for each in made["collections"]} == {False}
    assert made["publish_mode"] == "editorial_workflow"


def test_the_forms_first_look_at_a_date_lets_every_date_of_the_fixtures_pass():
    for path in sorted((ROOT / "content" / "events").glob("*.yaml")):
        for date in re.findall(r'^\s*(?:date|end|shown|as_of|counted_from): "?([^"\n]+)"?$', path.read_text(), re.M):
            assert re.match(EDTF_PATTERN, date), date
    for wrong in ("yesterday", "July 2020", "2020-07-01 at noon", ""):
        assert not re.match(EDTF_PATTERN, wrong)


def test_every_record_of_the_dossier_may_be_saved_as_it_is(made):
    """What the form itself asks for before it saves: that the required is there, and the rest in its form."""
    found = load(ROOT).loaded.values()

    def wrong(value, each):
        if value in (None, "", []):
            return each.get("required", False)
        if each["widget"] == "object":
            return any(wrong(value.get(one["name"]), one) for one in each["fields"])
        if each["widget"] == "list" and "fields" in each:
            return any(wrong(row.get(one["name"]), one) for row in value for one in each["fields"])
        values = [str(one) for one in value] if isinstance(value, list) else [str(value)]
        options = [str(one["value"] if isinstance(one, dict) else one) for one in each.get("options", values)]
        pattern = each.get("pattern", each.get("field", {}).get("pattern", ["", ""]))[0]
        return not all(one in options and re.search(pattern, one) for one in values)

    for each in found:
        if each.record is not None:
            fields = collection(made, each.kind.folder)["fields"]
            assert isinstance(each.document.data, dict)
            data = {"body": "x", **each.document.data}
            assert [one["name"] for one in fields if wrong(data.get(one["name"]), one)] == [], each.id


def test_names_are_asked_for_in_the_languages_that_the_dossier_has():
    records = list(corpus().records.values())
    assert name_languages(records, "en")[0] == "en"
    assert name_languages([], "fr") == ("fr",)


def test_the_page_may_speak_to_the_forge_it_saves_to_and_to_nobody_else():
    assert policy(LOCAL).endswith("connect-src 'self' blob:")
    own = {"name": "gitlab", "api_root": "https://git.example.org/api/v4", "base_url": "https://git.example.org"}
    assert policy(own).endswith("connect-src 'self' blob: https://gitlab.com https://git.example.org")
    assert "default-src 'none'" in policy(own)


def test_the_manifest_pins_every_package_and_names_no_registry():
    lock = json.loads((MANIFEST / "package-lock.json").read_text(encoding="utf-8"))
    for name, each in lock["packages"].items():
        assert not name or each["integrity"].startswith("sha512-"), name
        assert "resolved" not in each


@pytest.fixture
def bundled(tmp_path: Path) -> Path:
    """The smallest dossier, with a stand-in where Decap would be installed, and the form among its plugins."""
    root = small(tmp_path)
    packages = root / ".cache" / "form"
    dist = packages / "node_modules" / "decap-cms" / "dist"
    dist.mkdir(parents=True)
    for name in ("decap-cms.js", "77.decap-cms.js", "decap-cms.js.map", "cms.js"):
        (dist / name).write_text("// a stand-in\n", encoding="utf-8")
    (packages / "installed").write_text(wanted(), encoding="ascii")
    conf = root / "pelicanconf.py"
    with conf.open("a", encoding="utf-8") as file:
        file.write('\nPLUGINS = ["communique.pelican.form"]\nFORM_BACKEND = {"name": "github", "repo": "owner/name"}\n')
    return root


def test_a_build_holds_the_form_only_where_it_is_asked_for(miravel: Path, bundled: Path):
    assert not (miravel / "output" / "admin").exists()
    assert main(["-C", str(bundled), "build", "--quiet"]) == 0
    admin = bundled / "output" / "admin"
    assert sorted(path.relative_to(admin).as_posix() for path in admin.rglob("*") if path.is_file()) == [
        "config.yml",
        "decap/77.decap-cms.js",
        "decap/decap-cms.js",
        "form.css",
        "index.html",
    ]
    assert "https://api.github.com" in (admin / "index.html").read_text(encoding="utf-8")
    assert yaml.safe_load((admin / "config.yml").read_text(encoding="utf-8"))["backend"]["repo"] == "owner/name"
    rule = "/admin/*\n  ! Content-Security-Policy\n  Content-Security-Policy: frame-ancestors 'none'\n"
    assert rule in headers(form=True)
    assert rule not in (miravel / "output" / "_headers").read_text(encoding="utf-8")


def test_a_build_that_lacks_where_the_form_saves_to_stops(bundled: Path, capsys: pytest.CaptureFixture[str]):
    conf = bundled / "pelicanconf.py"
    conf.write_text(conf.read_text(encoding="utf-8").replace("FORM_BACKEND", "FORM_WAS"), encoding="utf-8")
    assert main(["-C", str(bundled), "build", "--quiet"]) != 0
    assert "FORM_BACKEND does not say where it saves to" in capsys.readouterr().err


def test_without_its_packages_the_form_says_how_to_install_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr("communique.form.package.CHECKOUT", tmp_path / "nowhere")
    assert main(["-C", str(small(tmp_path)), "form"]) == 2
    assert "'communique form --install' installs them" in capsys.readouterr().err


def test_an_installation_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "npm").write_text("#!/bin/sh\nmkdir node_modules\necho no such registry >&2\nexit 1\n")
    (tmp_path / "npm").chmod(0o755)
    monkeypatch.setattr("communique.form.package.environment", lambda: {"PATH": f"{tmp_path}:/usr/bin:/bin"})
    with pytest.raises(Exception, match=r"(?s)nothing was installed.*no such registry"):
        install(tmp_path)
    assert list((tmp_path / ".cache").iterdir()) == []


# The clone through which it saves


@pytest.fixture
def written(tmp_path: Path) -> Desk:
    made = desk(tmp_path)
    made.git("config", "user.name", made.ada.name)
    made.git("config", "user.email", made.ada.email)
    return made


def drafted(clone: Clone, topic: str = "lights") -> str:
    """A record on a branch of its own, as decap-server leaves it."""
    branch = f"cms/topics/{topic}"
    clone.here.git("checkout", "-q", "-b", branch)
    (clone.root / "content" / "topics" / f"{topic}.yaml").write_text(f"title: {topic.title()}\n", encoding="utf-8")
    clone.here.git("add", "-A")
    clone.here.git("commit", "-q", "-m", topic)
    clone.here.git("checkout", "-q", "main")
    return branch


def test_a_draft_stands_on_its_branch_in_the_dossier_and_no_file_changes(written: Desk):
    clone = Clone.of(written.root)
    drafted(clone)
    clone.send_entries()
    assert written.git("show", "cms/topics/lights:content/topics/lights.yaml") == "title: Lights"
    assert written.git("log", "-1", "--format=%an", "cms/topics/lights") == "Ada Invented"
    assert written.git("status", "--porcelain") == ""
    again = Clone.of(written.root)
    assert again.entries() == ("cms/topics/lights",)
    assert again.merged("cms/topics/lights", "content")["content/topics/lights.yaml"] == b"title: Lights\n"


def test_what_was_merged_into_main_in_the_dossier_comes_into_the_clone(written: Desk):
    clone = Clone.of(written.root)
    written.write("content/topics/crossing.yaml", "title: ", "title: New ")
    written.commit("Another title")
    clone.fetch()
    assert (clone.root / "content/topics/crossing.yaml").read_text(encoding="utf-8").count("title: New ") == 1


def test_a_draft_that_a_killed_form_had_published_is_dropped_at_the_next_start(written: Desk):
    clone = Clone.of(written.root)
    published, kept = drafted(clone), drafted(clone, "bells")
    clone.send_entries()
    clone.note_published(published, clone.here.commit(published))
    written.git("merge", "--quiet", "--no-edit", published)
    again = Clone.of(written.root)
    assert again.entries() == (kept,)
    assert written.git("branch", "--list", "cms/*", "--format=%(refname:short)") == kept


def test_a_draft_that_an_editor_merged_or_wrote_on_stays(written: Desk):
    clone = Clone.of(written.root)
    merged, written_on = drafted(clone), drafted(clone, "bells")
    clone.send_entries()
    clone.note_published(written_on, clone.here.commit(written_on))
    written.git("switch", "--quiet", written_on)
    written.write("content/topics/bells.yaml", "title: Bells", "title: Bells and whistles")
    written.commit("Whistles")
    written.git("switch", "--quiet", "-c", "try", "main")
    written.git("merge", "--quiet", "--no-edit", merged, written_on)
    assert Clone.of(written.root).entries() == (written_on, merged)


def test_where_a_draft_itself_is_checked_out_the_form_says_what_to_do(written: Desk):
    clone = Clone.of(written.root)
    drafted(clone)
    clone.send_entries()
    written.git("switch", "--quiet", "cms/topics/lights")
    with pytest.raises(GitError, match="'cms/topics/lights' is checked out here: 'git switch'"):
        Clone.of(written.root)
    written.git("switch", "--quiet", "main")
    assert Clone.of(written.root).entries() == ("cms/topics/lights",)


def test_main_goes_back_only_where_no_file_of_the_dossier_is_changed(written: Desk):
    clone = Clone.of(written.root)
    clone.here.git("merge", "-q", drafted(clone))
    written.write("content/topics/crossing.yaml", "title: ", "title: Unfinished ")
    with pytest.raises(GitError):
        clone.send_main()
    assert not (written.root / "content/topics/lights.yaml").exists()
    written.git("checkout", "-q", "--", ".")
    clone.send_main()
    assert (written.root / "content/topics/lights.yaml").read_text(encoding="utf-8") == "title: Lights\n"


class Slow:
    """In place of decap-server: answers when ``may_end`` is set."""

    def __init__(self) -> None:
        self.asked, self.may_end, self.closed = threading.Event(), threading.Event(), False

    def ask(self, _: bytes) -> tuple[int, bytes]:
        self.asked.set()
        assert self.may_end.wait(20)
        assert not self.closed
        return 200, b"{}"

    def close(self) -> None:
        self.closed = True


def test_what_is_under_way_ends_before_the_form_does_and_nothing_begins_after(written: Desk):
    backend = Slow()
    gate = Gate(written.root, Clone.of(written.root), cast("Backend", backend))
    with ThreadPoolExecutor() as pool:
        under_way = pool.submit(gate.answer, b'{"action": "info", "params": {}}')
        assert backend.asked.wait(20)
        closing = pool.submit(gate.close)
        assert not wait([closing], timeout=0.2).done
        backend.may_end.set()
        assert under_way.result(20) == (200, b"{}")
        closing.result(20)
    assert backend.closed
    status, words = gate.answer(b'{"action": "info", "params": {}}')
    assert (status, b"start 'communique form' again" in words) == (503, True)


class Interrupted:
    """A lock that somebody waits for and gives up."""

    def acquire(self, *, timeout: float) -> bool:
        raise KeyboardInterrupt


def test_a_form_interrupted_while_it_ends_takes_the_server_with_it(written: Desk, monkeypatch: pytest.MonkeyPatch):
    backend = Slow()
    gate = Gate(written.root, Clone.of(written.root), cast("Backend", backend))
    monkeypatch.setattr(gate, "_one", Interrupted())
    with pytest.raises(KeyboardInterrupt):
        gate.close()
    assert backend.closed


def test_without_a_repository_the_form_says_what_is_missing(tmp_path: Path):
    with pytest.raises(GitError, match="in no repository with a commit"):
        Clone.of(small(tmp_path))
