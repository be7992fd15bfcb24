"""Settings: what is said on the command line wins; each is described; what cannot be understood is named."""

from pathlib import Path

import pytest

from estate.settings import BadSettings, Settings, load

DOCS = Path(__file__).parent.parent / "docs" / "settings.md"


@pytest.mark.parametrize("name", Settings.__struct_fields__)
def test_every_setting_is_described(name: str) -> None:
    assert f"| `{name}` |" in DOCS.read_text("utf-8")


def test_the_command_line_wins_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "estate.toml").write_text('port = 1001\nhost = "10.0.0.1"\nsession_days = 7\n')
    monkeypatch.setenv("ESTATE_PORT", "1002")
    monkeypatch.setenv("ESTATE_HOST", "10.0.0.2")
    settings = load(data=str(tmp_path), port=1003)
    assert (settings.port, settings.host, settings.session_days) == (1003, "10.0.0.2", 7)


@pytest.mark.parametrize("text", ["port = [", 'port = "many"', "port = 70000", "prot = 80"])
def test_a_setting_that_cannot_be_understood_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "estate.toml").write_text(text)
    with pytest.raises(BadSettings, match=r"estate\.toml"):
        load(data=str(tmp_path))
