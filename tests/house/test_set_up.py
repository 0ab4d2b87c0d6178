"""What set-up says when it cannot go on: one plain line, and nothing is made."""

import sys
from pathlib import Path

import pytest
from aimed import set_up


def test_an_older_python_gets_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    with pytest.raises(SystemExit) as stopped:
        set_up.set_up()
    assert stopped.value.code == 1
    assert capsys.readouterr().err == (
        "Set-up stopped: Python 3.9 is too old: aimed needs 3.11 or newer (make PYTHON=python3.12 paper)\n"
    )
    assert not Path(".venv").exists()


def test_a_missing_venv_module_gets_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit):
        set_up.set_up()
    assert capsys.readouterr().err == (
        "Set-up stopped: Python's venv module is missing: install it "
        "(on Debian and Ubuntu: apt install python3-venv)\n"
    )
    assert not Path(".venv").exists()


@pytest.mark.parametrize("part", ["set_up", "slurm"])
def test_an_environment_that_is_a_link_is_left_as_it_is(
    part: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/ready").write_text("of the other study", encoding="utf-8")
    (tmp_path / "study").mkdir()
    monkeypatch.chdir(tmp_path / "study")
    Path(".venv").symlink_to("../other")
    with pytest.raises(SystemExit):
        set_up.set_up() if part == "set_up" else set_up.install_extra(part)
    assert capsys.readouterr().err == (
        "Set-up stopped: .venv is a link to ../other, which may be another study's: "
        "remove the link (rm .venv) and set up again\n"
    )
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["ready"]
    assert Path(".venv/ready").read_text(encoding="utf-8") == "of the other study"


def test_one_requirement_is_singled_out_with_its_hashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".venv").mkdir()
    Path("requirements.txt").write_text(
        "six==1 \\\n    --hash=sha256:a\nuv==2 \\\n    --hash=sha256:b \\\n    --hash=sha256:c\nyte==3\n"
        "# quarto: quarto-cli==4 --hash=sha256:d\n"
    )
    own = set_up.write_requirement(r"^uv==.*?(?=^[a-z#]|\Z)", "uv.txt")
    assert own.read_text().split() == ["uv==2", "\\", "--hash=sha256:b", "\\", "--hash=sha256:c"]
    own = set_up.write_requirement(r"(?<=^# quarto: ).*$", "quarto.txt")
    assert own.read_text() == "quarto-cli==4 --hash=sha256:d\n"
