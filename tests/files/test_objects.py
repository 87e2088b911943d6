"""Objects of a store are read where they lie; the store is a real server of S3 on this machine."""

import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import seawarden as sw
from seawarden.errors import InputError
from seawarden.files import objects
from seawarden.read import open_and_read, sources

_BESIDE = Path(sys.prefix) / "s3"
"""Where `make` puts the server: it asks for other packages than we do."""
_HEADER = "mmsi,time,lat,lon,sog,cog\n"
_ROWS = [f"41200000{i},2024-03-01T0{i}:00:00Z,{i}.5,125.5,1.0,90\n" for i in range(1, 5)]


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """A bucket with a folder of AIS; its address."""
    from pyarrow.fs import S3FileSystem

    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_BESIDE), os.environ["PYTHONPATH"]])}
    code = "import sys; from moto.server import main; main(sys.argv[1:])"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", code, "-p", str(port)], env=env,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        _wait(server, port)
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("AWS_ACCESS_KEY_ID", "test")
            patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
            patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
            patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
            patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
            objects.forget()
            system = S3FileSystem(
                endpoint_override=f"127.0.0.1:{port}", scheme="http", allow_bucket_creation=True
            )
            system.create_dir("sea")
            for name, content in _contents().items():
                with system.open_output_stream(f"sea/{name}", compression=None) as file:
                    file.write(content)
            yield "s3://sea"
    finally:
        objects.forget()
        server.terminate()
        server.wait(30)


def _wait(server: "subprocess.Popen[bytes]", port: int) -> None:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if server.poll() is not None:
                why = (server.stderr.read() if server.stderr else b"").decode()[-500:]
                if "CI" in os.environ:
                    pytest.fail(why)
                pytest.skip(f"no server of S3 here: {why}")
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server does not answer")


def _contents() -> dict[str, bytes]:
    import gzip
    import io

    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo("c.csv"), _HEADER + _ROWS[2])
    return {
        "ais/a.csv": (_HEADER + _ROWS[0]).encode(),
        "ais/b.csv.gz": gzip.compress((_HEADER + _ROWS[1]).encode(), mtime=0),
        "ais/deep/c.zip": packed.getvalue(),
        "ais/_SUCCESS": b"",
    }


def test_a_folder_of_a_store_is_searched_through(store: str) -> None:
    found = sources([f"{store}/ais"])
    assert [s.place for s in found] == [
        f"{store}/ais/a.csv", f"{store}/ais/b.csv.gz", f"{store}/ais/deep/c.zip!c.csv",
    ]  # fmt: skip
    rows = [b.n_reports for s in found for b in open_and_read(s, file_id=0)]
    assert sum(rows) == 3
    size, sha256 = found[0].digest()
    assert size == len(_HEADER + _ROWS[0])
    assert len(sha256) == 64


@pytest.mark.parametrize(
    ("pattern", "n"), [("ais/*.csv", 1), ("ais/*", 3), ("ais/**", 4), ("ais/a.csv", 1)]
)
def test_a_glob_means_what_it_means_here(store: str, pattern: str, n: int) -> None:
    assert len(objects.listed(f"{store}/{pattern}")) == n


@pytest.mark.parametrize("name", ["ais/no.csv", "none*", "other"])
def test_what_is_not_there_is_named(store: str, name: str) -> None:
    with pytest.raises(InputError, match=f"^{store}/{name.replace('*', '.')}: no "):
        sources([f"{store}/{name}"])


def test_a_bucket_that_is_not_there_is_one_line(store: str) -> None:
    with pytest.raises(InputError, match=r"^s3://nowhere/x: "):
        sources(["s3://nowhere/x"])


def test_a_watch_of_a_store_equals_one_of_files(store: str, tmp_path: Path) -> None:
    """But for the names of the files."""
    for name, content in _contents().items():
        if "SUCCESS" not in name:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    here = sw.watch(tmp_path / "ais", out=tmp_path / "here")
    there = sw.watch(f"{store}/ais", out=tmp_path / "there")
    keys = ("bytes", "sha256", "lines", "reports", "rejects", "format")
    assert [[i[k] for k in keys] for i in there.run["inputs"]] == [
        [i[k] for k in keys] for i in here.run["inputs"]
    ]
    assert there.run["inputs"][0]["path"] == f"{store}/ais/a.csv"
    assert there.ships.equals(here.ships)


def test_a_path_of_this_machine_is_no_object() -> None:
    assert objects.uri_of("ais/a.csv") is None
    assert objects.uri_of("C:/ais") is None
    assert objects.uri_of(Path("s3://sea/ais")) == "s3://sea/ais"
