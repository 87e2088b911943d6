"""Faults chosen by hand: each once went unnoticed by the tests of its room, and must not again.

A fault is a place in a file and what stands there instead; the text must stand there exactly once,
so that a fault cannot outlive the code it was made for.
"""

from dataclasses import dataclass
from pathlib import Path

from .places import Mutant

SRC = Path("src/seawarden")


@dataclass(frozen=True, slots=True)
class Named:
    """A fault, and the tests that are to notice it."""

    name: str
    path: Path
    was: str
    became: str
    tests: tuple[str, ...]

    def mutant(self, root: Path) -> Mutant:
        """Return the fault as the machine takes it. Raises ValueError when it no longer fits."""
        text = (root / self.path).read_text("utf-8")
        n = text.count(self.was)
        if n != 1:
            raise ValueError(f"{self.name}: `{self.was}` stands {n} times in {self.path}, not once")
        line = text[: text.index(self.was)].count("\n") + 1
        faulty = text.replace(self.was, self.became)
        return Mutant(self.path, line, "by hand", self.was, self.became, faulty)


def _minutes(file: str, line: str, tests: tuple[str, ...]) -> Named:
    return Named(
        f"a slot counts twice: {file}", SRC / "detect" / file,
        line, line.replace("/ 60", "/ 30"), tests,
    )  # fmt: skip


def _counted(line: str, became: str) -> Named:
    return Named(
        f"dropped from what is counted: {line}", SRC / "case/weighing/counted.py", line, became,
        ("tests/case/weighing/test_counted.py",),
    )  # fmt: skip


NAMED = (
    Named("two hulls under one MMSI weigh nothing", SRC / "detect/transfer/weights.py",
          "one_hull: float = -6.0", "one_hull: float = 0.0",
          ("tests/detect/transfer/test_evidence.py",)),
    Named("a silence is hardly grave", SRC / "schema/kinds/gap.py",
          "gravity=0.6", "gravity=0.2", ("tests/case/weighing/test_thresholds.py",)),
    _counted("Added.DRAUGHT: (P.DRAUGHT,)", "Added.DRAUGHT: ()"),
    _counted("Added.SIGHTING: (P.SIGHTINGS,)", "Added.SIGHTING: ()"),
    _counted("(P.DELIBERATE, P.SILENT_SHIP)", "(P.DELIBERATE,)"),
    _counted("(P.DELIBERATE, P.SILENT_SHIP)", "(P.SILENT_SHIP,)"),
    _counted("Rival.BERTH: (P.PLACE,)", "Rival.BERTH: ()"),
    _counted("Rival.ANCHORAGE: (P.PLACE,)", "Rival.ANCHORAGE: ()"),
    *(
        _counted(f"Rival.{rival}: (P.TRADE, P.KIND)", f"Rival.{rival}: (P.{left},)")
        for rival in ("BUNKERING", "FISHING", "PILOT_OR_TUG")
        for left in ("TRADE", "KIND")
    ),
    _counted("Rival.TOWING: (P.MOTION,)", "Rival.TOWING: ()"),
    _counted("(P.SEEN, P.RECEPTION, P.DELIBERATE)", "(P.RECEPTION, P.DELIBERATE)"),
    _counted("(P.SEEN, P.RECEPTION, P.DELIBERATE)", "(P.SEEN, P.DELIBERATE)"),
    _counted("(P.SEEN, P.RECEPTION, P.DELIBERATE)", "(P.SEEN, P.RECEPTION)"),
    _counted("(P.IDENTITY, P.JUMP, P.ONE_TRANSMITTER)", "(P.JUMP, P.ONE_TRANSMITTER)"),
    _counted("(P.IDENTITY, P.JUMP, P.ONE_TRANSMITTER)", "(P.IDENTITY, P.ONE_TRANSMITTER)"),
    _counted("(P.IDENTITY, P.JUMP, P.ONE_TRANSMITTER)", "(P.IDENTITY, P.JUMP)"),
    _counted("Rival.ONE_HULL: (P.TWO_HULLS,)", "Rival.ONE_HULL: ()"),
    Named("a ship of 300 m is small to a case", SRC / "case/params.py",
          'small_ship_m: float = follows(TransferParams, "small_length_m")',
          "small_ship_m: float = 300.0", ("tests/case/weighing/test_thresholds.py",)),
    Named("only below 60 m is a ship small to a detector", SRC / "detect/transfer/params.py",
          "small_length_m: float = 125.0", "small_length_m: float = 60.0",
          ("tests/detect/transfer/test_params.py",)),
    Named("silences of three weeks count", SRC / "detect/silence/expected_reports.py",
          "history_h: float = 48.0", "history_h: float = 480.0",
          ("tests/detect/silence/test_history.py",)),
    _minutes("encounter.py", "slot_h = params.slot_min / 60\n    found = found.keep",
             ("tests/detect/test_encounter.py",)),
    _minutes("transfer/measure.py", '"outside_h": around.n * params.slot_min / 60',
             ("tests/detect/transfer/test_params.py",)),
    _minutes("sts.py", "found.n * params.slot_min / 60 >= params.min_duration_h",
             ("tests/detect/transfer/test_params.py",)),
    _minutes("dark_transfer/visible_partner.py", "params.slot_min / 60",
             ("tests/detect/dark_transfer/test_visible_partner.py",)),
)  # fmt: skip
