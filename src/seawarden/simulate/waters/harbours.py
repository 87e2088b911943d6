"""Harbours of the scenario: where ships berth, anchor and leave the coast.

Names and positions: World Port Index, Pub. 150 (NGA, public domain), edition of August 2023,
re-keyed. Berth, channel and anchorage points were keyed by hand on the water nearby, channels
found by shortest paths clear of the public shorelines; they are plausible, not charted.
"""

from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Harbour:
    """One harbour. All points are (lat_deg, lon_deg)."""

    code: str  # UN/LOCODE
    name: str
    flag: str  # ISO 3166 alpha-2
    position: Point  # World Port Index
    channel: tuple[Point, ...]  # from the berths outwards; the last is the fairway
    anchorage: Point
    waypoint: str  # the lane waypoint it joins
    weight: float  # share of calls
    trades: str  # t tanker, b bulk, g general cargo, c container, p passenger, f fishing

    @property
    def berths(self) -> Point:
        """The middle of the berths: the inner end of the channel."""
        return self.channel[0]

    @property
    def fairway(self) -> Point:
        """Where the channel meets open water."""
        return self.channel[-1]


HARBOURS: tuple[Harbour, ...] = (
    Harbour("CNDAL", "DALIAN", "CN", (38.9167, 121.6667),
            ((38.93, 121.72), (38.81, 121.86), (38.74, 121.90)), (38.85, 121.79),
            "dalian_off", 8, "tbgcpf"),
    Harbour("CNTXG", "TIANJIN XINGANG", "CN", (38.9667, 117.8333),
            ((38.95, 117.90), (38.88, 118.15)), (38.85, 118.05), "bohai_w", 7, "tbgcp"),
    Harbour("CNSHP", "QINHUANGDAO", "CN", (39.9333, 119.6167),
            ((39.88, 119.66), (39.75, 119.85)), (39.84, 119.74), "bohai_n", 4, "tb"),
    Harbour("CNLKU", "LONGKOU", "CN", (37.6333, 120.2833),
            ((37.66, 120.24), (37.66, 120.20), (37.72, 120.12), (37.90, 120.10)),
            (37.73, 120.05), "longkou_off", 2, "tbg"),
    Harbour("CNYTG", "YANTAI", "CN", (37.5500, 121.4500), ((37.57, 121.45), (37.75, 121.60)),
            (37.64, 121.50), "yantai_off", 3, "bgcpf"),
    Harbour("CNWEG", "WEIHAI", "CN", (37.5000, 122.1000),
            ((37.47, 122.17), (37.50, 122.24), (37.58, 122.50)), (37.51, 122.30),
            "chengshan", 1, "gcpf"),
    Harbour("CNQIN", "QINGDAO", "CN", (36.0333, 120.2667),
            ((36.03, 120.29), (35.99, 120.34), (35.88, 120.55)), (35.96, 120.43),
            "qingdao_off", 8, "tbgcf"),
    Harbour("CNRZH", "RIZHAO", "CN", (35.3833, 119.5667), ((35.38, 119.59), (35.28, 119.95)),
            (35.34, 119.68), "rizhao_off", 4, "tb"),
    # The index puts Shanghai in the Huang Pu; its ships here lie at Yangshan, the port's sea berth
    Harbour("CNSGH", "SHANGHAI", "CN", (31.2167, 121.5000),
            ((30.61, 122.07), (30.75, 122.20), (30.86, 122.33), (30.86, 122.56)),
            (30.92, 122.40), "changjiang", 12, "tbgcpf"),
    Harbour("CNZOS", "ZHOUSHAN", "CN", (30.0000, 122.1000),
            ((29.97, 122.13), (29.94, 122.13), (29.91, 122.18), (29.83, 122.14), (29.755, 122.16),
             (29.73, 122.22), (29.73, 122.80)), (29.72, 122.65), "zhoushan_off", 6, "tbf"),
    Harbour("KRINC", "INCHON", "KR", (37.4667, 126.6167),
            ((37.44, 126.57), (37.42, 126.52), (37.33, 126.43), (37.31, 125.93), (37.08, 125.70)),
            (37.30, 126.15), "incheon_off", 6, "tbgcp"),
    Harbour("KRTSN", "DAESAN", "KR", (37.0167, 126.4000),
            ((37.03, 126.39), (37.08, 126.30), (37.135, 126.20), (37.135, 125.85)), (37.08, 126.33),
            "incheon_off", 4, "t"),
    Harbour("KRKUV", "KUNSAN", "KR", (35.9833, 126.6167),
            ((35.97, 126.58), (35.96, 126.55), (36.01, 126.53), (36.01, 125.96)),
            (36.01, 126.40), "kunsan_off", 2, "bgf"),
    Harbour("KRYOS", "YOSU", "KR", (34.7333, 127.7500),
            ((34.73, 127.77), (34.74, 127.81), (34.66, 127.86), (34.19, 127.86)),
            (34.60, 127.86), "yosu_off", 6, "tbgc"),
    Harbour("KRPUS", "BUSAN", "KR", (35.1000, 129.0333), ((35.08, 129.06), (35.01, 129.13)),
            (35.00, 129.17), "busan_off", 12, "tbgcpf"),
    Harbour("KRUSN", "ULSAN", "KR", (35.4500, 129.4000), ((35.46, 129.40), (35.40, 129.50)),
            (35.36, 129.53), "ulsan_off", 7, "tb"),
    Harbour("KRKPO", "POHANG", "KR", (36.0500, 129.3833),
            ((36.05, 129.40), (36.08, 129.45), (36.14, 129.56), (36.15, 129.68)),
            (36.10, 129.48), "pohang_off", 3, "bg"),
    Harbour("KRTGA", "TONGHAE", "KR", (37.5333, 129.1500), ((37.53, 129.17), (37.55, 129.40)),
            (37.55, 129.22), "east_1", 2, "bgp"),
    Harbour("JPNGS", "NAGASAKI", "JP", (32.7167, 129.8500),
            ((32.71, 129.84), (32.70, 129.81), (32.72, 129.78), (32.72, 129.62)),
            (32.73, 129.68), "nagasaki_off", 2, "gcf"),
    Harbour("JPHKT", "HAKATA", "JP", (33.6000, 130.4000),
            ((33.63, 130.38), (33.64, 130.34), (33.64, 130.28), (33.69, 130.25), (33.77, 130.23)),
            (33.77, 130.23), "hakata_off", 5, "gcpf"),
    Harbour("JPKOJ", "KAGOSHIMA", "JP", (31.5833, 130.5667),
            ((31.57, 130.57), (31.49, 130.60), (31.41, 130.67), (31.33, 130.67), (31.30, 130.70),
             (31.19, 130.70), (31.12, 130.62), (31.11, 130.56)), (31.44, 130.62),
            "kagoshima_off", 3, "tg"),
    Harbour("TWKEL", "KEELUNG", "TW", (25.1333, 121.7667), ((25.15, 121.75), (25.27, 121.83)),
            (25.26, 121.87), "keelung_off", 4, "tgcf"),
    Harbour("TWTXG", "TAICHUNG", "TW", (24.3000, 120.5000), ((24.30, 120.49), (24.32, 120.32)),
            (24.33, 120.35), "taichung_off", 4, "tbgc"),
    Harbour("RUVVO", "VLADIVOSTOK", "RU", (43.1089, 131.8883),
            ((43.10, 131.89), (43.07, 131.84), (43.09, 131.80), (43.09, 131.77), (42.99, 131.69),
             (42.70, 131.69)), (43.01, 131.70), "vladivostok_off", 4, "tbgc"),
    Harbour("RUNJK", "NAKHODKA", "RU", (42.8000, 132.8833),
            ((42.80, 132.89), (42.75, 132.91), (42.61, 132.91)), (42.70, 132.91),
            "nakhodka_off", 3, "tbg"),
    Harbour("KPNAM", "NAMPO", "KP", (38.7167, 125.4000),
            ((38.71, 125.38), (38.70, 125.32), (38.68, 125.27), (38.71, 125.17), (38.71, 124.46)),
            (38.69, 125.08), "korea_bay", 1.5, "tbg"),
    Harbour("KPHAE", "HAEJU", "KP", (38.0000, 125.7000),
            ((37.99, 125.71), (37.95, 125.76), (37.93, 125.78), (37.87, 125.78), (37.27, 125.16),
             (37.27, 123.80)), (37.82, 125.74), "yellow_1", 0.5, "bg"),
    Harbour("KPWON", "WONSAN", "KP", (39.1667, 127.4500),
            ((39.18, 127.47), (39.22, 127.62), (39.25, 127.80)), (39.21, 127.55),
            "wonsan_off", 1.0, "tbgf"),
    Harbour("KPHGM", "HUNGNAM", "KP", (39.8333, 127.6167), ((39.82, 127.62), (39.70, 127.75)),
            (39.76, 127.68), "wonsan_off", 1.0, "bg"),
    Harbour("KPCHO", "CHONGJIN", "KP", (41.7667, 129.8167),
            ((41.76, 129.84), (41.73, 129.92), (41.70, 130.02)), (41.72, 129.90),
            "chongjin_off", 1.0, "tbgf"),
    Harbour("KPRJN", "NAJIN", "KP", (42.2333, 130.3000),
            ((42.22, 130.29), (42.17, 130.28), (42.05, 130.42)), (42.13, 130.32),
            "najin_off", 1.0, "tb"),
)  # fmt: skip
