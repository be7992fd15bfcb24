"""What can be set from outside: defaults, then `estate.toml` in the data folder, then ESTATE_* in the environment."""

import os
import tomllib
from pathlib import Path

import msgspec


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One appliance's settings; each is described in docs/settings.md (a test asserts it)."""

    data: str = "estate-data"
    host: str = "0.0.0.0"
    port: int = 8080
    open_browser: bool = True
    trusted_proxy: str = ""
    session_idle_hours: int = 12
    session_days: int = 30
    upload_limit_mb: int = 30
    practice: bool = False

    @property
    def folder(self) -> Path:
        return Path(self.data).expanduser().absolute()


class BadSettings(Exception):
    """A setting cannot be understood; the text says which one and where it stands."""


def load(**given: object) -> Settings:
    """Settings of the data folder `given["data"]`; what is given on the command line wins (None is not given)."""
    chosen = {name: value for name, value in given.items() if value is not None}
    data = str(chosen.get("data") or os.environ.get("ESTATE_DATA") or Settings().data)
    merged: dict[str, object] = {
        **_from_file(Path(data) / "estate.toml"),
        **_from_environment(),
        **chosen,
        "data": data,
    }
    try:
        return msgspec.convert(merged, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise BadSettings(str(error)) from error


def _from_file(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path}: {error}") from error


def _from_environment() -> dict[str, object]:
    names = Settings.__struct_fields__
    return {name: os.environ[key] for name in names if (key := f"ESTATE_{name.upper()}") in os.environ}
