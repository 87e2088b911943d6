"""The page's client: its types are those of the API, and the compiler has nothing against it."""

import subprocess
from pathlib import Path

import hatch_build  # beside pyproject.toml
from seawarden.web.openapi import openapi


def run(*command: str) -> None:
    npm, _ = hatch_build._npm()
    done = subprocess.run(
        [*npm, "exec", "--offline", "--", *command],
        cwd=hatch_build.WEB, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4_000:] + done.stderr[-2_000:]


def test_the_types_of_the_client_are_those_of_the_api(page: Path, tmp_path: Path) -> None:
    """Where this fails: `python -m seawarden.web.openapi > web/openapi.json`, `npm run types`."""
    given, made = tmp_path / "openapi.json", tmp_path / "schema.d.ts"
    given.write_text(openapi(), encoding="utf-8")
    run("openapi-typescript", str(given), "-o", str(made))
    kept = hatch_build.WEB / "src" / "schema.d.ts"
    assert made.read_text("utf-8") == kept.read_text("utf-8")


def test_the_compiler_has_nothing_against_the_page(page: Path) -> None:
    run("svelte-check", "--fail-on-warnings")
