"""The list of readers and mail.yaml: everything wrong is told at its line, before the first octet is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from communique.errors import FindingsError
from communique.mail.readers import read_list
from tests.dossiers import ROOT
from tests.mail.desk import Desk, open_desk, publish
from tests.mail.faulty import Faulty

HEAD = "address,name,language,pdf,paper,level,suppressed\n"
WRONG = (
    "ann@readers.test,Ann\n"
    "bob@readers,Bob\n"
    '"cho@readers.test","Cho, of the ""Post""",de,attached,A4,TLP:GREEN,no\n'
    "dee@readers.test,Dee,english,by post,folio,TLP:PINK,perhaps\n"
)


def findings(path: Path, text: str, marking: str = "TLP:CLEAR") -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FindingsError) as error:
        read_list("ferry", path, marking)  # type: ignore[arg-type]
    return [str(each).replace(f"{path}:", "") for each in error.value.findings]


def test_every_mistake_of_a_table_is_told_at_its_line_and_column(tmp_path: Path) -> None:
    told = findings(tmp_path / "list.csv", HEAD + WRONG)
    assert [each.partition(": ")[0] for each in told] == ["3:1", "5:22", "5:30", "5:38", "5:44", "5:53"]
    assert "'readers' is no domain" in told[0]
    told = findings(tmp_path / "list.csv", HEAD + "ann@readers.test,Ann,,,,,,more\n")
    assert told == [
        "2:27: wrong-type: 8 cells, and the first line names 7; put a cell with a delimiter in it in quotes"
    ]


def test_one_reader_twice_is_refused_however_it_is_written(tmp_path: Path) -> None:
    rows = "ann@readers.test\nANN@Readers.Test\nzoe@пример.test\nzoe@xn--e1afmkfd.test\nann+ferry@readers.test\n"
    assert findings(tmp_path / "list.csv", "address\n" + rows) == [
        "3:1: duplicate-row: 'ANN@readers.test' is already given on line 2; keep one of the two",
        "5:1: duplicate-row: 'zoe@пример.test' is already given on line 4; keep one of the two",
    ]


def test_a_level_below_the_marking_is_refused_unless_the_reader_is_suppressed(tmp_path: Path) -> None:
    rows = (
        "ann@readers.test,,,,,TLP:AMBER",
        "bob@readers.test,,,,,TLP:GREEN",
        "cho@readers.test",
        "dee@readers.test,,,,,,yes",
    )
    told = findings(tmp_path / "list.csv", HEAD + "\n".join(rows), "TLP:AMBER")
    assert [each.partition(": ")[0] for each in told] == ["3:22", "4:1"]
    assert "may be sent TLP:CLEAR, and the edition is TLP:AMBER" in told[1]


def test_yaml_and_csv_say_the_same(tmp_path: Path) -> None:
    csv, yaml = tmp_path / "list.csv", tmp_path / "list.yaml"
    csv.write_text("\ufeffaddress;name;pdf\r\nann@readers.test;Ann;link\r\nbob@readers.test;;\r\n", encoding="utf-8")
    rows = "- address: bob@readers.test\n- address: ann@readers.test\n  name: Ann\n  pdf: link\n"
    yaml.write_text(rows, encoding="utf-8")
    assert read_list("ferry", csv, "TLP:CLEAR").digest == read_list("ferry", yaml, "TLP:CLEAR").digest
    told = findings(yaml, "- address: ann@readers.test\n  nmae: Ann\n- adress: bob@readers.test\n")
    assert [each.partition(": ")[0] for each in told] == ["2:3", "3:3"]
    assert "did you mean 'name'?" in told[0]


@pytest.mark.parametrize("text", ["", "address\n", "name\nAnn\n", "[]\n"])
def test_a_list_without_readers_is_refused(text: str, tmp_path: Path) -> None:
    assert findings(tmp_path / "list.csv", text)
    assert findings(tmp_path / "list.yaml", text)


def test_a_list_that_is_not_utf8_or_has_control_characters_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_bytes(b"address,name\nann@readers.test,Ann\nbob@readers.test,B\xf6b\n")
    with pytest.raises(FindingsError, match=r"list.csv:3:19: not-utf8"):
        read_list("ferry", tmp_path / "list.csv", "TLP:CLEAR")
    assert "yaml-syntax" in findings(tmp_path / "list.csv", "address,name\nann@readers.test,A\x0bnn\n")[0]


def test_a_wrong_list_sends_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = open_desk(tmp_path)
    desk.readers("ann@readers.test", "bob@readers", "cho@readers.test")
    with Faulty(desk.outside / "tls") as server:
        desk.port = server.port
        desk.configure(persons="one")
        assert desk("prepare", "ferry-note", "--as", "ada@desk.test") == 1
        assert desk("send", "ferry-note") == 1
        assert server.all_heard == b""
    assert "ferry.csv:3:1: bad-value: 'readers' is no domain" in capsys.readouterr().err


def test_an_edition_above_the_readers_level_is_not_even_prepared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = open_desk(tmp_path)
    publish(desk.root, marking="TLP:AMBER")
    assert desk("prepare", "ferry-note", "--as", "ada@desk.test", "--key", desk.key("ada@desk.test")) == 1
    assert capsys.readouterr().err.count("may be sent TLP:CLEAR") == 3


# mail.yaml


def complaint(desk: Desk, capsys: pytest.CaptureFixture[str], **changes: object) -> str:
    desk.configure(**changes)
    assert desk("prepare", "ferry-note") in (1, 2)
    return capsys.readouterr().err


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"ledger": "ledger.db"}, "leads into the dossier"),
        ({"leave__mailto": "nobody"}, "is no address"),
        ({"leave__endpoint": "http://leave.desk.test"}, "is no https address"),
        ({"sender": "Ferry <briefings@desk>"}, "is no domain"),
        ({"server__security": "none"}, "'none' is not one of"),
        ({"people": ["ada@desk.test"]}, "two persons are to sign"),
        ({"serverr": "x"}, "did you mean 'server'?"),
        ({"dkim": [{"domain": "elsewhere.test", "selector": "s", "key": "/k"}]}, "not the domain of the sender"),
        ({"dkim": [{"domain": "desk.test", "selector": "s; x=y", "key": "/k"}]}, "is no selector"),
        ({"server__password_variable": "A-B"}, "is no name of a variable"),
        ({"leave__endpoint": "https://leave.desk.test/ж"}, "in ASCII letters"),
        ({"bounces": "bøunces+{token}@desk.test"}, "ASCII before the '@'"),
        ({"reply_to": "žofie@desk.test"}, "ASCII before the '@'"),
    ],
)
def test_what_is_wrong_in_mail_yaml_is_told_at_its_line(
    changes: dict[str, object], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    err = complaint(open_desk(tmp_path), capsys, **changes)
    assert told in err
    assert err.startswith("mail.yaml:")


def test_a_password_file_that_others_may_read_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    desk = open_desk(tmp_path)
    desk.configure(persons="one")
    (desk.outside / "password").chmod(0o644)
    assert desk("prepare", "ferry-note", "--as", "ada@desk.test") == 0
    assert desk("send", "ferry-note") == 1
    assert "run chmod 600" in capsys.readouterr().err


def test_the_sample_configuration_and_list_are_right() -> None:
    from communique.mail.configuration import Configuration
    from communique.validation import validate
    from communique.yamlfile import parse

    samples = ROOT / "docs" / "samples"
    document = parse((samples / "mail.yaml").read_text(encoding="utf-8"), "mail.yaml")
    assert validate(Configuration, document.data, document) is not None
    assert document.findings == []
    listed = read_list("north-africa", samples / "readers.csv", "TLP:CLEAR")
    assert all("example." in each.address.domain for each in listed.readers)


def test_a_quotation_mark_hides_no_cell_behind_it(tmp_path: Path) -> None:
    """Were the rest of a line lost, a reader who is suppressed would get mail."""
    path = tmp_path / "list.csv"
    path.write_text(HEAD + 'ann@readers.test,Ann 5" tall,fr,link,letter,TLP:GREEN,yes\n', encoding="utf-8")
    (ann,) = read_list("ferry", path, "TLP:CLEAR").readers
    assert (ann.name, ann.pdf, ann.level, ann.suppressed) == ('Ann 5" tall', "link", "TLP:GREEN", True)
    told = findings(path, HEAD + 'ann@readers.test,"Ann,fr,link,letter,TLP:GREEN,yes\nbob@readers.test,"Bob" B,fr\n')
    assert [each.partition(": ")[0] for each in told] == ["2:18", "3:18"]
    assert "starts with a quotation mark and does not end with one" in told[0]
    told = findings(path, "address,suppressed,suppressed\nann@readers.test,yes,no\n")
    assert told == ["1:20: duplicate-key: there are two columns 'suppressed'; keep one of the two"]
