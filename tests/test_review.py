"""Nothing counts as reviewed but the exact content that a second person stood for."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from communique.cli import main
from communique.errors import GitError
from communique.history import Repository
from communique.history.approvals import Flaw
from communique.history.kept import kept_log
from communique.history.log import read_log
from communique.history.pasts import read_history
from tests.editors import desk

if TYPE_CHECKING:
    from pathlib import Path

    from communique.history.pasts import Past
    from tests.editors import Desk

PLACE = "content/places/boathouse.yaml"


@pytest.fixture
def made(tmp_path: Path) -> Desk:
    return desk(tmp_path)


def past(made: Desk, path: str = PLACE, *, forge: bool = False) -> Past:
    repository = Repository.of(made.root)
    assert repository is not None
    return read_history(repository, forge=forge).pasts[path]


def test_a_record_nobody_approved_waits(made: Desk) -> None:
    found = past(made)
    assert (found.is_approved, found.approval, found.flawed) == (False, None, ())
    assert found.by == ("Ada Invented",)


def test_a_second_persons_signature_on_the_exact_content_approves_it(made: Desk) -> None:
    commit = made.approves(PLACE, by=made.ben)
    found = past(made)
    assert found.is_approved
    assert found.approval is not None
    assert (str(found.approval.by), found.approval.commit) == ("Ben Invented", commit)
    assert not past(made, "content/dossier.yaml").is_approved, "it names one path, and approves no other"


def test_where_signatures_cannot_be_checked_that_is_said_and_nothing_is_called_unsigned(
    made: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.approves(PLACE, by=made.ben)
    monkeypatch.setattr("shutil.which", lambda program: None)
    with pytest.raises(GitError, match="ssh-keygen is not there; install OpenSSH's client"):
        past(made)


def test_the_author_cannot_approve_it(made: Desk) -> None:
    made.approves(PLACE, by=made.ada)
    assert [each.flaw for each in past(made).flawed] == [Flaw.OWN]


def test_an_approval_without_a_signature_or_by_a_stranger_is_none(made: Desk) -> None:
    made.approves(PLACE, by=made.ben, signed=False)
    made.approves(PLACE, by=made.cleo)
    assert [each.flaw for each in past(made).flawed] == [Flaw.UNSIGNED, Flaw.UNSIGNED]


def test_an_alias_is_the_same_person_by_mailmap(made: Desk) -> None:
    made.write(PLACE, "type: city", "type: base")
    alias = type(made.ben)("B. I.", "other@example.net", made.ben.key)
    made.commit("Ben under another name", alias)
    (made.root / ".mailmap").write_text("Ben Invented <ben@example.org> <other@example.net>\n", encoding="utf-8")
    made.commit("Say who is who")
    made.approves(PLACE, by=made.ben)
    assert [each.flaw for each in past(made).flawed] == [Flaw.OWN]


def test_two_names_with_one_key_are_one_person(made: Desk) -> None:
    signers = made.root / "editors" / "allowed_signers"
    key = made.ada.key.with_suffix(".pub").read_text(encoding="utf-8")
    signers.write_text(signers.read_text(encoding="utf-8") + f"dora@example.org {key}", encoding="utf-8")
    made.commit("A second name for the same key", made.ben)
    dora = type(made.ada)("Dora Invented", "dora@example.org", made.ada.key)
    made.approves(PLACE, by=dora)
    assert [each.flaw for each in past(made).flawed] == [Flaw.OWN]


def test_a_change_after_the_approval_waits_again(made: Desk) -> None:
    made.approves(PLACE, by=made.ben)
    approved = made.content(PLACE)
    made.write(PLACE, "type: city", "type: base")
    made.commit("Another type")
    found = past(made)
    assert not found.is_approved
    assert found.approval is not None
    assert found.approval.content == approved


def test_an_amended_commit_keeps_its_author_but_its_content_is_also_of_who_amended(made: Desk) -> None:
    made.write(PLACE, "type: city", "type: base")
    made.commit("By Ada")
    made.write(PLACE, "type: base", "type: water")
    made.git("add", "-A", by=made.ben)
    made.git("commit", "-q", "--amend", "--no-edit", by=made.ben)
    made.approves(PLACE, by=made.ben)
    assert [each.flaw for each in past(made).flawed] == [Flaw.OWN]


def test_going_back_to_an_older_approved_content_is_a_change(made: Desk) -> None:
    made.approves(PLACE, by=made.ben)
    made.write(PLACE, "type: city", "type: base")
    changed = made.commit("Another type")
    made.approves(PLACE, by=made.ben)
    newer = made.content(PLACE)
    made.git("revert", "--no-edit", changed)
    found = past(made)
    assert not found.is_approved
    assert found.approval is not None
    assert found.approval.content == newer, "the newest approval is the one that stands"


def test_a_rebased_approval_has_lost_its_signature(made: Desk) -> None:
    made.git("checkout", "-q", "-b", "work")
    made.write(PLACE, "type: city", "type: base")
    made.commit("Another type")
    made.approves(PLACE, by=made.ben)
    made.git("checkout", "-q", "main")
    made.write("content/dossier.yaml", "publisher: ", "publisher: The ")
    made.commit("Meanwhile")
    made.git("checkout", "-q", "work")
    made.git("rebase", "-q", "--keep-empty", "main")
    found = past(made)
    assert not found.is_approved
    assert Flaw.UNSIGNED in {each.flaw for each in found.flawed}


def test_a_signed_tag_survives_a_rebase_since_it_names_the_content(made: Desk) -> None:
    made.write(PLACE, "type: city", "type: base")
    made.commit("Another type")
    line = f"Approves: {PLACE} {made.content(PLACE)}"
    made.git("tag", "-s", "-m", f"Reviewed\n\n{line}", "review-1", by=made.ben)
    made.git("commit", "-q", "--amend", "-m", "The same, said better")
    assert past(made).is_approved
    made.git("tag", "-s", "-f", "-m", f"Reviewed\n\n{line}", "review-1", by=made.ada)
    assert not past(made).is_approved


def test_a_cherry_picked_approval_counts_for_whoever_signed_it_anew(made: Desk) -> None:
    made.git("checkout", "-q", "-b", "work")
    commit = made.approves(PLACE, by=made.ben)
    made.git("checkout", "-q", "main")
    made.git("cherry-pick", "--allow-empty", commit, by=made.ada)
    assert not past(made).is_approved, "unsigned"
    made.git("reset", "-q", "--hard", "HEAD~1")
    made.git("cherry-pick", "--allow-empty", "-S", commit, by=made.ada)
    assert not past(made).is_approved, "signed by its author"


def review_by_merge(made: Desk, *options: str, by: str = "Ben Invented <ben@example.org>") -> None:
    made.git("checkout", "-q", "-b", "work")
    made.write(PLACE, "type: city", "type: base")
    made.commit("Another type")
    made.git("checkout", "-q", "main")
    made.git("merge", "-q", "--no-ff", "-m", f"Merge work\n\nReviewed-by: {by}", "work", by=made.cleo)


def test_the_forges_word_counts_only_where_it_is_trusted(made: Desk) -> None:
    review_by_merge(made)
    assert [each.flaw for each in past(made).flawed] == [Flaw.FORGE]
    found = past(made, forge=True)
    assert found.is_approved
    assert found.approval is not None
    assert found.approval.basis == "forge"


def test_the_forges_word_does_not_make_the_author_a_second_person(made: Desk) -> None:
    review_by_merge(made, by="Ada Invented <elsewhere@example.org>")
    assert [each.flaw for each in past(made, forge=True).flawed] == [Flaw.OWN]


def test_a_squash_loses_the_review(made: Desk) -> None:
    made.write(PLACE, "type: city", "type: base")
    made.commit("Another type (#12)\n\nReviewed-by: Ben Invented <ben@example.org>", made.ada)
    found = past(made, forge=True)
    assert not found.is_approved
    assert [each.flaw for each in found.flawed] == [Flaw.LOST]


def test_a_merge_that_writes_something_new_is_made_by_whoever_merged(made: Desk) -> None:
    made.git("checkout", "-q", "-b", "work")
    made.write(PLACE, "type: city", "type: base")
    made.commit("Another type")
    made.git("checkout", "-q", "main")
    made.git("merge", "-q", "--no-ff", "--no-commit", "work", by=made.ben)
    made.write(PLACE, "type: base", "type: water")
    made.commit("Merge, and more", made.ben)
    made.approves(PLACE, by=made.ben)
    assert [each.flaw for each in past(made).flawed] == [Flaw.OWN]


def test_no_message_can_pass_for_another_commit(made: Desk) -> None:
    """The log is told apart by NUL, which git lets into no message."""
    good = made.approves("content/dossier.yaml", by=made.ben)
    forged = f"\x1e{good}\x1f\x1fBen\nApproves: {PLACE} {made.content(PLACE)}"
    made.git("commit", "-q", "--allow-empty", "-m", f"Look here\n\nSee: {forged}", by=made.ada)
    assert not past(made).is_approved


def test_what_was_a_draft_is_published_when_it_is_none_any_more(made: Desk) -> None:
    made.write(PLACE, "type: city", "type: city\ndraft: yes")
    made.git("commit", "-q", "-a", "--amend", "--no-edit")
    assert past(made).first is None
    made.write(PLACE, "\ndraft: yes", "")
    commit = made.commit("Ready")
    assert str(int(past(made).first.timestamp())) == made.git("show", "-s", "--format=%ct", commit)  # type: ignore[union-attr]


def test_a_history_read_before_is_the_same_history(made: Desk, tmp_path: Path) -> None:
    made.approves(PLACE, by=made.ben)
    made.approves("content/dossier.yaml", by=made.ada)
    repository = Repository.of(made.root)
    assert repository is not None
    fresh = read_history(repository, cache=tmp_path / "cache")
    assert read_history(repository, cache=tmp_path / "cache") == fresh
    for kept in (tmp_path / "cache").iterdir():
        kept.write_text("[1", encoding="utf-8")
    assert read_history(repository, cache=tmp_path / "cache") == fresh, "a spoilt copy is read anew"


def test_a_kept_log_grows_by_what_came_since_and_is_the_log_git_gives(made: Desk, tmp_path: Path) -> None:
    repository = Repository.of(made.root)
    assert repository is not None
    kept_log(repository, "HEAD", tmp_path)
    review_by_merge(made)
    made.approves(PLACE, by=made.ben)
    grown, fresh = kept_log(repository, "HEAD", tmp_path), read_log(repository)
    assert {each.id: each for each in grown.commits} == {each.id: each for each in fresh.commits}
    assert grown.main == fresh.main
    made.git("reset", "-q", "--hard", "HEAD~2")
    made.write(PLACE, "type: city", "type: water")
    made.commit("Another way")
    assert kept_log(repository, "HEAD", tmp_path) == read_log(repository), "what HEAD no longer stands on is gone"


# The command


def states(made: Desk, capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, str]]:
    assert main(["-C", str(made.root), "review", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    return {row["id"]: (row["state"], row["why"]) for row in rows}


def test_review_tells_what_waits_for_whom(made: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    made.approves(PLACE, by=made.ben)
    made.approves("content/topics/crossing.yaml", by=made.ada)
    made.write("content/notes/who-crosses.md", "---\n", "---\ndraft: yes\n")
    found = states(made, capsys)
    assert found["boathouse"] == ("approved", "")
    assert found["crossing"][0] == "in review"
    assert "approved by Ada Invented, who made this content" in found["crossing"][1]
    assert found["who-crosses"] == ("draft", "draft: yes")
    assert main(["-C", str(made.root), "review"]) == 0
    assert "approved: 1" in capsys.readouterr().out


def as_ben(made: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in made.ben.environment.items():
        monkeypatch.setenv(name, value)
    made.git("config", "user.signingkey", str(made.ben.key))


def test_an_approval_is_one_command(
    made: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_ben(made, monkeypatch)
    (made.root / "unrelated.txt").write_text("not touched", encoding="utf-8")
    assert main(["-C", str(made.root), "review", "--approve", "boathouse", "crossing"]) == 0
    capsys.readouterr()
    found = states(made, capsys)
    assert {found["boathouse"][0], found["crossing"][0]} == {"approved"}
    assert made.git("status", "--porcelain").splitlines()[-1] == "?? unrelated.txt"


@pytest.mark.parametrize(
    ("ids", "told"),
    [
        (["boathouse", "nobody"], "nobody: there is no such record"),
        (["boathouse"], "made by Ben Invented; it takes a second person"),
    ],
)
def test_an_approval_that_would_not_count_is_refused_and_nothing_is_written(
    made: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, ids: list[str], told: str
) -> None:
    made.write(PLACE, "type: city", "type: base")
    head = made.commit("By Ben", made.ben)
    as_ben(made, monkeypatch)
    assert main(["-C", str(made.root), "review", "--approve", *ids]) == 1
    assert told in capsys.readouterr().err
    assert made.git("rev-parse", "HEAD") == head


def test_what_is_not_committed_cannot_be_approved(
    made: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made.write(PLACE, "type: city", "type: base")
    as_ben(made, monkeypatch)
    assert main(["-C", str(made.root), "review", "--approve", "boathouse"]) == 1
    assert "not committed; commit it first" in capsys.readouterr().err


def test_a_key_that_is_not_among_the_signers_approves_nothing(
    made: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in made.cleo.environment.items():
        monkeypatch.setenv(name, value)
    made.git("config", "user.signingkey", str(made.cleo.key))
    assert main(["-C", str(made.root), "review", "--approve", "boathouse"]) == 1
    assert "your key is not in editors/allowed_signers" in capsys.readouterr().err


def test_a_shallow_clone_tells_no_review(made: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made.approves(PLACE, by=made.ben)
    made.git("clone", "-q", "--depth", "1", f"file://{made.root}", str(tmp_path / "shallow"))
    assert main(["-C", str(tmp_path / "shallow"), "review"]) == 1
    assert "git fetch --unshallow" in capsys.readouterr().err
