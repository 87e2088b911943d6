"""Which pairs are worth scoring: the same number, the same name, or a name alike.

Every pair that shares an identifier is kept, so nothing is lost that an identifier finds. For
names, pairs share the letters, share the fold of the letters, or have an OSA similarity of at
least the cut-off, which is computed for distinct names of nearly the same length only.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from ..ids.imo import parse as parse_imo
from . import korean, scripts, short_slips
from .compare import party
from .likeness import CUT_LETTERS
from .params import Params
from .ships import Query, Target, call_sign_of

Index = dict[object, list[int]]
_CHUNK = 4096


def ship_pairs(
    queries: Sequence[Query], targets: Sequence[Target], params: Params
) -> list[list[int]]:
    """Return for each query the indices of the targets to score, ascending."""
    exact = _by_identifier(targets)
    names = _by_name(targets)
    alike = _alike(
        {n.letters for q in queries for n, _ in q.names},
        {n.name.letters for t in targets for n in t.names},
        params,
    )
    folds = _alike_folds(queries, targets, params)
    slips = short_slips.pairs(
        {n.letters for q in queries for n, _ in q.names},
        {n.name.letters for t in targets for n in t.names},
    )
    by_script = _by_script(queries, targets)
    out = []
    for query in queries:
        found: set[int] = set()
        row = query.row
        sign = call_sign_of(row)
        for key in (("imo", row["imo"]), ("mmsi", row["mmsi"]), ("sign", sign)):
            found.update(exact.get(key, ()) if key[1] else ())
        for name, _ in query.names:
            if not name.letters:
                found.update(names.get(("#", name.numbers), ()) if name.numbers else ())
                continue
            for letters in (name.letters, *alike.get(name.letters, ())):
                found.update(names.get(letters, ()))
            if name.is_cut:
                found.update(names.get(("cut", name.letters[:CUT_LETTERS]), ()))
            for letters in slips.get(name.letters, ()):
                found.update(i for i in names.get(letters, ()) if _agrees(query, targets[i]))
            for script, index in by_script.items():
                found.update(index.get(scripts.fold(name.letters, script), ()))
            if korean.is_korean(name.words):  # `likeness` folds no others
                key_ = korean.fold(name.letters)
                for fold in (key_, *folds.get(key_, ())):
                    found.update(names.get(("fold", fold), ()))
        out.append(sorted(found))
    return out


def _agrees(query: Query, target: Target) -> bool:
    """Tell whether anything but the name can agree; numbers are looked up for themselves."""
    row = target.row
    if set(query.flags) & {row["flag"], *(row["former_flags"] or ())}:
        return True
    kind = short_slips.ship_class(query.row["ship_type"])
    return kind is not None and kind == short_slips.ship_class(row["ship_type"])


def _by_script(queries: Sequence[Query], targets: Sequence[Target]) -> dict[str, Index]:
    """Return for each script that a name is written in the listed ships by its fold."""
    texts = [n.text for q in queries for n, _ in q.names if not n.text.isascii()]
    texts += [n.name.text for t in targets for n in t.names if not n.name.text.isascii()]
    out: dict[str, Index] = {}
    for script in {scripts.script_of(text) for text in texts} - {None}:
        index: Index = defaultdict(list)
        for i, target in enumerate(targets):
            for key in {scripts.fold(n.name.letters, str(script)) for n in target.names}:
                if key:
                    index[key].append(i)
        out[str(script)] = index
    return out


def owner_pairs(
    owners: Iterable[str], names: Iterable[tuple[int, str]], params: Params
) -> dict[str, list[int]]:
    """Return for each owner the indices of the listed parties whose names are the same or alike."""
    index: dict[str, set[int]] = defaultdict(set)
    for i, name in names:
        key = party(name)
        if key:
            index[key].add(i)
            index[key.replace(" ", "")].add(i)
    wanted = {owner: party(owner) for owner in owners}
    alike = _similar(set(wanted.values()), set(index), params.owner_cutoff, least=6)
    out: dict[str, list[int]] = {}
    for owner, key in wanted.items():
        keys = (key, key.replace(" ", ""), *alike.get(key, ()))
        out[owner] = sorted({i for k in keys if k for i in index.get(k, ())})
    return out


def _by_identifier(targets: Sequence[Target]) -> Index:
    index: Index = defaultdict(list)
    for i, target in enumerate(targets):
        row = target.row
        numbers = {row["imo"], *_printed(row["imo_text"])} - {None}
        for number in numbers:
            index["imo", number].append(i)
        for mmsi in set(row["mmsi"] or ()):
            index["mmsi", mmsi].append(i)
        sign = call_sign_of(row)
        if sign:
            index["sign", sign].append(i)
    return index


def _printed(text: str | None) -> set[int | None]:
    return {parse_imo(part) for part in (text or "").split(";")}


def _by_name(targets: Sequence[Target]) -> Index:
    index: Index = defaultdict(list)
    for i, target in enumerate(targets):
        keys: set[object] = set()
        for listed in target.names:
            name = listed.name
            if name.letters:
                keys.add(name.letters)
                if len(name.letters) > CUT_LETTERS:
                    keys.add(("cut", name.letters[:CUT_LETTERS]))
                if korean.is_korean(name.words):
                    keys.add(("fold", korean.fold(name.letters)))
            elif name.numbers:
                keys.add(("#", name.numbers))
        for key in keys:
            index[key].append(i)
    return index


def _alike(asked: set[str], listed: set[str], params: Params) -> dict[str, list[str]]:
    # Under this many letters one other letter already falls below the cut-off.
    least = int(np.ceil(1.0 / (1.0 - params.alike_cutoff) - 1e-9))
    return _similar(asked, listed, params.alike_cutoff, least)


def _alike_folds(
    queries: Sequence[Query], targets: Sequence[Target], params: Params
) -> dict[str, list[str]]:
    asked = {
        korean.fold(n.letters) for q in queries for n, _ in q.names if korean.is_distinct(n.words)
    }
    listed = {
        korean.fold(n.name.letters)
        for t in targets
        if t.is_korean
        for n in t.names
        if korean.is_korean(n.name.words)
    }
    return _alike(asked, listed, params)


def _similar(asked: set[str], listed: set[str], cutoff: float, least: int) -> dict[str, list[str]]:
    """Return for each text asked the other texts listed with at least `cutoff` similarity."""
    by_length: dict[int, list[str]] = defaultdict(list)
    for text in listed:
        if len(text) >= least - 1:
            by_length[len(text)].append(text)
    groups: dict[int, list[str]] = defaultdict(list)
    for text in asked:
        if len(text) >= least - 1:
            groups[len(text)].append(text)
    out: dict[str, list[str]] = defaultdict(list)
    for length, group in groups.items():
        low, high = int(np.ceil(length * cutoff)), int(length / cutoff)
        others = [t for size in range(low, high + 1) for t in by_length.get(size, ())]
        for start in range(0, len(group) if others else 0, _CHUNK):
            part = group[start : start + _CHUNK]
            scores = cdist(
                part, others, scorer=OSA.normalized_similarity, score_cutoff=cutoff,
                dtype=np.float32,
            )  # fmt: skip
            for i, j in zip(*np.nonzero(scores), strict=True):
                if part[i] != others[j]:
                    out[part[i]].append(others[j])
    return out
