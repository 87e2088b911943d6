"""How right Seawarden is: traffic with known truth through the same steps as `watch`.

    python -m benchmarks.truth [--small] [--seeds N] [--only PART] [--real]

writes `docs/accuracy.md` (and, where `../shared/data` stands beside the checkout and `--real` is
given, `docs/accuracy-real.md`). Parts, one a file:

    transfers    transfers and the ten hard cases, by mean report interval, beside two rules
    gaps         known switch-offs among losses of reception, beside three thresholds
    splitting    several ships under one MMSI
    dark         ships that a radar sees and AIS does not
    deceit       interference, false positions, false identities
    reliability  are 7 of 10 findings at 0.7 true?

`run` makes a world and watches it; `score` compares; `gfw_rule` and `bucket_rule` are our
re-implementations of published rules; `calibrate_fit` fits the table that `detect.calibration`
reads.
Seeds 1000-1039 are for tuning, 9000 and up for testing; nothing is ever fitted on the latter.
"""
