"""Columns by file, and a saved reading that gives the same reports again."""

from pathlib import Path

import pytest

import seawarden as sw
from seawarden.errors import FormatError, OutputError, UsageError
from seawarden.read import open_and_read, options_of, sources

from .published_samples import OPTIONS, samples
from .scene import put, read, shown, table, truth

STRANGE = table(
    "ID;T;Y;X;V;C;H",
    lambda f: f"{f.mmsi};{f.when:%d/%m/%Y %H:%M:%S};{f.lat};{f.lon};{f.sog * 10:.0f};{f.cog};"
    f"{f.heading}",
)  # fmt: skip
COLUMNS = "mmsi=ID,time=T,lat=Y,lon=X,sog=V:kn/10,cog=C,heading=H"
SAVED = (
    "danish", "noaa 2025", "kystverket hais", "spire historical", "aishub csv ais", "orbcomm",
    "marinetraffic ps07", "postgres csv", "spire graphql", "aishub json ais", "aishub xml",
    "digitraffic rest", "iso prefix", "tag s c", "danish decimal comma", "korean", "ihs",
)  # fmt: skip


def test_columns_differ_by_file(tmp_path: Path) -> None:
    put(tmp_path, STRANGE, "odd_1.csv")
    put(tmp_path, STRANGE.replace("ID;T;", "A;B;", 1), "other_1.csv")
    rules = f"odd*.csv: {COLUMNS}; {COLUMNS.replace('ID', 'A').replace('=T', '=B')}"
    options = options_of(columns=rules, date_order="day-first")
    for source in sources([str(tmp_path)]):
        assert shown(list(open_and_read(source, file_id=0, options=options))) == truth()


def test_a_unit_behind_a_column_is_no_pattern() -> None:
    options = options_of(columns="sog=V:kn/10,lat=Y:deg/600000")
    assert options.columns_per_file.value_for("any.csv") == {
        "sog": "V:kn/10",
        "lat": "Y:deg/600000",
    }


@pytest.mark.parametrize("name", SAVED)
def test_a_saved_reading_gives_the_same(tmp_path: Path, name: str) -> None:
    """What a file was taken for, written down and read by, is what it was."""
    path, saved = put(tmp_path, samples()[name], "a[1].txt"), tmp_path / "how.toml"
    sw.inspect(path, save_reading=saved, **OPTIONS.get(name, {}))  # type: ignore[arg-type]
    assert shown(read(path, reading=saved)) == truth()


def test_a_saved_reading_of_chosen_columns_can_be_used_alone(tmp_path: Path) -> None:
    path, saved = put(tmp_path, STRANGE), tmp_path / "how.toml"
    sw.inspect(path, columns=COLUMNS, date_order="day-first", save_reading=saved)
    text = saved.read_text()
    assert 'sog = "V:kn/10"' in text and 'date_order = "day-first"' in text
    assert shown(read(path, reading=saved)) == truth()
    with pytest.raises(FormatError):
        read(path)


def test_the_command_line_comes_before_a_saved_reading(tmp_path: Path) -> None:
    saved = tmp_path / "how.toml"
    saved.write_text('format = 1\n[[file]]\npattern = "*"\ntime_zone = "Asia/Seoul"\n')
    row = "{0.mmsi},{0.when:%Y-%m-%d %H:%M:%S},{0.lat},{0.lon},{0.sog},{0.cog},{0.heading}"
    naive = table("mmsi,time,lat,lon,sog,cog,heading", row.format)
    path = put(tmp_path, naive)
    assert shown(read(path, reading=saved, time_zone="UTC")) == truth()
    assert shown(read(path, reading=saved)) != truth()


def test_a_file_of_another_kind_than_the_reading_has_is_refused(tmp_path: Path) -> None:
    path, saved = put(tmp_path, samples()["danish"]), tmp_path / "how.toml"
    sw.inspect(path, save_reading=saved)
    path.write_text(samples()["noaa"])
    with pytest.raises(
        FormatError, match="came a file of kind 'marinecadastre', expected 'danish'"
    ):
        read(path, reading=saved)


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("format = 2\n", "came format = 2, expected format = 1"),
        ("format =", "not TOML"),
        ("format = 1\n[[file]]\nreader = 'x'\n", "no pattern"),
        ("format = 1\n[[file]]\npattern = '*'\nzone = 'UTC'\n", "'zone' is none of pattern"),
        ("format = 1\n[[file]]\npattern = '*'\ntime_zone = 'Mars'\n", "'Mars' is no zone"),
        ("format = 1\n[[file]]\npattern = '*'\ntime_zone = 9\n", "expected text in quotes"),
        ("format = 1\n[[file]]\npattern = '*'\ncolumns = {a = 'b'}\n", "'a' is none of time"),
    ],
)
def test_what_is_wrong_in_a_saved_reading_is_named(tmp_path: Path, text: str, match: str) -> None:
    saved = tmp_path / "how.toml"
    saved.write_text(text)
    with pytest.raises(UsageError, match=match):
        options_of(reading=saved)


def test_a_file_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    path = put(tmp_path, samples()["danish"])
    mine = tmp_path / "notes.toml"
    for text in ("mine\n", "format = 1\nmine = true\n"):
        mine.write_text(text)
        with pytest.raises(OutputError, match="was not written by Seawarden"):
            sw.inspect(path, save_reading=mine)
        assert mine.read_text() == text
    with pytest.raises(OutputError, match="a folder"):
        sw.inspect(path, save_reading=tmp_path)
