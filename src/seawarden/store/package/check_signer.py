"""Who signed a package, with a key that was good then, and when an authority saw it."""

from datetime import datetime, timedelta

from ...errors import InputError
from . import keys, stamps
from .held import Held, Trust
from .statement import Signed
from .write import ERASED, KEYS, STATEMENT

CLOCK_SLACK = timedelta(minutes=5)
"""So far may two machines' clocks lie apart; own choice."""


def signature(held: Held, signed: Signed, name: str, trust: Trust, now_utc: datetime) -> str | None:
    """Check who signed a statement, with what key, and when; return the holder of a trusted key."""
    out, made = held.outcome, signed.statement.made
    stamped = _stamps(held, name, trust, now_utc)
    if made > now_utc + CLOCK_SLACK:
        out.add("future", name, f"made at {signed.statement.made_utc}, which has not come")
    if not trust.lists:
        _claimed(held, signed, name)
        return None
    known = [(listed, k) for listed in trust.lists for i in signed.keyids
             if (k := listed.of(i)) is not None]  # fmt: skip
    if not known:
        ids = ", ".join(i[:16] for i in signed.keyids) or "none"
        out.add("foreign key", name, f"key {ids}, which is on no list that is trusted")
        return None
    listed, key = known[0]
    short = key.keyid[:16]
    if not signed.is_signed_by(key):
        out.add("signature", name, f"does not hold for key {key.keyid[:16]} of {listed.holder}")
        return listed.holder
    if key.revoked_utc and not (stamped and stamped < datetime.fromisoformat(key.revoked_utc)):
        out.add("revoked key", name, f"{short}, revoked {key.revoked_utc}: {key.reason}")
    elif key.retired_utc and made > datetime.fromisoformat(key.retired_utc) + CLOCK_SLACK:
        out.add("retired key", name, f"key {short} signed no more after {key.retired_utc}")
    else:
        out.confirmed.append(f"{name}: signed by {listed.holder}, key {key.keyid[:16]}")
    return listed.holder


def _claimed(held: Held, signed: Signed, name: str) -> None:
    """Check by the enclosed list: it shows that nothing was changed since, not by whom."""
    try:
        listed = keys.read(held.folder / KEYS)
    except InputError as error:
        held.outcome.add("format", KEYS, str(error))
        return
    key = next((k for i in signed.keyids if (k := listed.of(i)) is not None), None)
    if key is None or not signed.is_signed_by(key):
        if name in (STATEMENT, ERASED):
            held.outcome.add("signature", name, f"holds for no key of the enclosed list, {KEYS}")
        else:
            held.outcome.unconfirmed.append(f"{name}: signer: no trusted list of keys was given")
        return
    held.outcome.unconfirmed.append(
        f"{name}: signer: says to be {listed.holder}, key {key.keyid[:16]}; no trusted list of "
        "keys was given, so anybody can have signed it"
    )


def _stamps(held: Held, name: str, trust: Trust, now_utc: datetime) -> datetime | None:
    """Return the earliest time that a trusted authority saw the statement at."""
    if name != STATEMENT:
        return None
    found = sorted((held.folder / stamps.FOLDER).glob("*.tsr"))
    if not found:
        held.outcome.unconfirmed.append("when it was signed: no time stamp is enclosed")
        return None
    content = (held.folder / STATEMENT).read_bytes()
    times = []
    for path in found:
        place = f"{stamps.FOLDER}/{path.name}"
        try:
            chain = path.with_suffix(".pem").read_bytes()
            got = stamps.read(path.stem, path.read_bytes(), chain, content, trust.roots)
        except (OSError, InputError) as error:
            held.outcome.unconfirmed.append(f"{place}: {error}")
            continue
        if isinstance(got, str):
            held.outcome.add("stamp", place, got)
        elif got.time_utc > now_utc + CLOCK_SLACK:
            held.outcome.add(
                "future", place, f"stamped at {got.time_utc:%Y-%m-%dT%H:%M:%SZ}, which has not come"
            )
        else:
            at = f"{place}: stamped at {got.time_utc:%Y-%m-%dT%H:%M:%SZ}"
            if got.is_root_trusted:
                times.append(got.time_utc)
                held.outcome.confirmed.append(at)
            else:
                held.outcome.unconfirmed.append(f"{at}, by an authority that is not on your list")
    return min(times, default=None)
