"""A made-up run folder with the tables that the report reads: plausible shapes, invented numbers, no physics."""

import numpy as np

from midcourse import results

LAUNCHES = [("Launch area A", 38.08, 46.29), ("Launch area B", 35.2, 53.9)]
SITE = (54.48, 17.10)
AXES = [
    {"name": "interceptor", "values": ["mda", "lewis-postol"]},
    {"name": "radar", "values": ["mean-170kw", "mean-42kw"]},
]
READINGS = [f"{i}+{r}" for i in AXES[0]["values"] for r in AXES[1]["values"]]
RADIUS_KM = 6371.0
CITIES = [  # name, country, latitude, longitude, population, capital
    ("Berlin", "DE", 52.52, 13.41, 3426354, True),
    ("Hamburg", "DE", 53.55, 9.99, 1845229, False),
    ("Athens", "GR", 37.98, 23.73, 664046, True),
    ("Ankara", "TR", 39.92, 32.85, 3517182, True),
    ("Istanbul", "TR", 41.01, 28.95, 14804116, False),
    ("Washington", "US", 38.90, -77.04, 601723, True),
    ("San Diego", "US", 32.72, -117.16, 1394928, False),
    ("Patras", "GR", 38.25, 21.73, 168034, False),
]


def distance_km(lat1, lon1, lat2, lon2):
    a, b, c, d = (np.radians(np.asarray(v, float)) for v in (lat1, lon1, lat2, lon2))
    h = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return 2 * RADIUS_KM * np.arcsin(np.sqrt(h))


def _table(rows, columns):
    """Table from rows of dicts; columns: name -> unit."""
    return results.table({n: ([r[n] for r in rows], unit, n.replace("_", " ")) for n, unit in columns.items()})


def _status(city, interceptor, radar):
    """Invented rule: far from the launch areas and not too far from the site is defended."""
    near = min(distance_km(lat, lon, city[2], city[3]) for _, lat, lon in LAUNCHES)
    to_site = distance_km(*SITE, city[2], city[3])
    limit = 1900 if interceptor == "mda" else 3300
    if near > 10500 or (city[1] in ("IS", "PT") and radar == "mean-42kw"):
        return "not-threatened", None
    if near < 1500 + (300 if radar == "mean-42kw" else 0):
        return "undefended", "seen-too-late"
    if to_site > limit and near < 8000:
        return "undefended", "out-of-reach"
    return "defended", None


def places_rows(cities):
    rows = []
    for reading in READINGS:
        interceptor, radar = reading.split("+")
        for city in cities:
            name, country, lat, lon, population, capital = city
            status, why = _status(city, interceptor, radar)
            threat = min(LAUNCHES, key=lambda a: distance_km(a[1], a[2], lat, lon))[0]
            shots = {"defended": 2 if lat > 50 else 1, "undefended": 0, "not-threatened": 0}[status]
            ideal = 2500.0 + 1.2 * float(distance_km(*SITE, lat, lon))
            rows.append(
                {
                    "reading": reading, "name": name, "country": country, "latitude_deg": lat, "longitude_deg": lon,
                    "population": population, "capital": capital,
                    "named": capital or population >= 500_000, "status": status, "why_not": why,
                    "deciding_threat": None if status == "not-threatened" else threat, "shots": shots,
                    "required_speed_ideal_m_s": ideal, "required_speed_lagged_m_s": ideal + 1300.0,
                }
            )  # fmt: skip
    return rows


def countries_rows(places, names):
    rows = []
    for reading in READINGS:
        mine = [p for p in places if p["reading"] == reading]
        for code in sorted({p["country"] for p in mine}):
            here = [p for p in mine if p["country"] == code]
            threatened = sum(p["population"] for p in here if p["status"] != "not-threatened")
            defended = sum(p["population"] for p in here if p["status"] == "defended")
            bad = sorted((p for p in here if p["status"] == "undefended"), key=lambda p: -p["population"])
            word = (
                "not-threatened"
                if not threatened
                else "defended"
                if not bad
                else "partly"
                if defended
                else "undefended"
            )
            rows.append(
                {
                    "reading": reading, "code": code, "name": names.get(code, code), "status": word,
                    "defended_share": defended / threatened if threatened else float("nan"),
                    "largest_undefended_city": bad[0]["name"] if bad else None,
                    "threatened_population": threatened, "defended_population": defended,
                }
            )  # fmt: skip
    return rows


def readings_rows(countries):
    rows = []
    for k, reading in enumerate(READINGS):
        interceptor, radar = reading.split("+")
        mine = [c for c in countries if c["reading"] == reading]
        threatened, defended = (sum(c[n] for c in mine) for n in ("threatened_population", "defended_population"))
        p0, alone = 0.41 - 0.05 * k, 0.47 - 0.04 * k
        rows.append(
            {
                "reading": reading, "interceptor": interceptor, "radar": radar, "members": len(mine),
                "members_threatened": sum(c["status"] != "not-threatened" for c in mine),
                "members_undefended": sum(c["status"] in ("undefended", "partly") for c in mine),
                "threatened_population": threatened, "defended_population": defended,
                "defended_share": defended / threatened if threatened else float("nan"),
                "threats": 2, "warheads": 5, "interceptors": 10, "replicates": 100000, "seed": 1,
                "leakers_exact": 1.221 + 0.2 * k, "leakers_mean": 1.22 + 0.2 * k,
                "leakers_low": 1.21 + 0.2 * k, "leakers_high": 1.23 + 0.2 * k,
                "p_no_leaker_exact": p0 if k < 3 else None, "p_no_leaker_sampled": p0 + 0.001,
                "p_no_leaker_low": p0 - 0.002, "p_no_leaker_high": p0 + 0.004,
                "shots_mean": 7.4, "shots_low": 7.38, "shots_high": 7.42,
                "without_common_mode_leakers_mean": 0.92 + 0.2 * k, "without_common_mode_leakers_low": 0.91 + 0.2 * k,
                "without_common_mode_leakers_high": 0.93 + 0.2 * k, "without_common_mode_p_no_leaker_exact": alone,
                "without_common_mode_p_no_leaker_sampled": alone - 0.001,
                "without_common_mode_p_no_leaker_low": alone - 0.004,
                "without_common_mode_p_no_leaker_high": alone + 0.002,
            }
        )  # fmt: skip
    return rows


def threats_rows(cities):
    rows = []
    for launch, lat, lon in LAUNCHES:
        for name, _, city_lat, city_lon, *_ in cities:
            ground = float(distance_km(lat, lon, city_lat, city_lon)) * 1e3
            rows.append(
                {
                    "threat": f"{launch} to {name}", "launch_name": launch, "launch_latitude_deg": lat,
                    "launch_longitude_deg": lon, "aim_name": name, "aim_latitude_deg": city_lat,
                    "aim_longitude_deg": city_lon,
                    "missile": "notional-irbm-4000" if ground < 4.1e6 else "notional-icbm-12000",
                    "burnout_time_s": 180.0,
                    "flight_time_s": 180.0 + 300 + ground / 5200, "apogee_altitude_m": ground / 4.5,
                    "ground_range_m": ground,
                }
            )  # fmt: skip
    return rows


def chain_rows(threats):
    rows = []
    for reading in READINGS:
        interceptor, radar = reading.split("+")
        for k, threat in enumerate(threats):
            seen = 210.0 + 35 * (k % 5) + (60 if radar == "mean-42kw" else 0)
            late = seen + 100 > threat["flight_time_s"] - 240
            meet = float("nan") if late else seen + 100 + (220 if interceptor == "mda" else 150)
            rows.append(
                {
                    "reading": reading, "threat": threat["threat"], "sensor": "emr",
                    "seen_s": seen, "firm_s": seen + 30,
                    "committed_s": seen + 90, "lift_off_earliest_s": seen + 100, "intercept_s": meet,
                    "why_not": "seen-too-late" if late else None,
                }
            )  # fmt: skip
    return rows


def sightings_rows(threats):
    rows = []
    for reading in READINGS:
        for threat in threats:
            first = 210.0 + threat["ground_range_m"] / 4e4
            rows.append(
                {
                    "reading": reading, "threat": threat["threat"], "sensor": "emr", "first_seen_s": first,
                    "last_seen_s": threat["flight_time_s"] - 60, "seen_time_s": 400.0, "first_slant_range_m": 1.9e6,
                    "first_altitude_m": 3.1e5, "never_because": "seen",
                }
            )  # fmt: skip
    return rows


def leakers_rows():
    shape = np.array([0.41, 0.27, 0.17, 0.08, 0.04, 0.03])
    return [
        {
            "reading": reading, "leakers": k, "exact": float(p), "sampled": float(p) + 1e-4,
            "without_common_mode_exact": float(p) * 0.9, "without_common_mode_sampled": float(p) * 0.9,
        }
        for reading in READINGS for k, p in enumerate(shape)
    ]  # fmt: skip


def flips_rows():
    """One time that flips in every reading, one speed with both ends, one chance that never does."""
    rows = []
    for k, reading in enumerate(READINGS):
        common = {
            "reading": reading,
            "answer": "members-undefended",
            "answer_now": 6.0,
            "who_below": "",
            "who_above": "",
        }
        never = {"flips_below": np.nan, "answer_below": np.nan, "flips_above": np.nan, "answer_above": np.nan}
        late = {"flips_above": 76.4 + 20 * k, "answer_above": 7.0, "who_above": "lost Italy"}
        fast = {"flips_above": 7.0, "answer_above": 5.0, "who_above": "gained Canada"}
        rows += [
            {
                **common, **never, **late, "path": "command.decide_s", "unit": "s", "value": 60.0, "low": 0.0,
                "high": 600.0,
            },
            {
                **common, **never, **fast, "path": "batteries.poland.speed", "unit": "km/s", "value": 6.3,
                "low": 3.78, "high": 10.08, "flips_below": 5.87, "answer_below": 7.0, "who_below": "lost Iceland",
            },
            {
                **common, **never, "path": "kill.hit", "unit": "", "value": 0.6, "low": 0.3, "high": 0.9,
                "answer": "p-no-leaker", "answer_now": 0.01,
            },
        ]  # fmt: skip
    return rows


def parts_rows():
    """Which presets the readings take."""
    kinds = [("battery", "poland", "gbi"), ("sensor", "emr", "european-midcourse-radar")]
    return [
        {"reading": reading, "kind": kind, "key": key, "preset": preset, "owner": "US", "host": "PL"}
        for reading in READINGS
        for kind, key, preset in kinds
    ]


ASSUMPTIONS = [
    ("batteries.poland.interceptor.speed", "6.3", "km/s", "6.3", "9", "given", "AFP 2008", "2008-06"),
    ("command.decide_s", "60", "s", "30", "120", "assumed", "no public figure", ""),
    ("kill.hit", "0.6", "", "0.3", "0.9", "assumed", "flight tests to 2017 as evidence for the range", ""),
    ("sensors.emr.radar.mean_power", "170", "kW", "42.5", "170", "given", "szu2008", "2008-09-10"),
    ("threats.south-west-asia.missile.burn_time", "180", "s", "120", "200", "derived", "range class", ""),
]  # fmt: skip
ASSUMPTIONS += [
    ("notional-icbm-12000: stage_1.isp_vacuum_s", "270", "s", None, None, "assumed", "house", "2026"),
    ("notional-icbm-12000: ballistic_coefficient_kg_m2", "5000", "kg/m^2", None, None, "assumed", "house", "2026"),
]
LIMITS = [
    "A footprint takes every threat alone, with full magazines; it says nothing about raids.",
    "Decoys are not modelled; the kill probability is a stated range, not a prediction.",
]


def _columns(rows, units):
    return {name: units.get(name, "") for name in rows[0]}


def make_tables(cities, names=None):
    """All tables of a made-up run over cities (name, country, latitude, longitude, population, capital)."""
    places = places_rows(cities)
    countries = countries_rows(places, names or {})
    threats = threats_rows(cities)
    assumption_names = ("path", "value", "unit", "low", "high", "status", "source", "date")
    rows = {
        "places": places,
        "countries": countries,
        "readings": readings_rows(countries),
        "threats": threats,
        "chain": chain_rows(threats),
        "sightings": sightings_rows(threats),
        "leakers": leakers_rows(),
        "flips": flips_rows(),
        "parts": parts_rows(),
        "assumptions": [dict(zip(assumption_names, a, strict=True)) for a in ASSUMPTIONS],
        "sensors": [
            {"key": "emr", "site": "Brdy", "latitude_deg": 49.64, "longitude_deg": 13.76},
            {"key": "fylingdales", "site": "Fylingdales", "latitude_deg": 54.362, "longitude_deg": -0.67},
        ],
        "batteries": [
            {"key": "poland", "site": "Redzikowo", "latitude_deg": SITE[0], "longitude_deg": SITE[1], "ready": 10}
        ],
    }
    units = {}
    for suffix, unit in (("_deg", "deg"), ("_m", "m"), ("_s", "s"), ("_m_s", "m/s")):
        units |= {n: unit for r in rows.values() for n in r[0] if n.endswith(suffix)}
    return {name: _table(r, _columns(r, units)) for name, r in rows.items()}


def make_manifest(**changes):
    more = {
        "title": "The European site of 2008",
        "question": "who-is-covered",
        "replicates": 100000,
        "warnings": [],
        **changes,
    }
    return results.describe_run(
        name="european-site-2008",
        scenario_text="midcourse: 1\nname: european-site-2008\n",
        seed=1,
        readings={"axes": AXES, "names": READINGS},
        command=["midcourse", "run", "european-site-2008", "--replicates", "100000"],
        limits=LIMITS,
        **more,
    )
