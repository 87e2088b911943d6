"""`python -m benchmarks.truth`: measure, and write `docs/accuracy.md`."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from . import run
from .pages.page import page
from .pages.same_page import differences
from .pages.targets import Results
from .parts import PARTS, measured
from .real import page as real_page
from .settings import FULL, SMALL

DOCS = Path(__file__).parents[2] / "docs"


def main() -> None:
    """Measure the parts asked for and write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--small", action="store_true", help="one small world of each kind (CI)")
    parser.add_argument("--seeds", type=int, help="worlds of each kind")
    parser.add_argument("--only", choices=list(PARTS), action="append", help="this part only")
    parser.add_argument("--real", action="store_true", help="write docs/accuracy-real.md too")
    parser.add_argument("--check", action="store_true",
                        help="fail where the page in docs/ says otherwise")  # fmt: skip
    parser.add_argument("--jobs", type=int, default=1, help="parts measured at once (default 1)")
    parser.add_argument("--out", type=Path, help="where to write (default docs/accuracy.md)")
    arguments = parser.parse_args()
    if arguments.seeds is not None and arguments.seeds < 1:
        parser.error(f"--seeds: {arguments.seeds} came, expected 1 or more")
    settings = SMALL if arguments.small else FULL
    settings = replace(settings, seeds=arguments.seeds) if arguments.seeds else settings
    results = Results(settings, not_built=run.not_built())
    for part in measured(arguments.only or PARTS, settings, arguments.jobs):
        setattr(results, part.field, part.value)
        print(f"{part.part}: {part.seconds:.0f} s", file=sys.stderr)
    text = page(results)
    if arguments.check:
        _check(text, (arguments.out or DOCS / "accuracy.md").read_text(encoding="utf-8"))
    elif arguments.only and arguments.out is None:
        print(text)
    else:
        (arguments.out or DOCS / "accuracy.md").write_text(text, encoding="utf-8")
    if arguments.real:
        (DOCS / "accuracy-real.md").write_text(real_page.page(), encoding="utf-8")


def _check(text: str, shown: str) -> None:
    """Exit with 1 and the rows that differ, unless the page shown says the same."""
    found = differences(shown, text)
    if found:
        print("\n".join(found))
        sys.exit("docs/accuracy.md does not say what was measured; run: make accuracy")


if __name__ == "__main__":
    main()
