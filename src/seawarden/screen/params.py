"""Weights and thresholds of `vessel-v1`, and how they combine.

    support = 1 - product over agreeing parts of (1 - weight * value)
    score   = support * product over conflicting parts of (1 - weight * |value|)

So an agreeing identifier never lowers a score and a conflict never raises it. The weights are
a judgement, set so that the cases in `docs/screening.md` come out, and checked against the
names that real AIS holds: see there for what they let through and what they miss.
"""

from dataclasses import dataclass

from ..errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """Weights are probabilities (0-1) that the part alone makes the two one ship.

    Fields without a source: own choice, measured in docs/screening.md.
    """

    imo_weight: float = 0.98  # a hull keeps its number for life [IMO A.1117(30)]
    bad_imo_weight: float = 0.60  # the same wrong number was typed on both sides
    imo_conflict: float = 0.85  # two valid numbers that differ are two hulls
    imo_conflict_doubted: float = 0.35  # ... unless name and radio identity both agree
    imo_one_digit: float = 0.30  # ... unless one digit is off and the name agrees: a slip
    mmsi_weight: float = 0.75  # set by hand, and issued anew with each flag
    call_sign_weight: float = 0.60  # issued anew with each flag, and short
    name_weight: float = 0.85  # a name with its number, not common
    alias_weight: float = 0.82  # a name that the list calls another name
    former_weight: float = 0.70  # other ships take up a name that was given up
    numeral_conflict: float = 0.20  # NAM SAN 8 is not NAM SAN 9
    flag_weight: float = 0.10  # many ships fly any one flag
    dprk_flag_weight: float = 0.30  # few ships fly the DPRK's
    former_flag_weight: float = 0.05  # flag of today is a former flag of the listed ship
    flag_conflict: float = 0.15  # a ship may have been reflagged
    owner_weight: float = 0.82  # a listed party named as owner or manager
    owner_number_weight: float = 0.95  # ... by its IMO company number [IMO MSC.160(78)]

    romanisation_value: float = 0.95  # one Korean name in two romanisations
    doubtful_romanisation_value: float = 0.80  # ... where the name may as well be Chinese
    cut_value: float = 0.95  # the first 20 characters of a longer name [ITU-R M.1371]
    numeral_missing: float = 0.75  # RYE SONG GANG against RYE SONG GANG 1
    alike_cutoff: float = 0.885  # OSA similarity below which names are not alike
    slip_value: float = 0.80  # one letter off in a short name, where flag or type agrees
    type_weight: float = 0.10  # many ships are of one type
    alike_slope: float = 3.0  # value = 1 - slope * (1 - similarity)
    owner_cutoff: float = 0.92  # similarity below which parties are not alike
    short_name_letters: int = 6  # letters; such a name without a number is borne by many
    generic_name: float = 0.88  # made of words that many ships bear (OCEAN STAR)
    short_name: float = 0.90  # factor on the weight of a short name
    one_word_name: float = 0.75  # ... of one word (LEO, MARIA), unless the listing is Korean
    common_step: float = 0.10  # factor 1 / (1 + step * (listed hulls of that name - 1))
    common_floor: float = 0.60  # the factor falls no lower

    match_score: float = 0.80  # 'match' at and above
    possible_score: float = 0.55  # 'possible' at and above
    keep_near_misses: bool = True  # also give 'no match' where name or number agreed

    def __post_init__(self) -> None:
        if not 0 <= self.possible_score <= self.match_score <= 1:
            raise UsageError(
                f"screen: possible_score {self.possible_score} and match_score "
                f"{self.match_score}, expected 0 <= possible_score <= match_score <= 1"
            )
