"""Who sends: MMSI, IMO number, MID and flag.

from seawarden.ids import flags, imo, mmsi

imo.parse("IMO 9423671")          # 9423671
imo.check_digit_ok(9423671)       # True
mmsi.station(445123000)           # 'ship'
flags.of_mmsi(445123000)          # 'KP'
flags.alpha2("DPRK")              # 'KP'
"""
