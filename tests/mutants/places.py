"""The mutants of one source file: small faults, each at one place.

Most operators are mutmut's (a number, a string, a comparison, an argument left out, `and` for
`or`, and so on), applied to the file as it stands. mutmut's own run looks inside functions only;
here class bodies and module tables are mutated too, because that is where thresholds and weights
stand. Two operators are added or changed: an element is dropped from a list, tuple, set or
dictionary; and a decimal number is doubled (zero becomes one) rather than raised by one, because
no behaviour shows that a threshold of 125.0 m was moved by a metre.

Annotations, decorators, imports and docstrings are left alone.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_number


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: where it is and what the file becomes."""

    path: Path
    line: int
    operator: str
    was: str
    became: str
    source: str  # the file's text with the fault in it

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.operator}: `{self.was}` -> `{self.became}`"


def double(node: cst.Float) -> Iterable[cst.BaseExpression]:
    """0.5 becomes 1.0; 0.0 becomes 1.0."""
    value = node.evaluated_value
    yield node.with_changes(value=repr(2 * value if value else 1.0))


def one_more(node: cst.Integer) -> Iterable[cst.BaseExpression]:
    """7 becomes 8."""
    yield from operator_number(node)


def drop_element(node: cst.List | cst.Tuple | cst.Set | cst.Dict) -> Iterable[cst.BaseExpression]:
    """(a, b, c) becomes (b, c), (a, c) and (a, b)."""
    if len(node.elements) < 2:
        return
    for i in range(len(node.elements)):
        kept = [*node.elements[:i], *node.elements[i + 1 :]]
        if len(kept) == 1 and isinstance(node, cst.Tuple):
            kept = [kept[0].with_changes(comma=cst.Comma())]
        yield node.with_changes(elements=kept)


OPERATORS = [
    *((kind, act) for kind, act in mutation_operators if kind is not cst.BaseNumber),
    (cst.Float, double),
    (cst.Integer, one_more),
    *((kind, drop_element) for kind in (cst.List, cst.Tuple, cst.Set, cst.Dict)),
]


Place = tuple[cst.CSTNode, str, list[cst.CSTNode], int]
"""A node, the operator, what the node may become, the line."""


class _Finder(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        self.found: list[Place] = []

    def visit_Annotation(self, node: cst.Annotation) -> bool:
        return False

    def visit_Decorator(self, node: cst.Decorator) -> bool:
        return False

    def visit_Import(self, node: cst.Import) -> bool:
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        return False

    def visit_Expr(self, node: cst.Expr) -> bool:
        return not isinstance(node.value, (cst.SimpleString, cst.ConcatenatedString))

    def on_visit(self, node: cst.CSTNode) -> bool:
        if not super().on_visit(node):
            return False
        for kind, act in OPERATORS:
            if isinstance(node, kind):
                became = list(act(node))
                if became:
                    line = self.get_metadata(PositionProvider, node).start.line
                    self.found.append((node, act.__name__, became, line))
        return True


def sample(root: Path, folder: Path, n: int, rng: random.Random) -> list[Mutant]:
    """Choose `n` places of the files in `root / folder` without repeats, and a fault for each."""
    files = sorted(path.relative_to(root) for path in (root / folder).rglob("*.py"))
    wrappers = {path: MetadataWrapper(cst.parse_module((root / path).read_text("utf-8")))
                for path in files}  # fmt: skip
    places = []
    for path, wrapper in wrappers.items():
        finder = _Finder()
        wrapper.visit(finder)
        places += [(path, place) for place in finder.found]
    chosen = rng.sample(places, min(n, len(places)))
    return [_mutant(path, wrappers[path].module, place, rng) for path, place in chosen]


def _mutant(path: Path, module: cst.Module, place: Place, rng: random.Random) -> Mutant:
    node, operator, became, line = place
    new = rng.choice(became)
    return Mutant(
        path, line, operator.removeprefix("operator_"),
        _short(module, node), _short(module, new), module.deep_replace(node, new).code,
    )  # fmt: skip


def _short(module: cst.Module, node: cst.CSTNode, signs: int = 160) -> str:
    text = " ".join(module.code_for_node(node).split())
    return text if len(text) <= signs else text[: signs - 1] + "…"
