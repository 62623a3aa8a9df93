"""How each kind of check is computed: one function a kind, all its checks at once; units of the published tables."""

import math

import numpy as np

from ... import analysis, battle, earth, flight, policy, sensing
from ...scenario import catalog
from ...units import deg_to_rad, km_to_m, m_to_km, rad_to_deg

SPHERE = earth.choose_earth("sphere", rotating=False)
BAND = 9.5e9
"""Hz, X band."""

START = (0.0, 0.0)


def _least_energy(ranges):
    """Table of least-energy impulsive flights on the sphere that stands still, one row a range, km."""
    angle = np.asarray(ranges, float) * 1e3 / SPHERE.radius
    aims = np.column_stack([np.zeros(len(angle)), np.degrees(angle)])
    return flight.fly_many("impulsive", [START], aims, earth="sphere", rotating=False, atmosphere="none")


def minimum_energy(rows):
    """Speed, angle, apogee or time of least-energy flights."""
    table = _least_energy([row["range_km"] for row in rows])
    columns = {
        "speed": m_to_km(np.asarray(table["burnout_speed"])),
        "angle": rad_to_deg(np.asarray(table["burnout_angle"])),
        "apogee": m_to_km(np.asarray(table["apogee_altitude"])),
        "time": np.asarray(table["time"]),
    }
    return [columns[row["quantity"]][k] for k, row in enumerate(rows)]


def range_at_speed(rows):
    """Ground range, km, of the least-energy flight with a launch speed, between flights of stated ranges."""
    ranges = np.linspace(200.0, 12000.0, 600)
    speeds = m_to_km(np.asarray(_least_energy(ranges)["burnout_speed"]))
    return [np.interp(row["speed_km_s"], speeds, ranges) for row in rows]


def _place(text):
    if "," in text:
        return tuple(float(part) for part in text.split(","))
    site = catalog.site(text)
    return site.latitude_deg, site.longitude_deg


def great_circle(rows):
    """Distance on the sphere, km or what `per_km` makes of it."""
    ends = np.radians([[*_place(row["a"]), *_place(row["b"])] for row in rows])
    found = earth.great_circle_distance(ends[:, 0], ends[:, 1], ends[:, 2], ends[:, 3], SPHERE.radius)
    return [m_to_km(d) * row.get("per_km", 1.0) for d, row in zip(found, rows, strict=True)]


def circular_orbit(rows):
    """Height, km, after half a turn of a flight that starts level with a speed."""
    found = []
    for row in rows:
        radius = SPHERE.radius + km_to_m(row["altitude_km"])
        half = math.pi * radius / km_to_m(row["speed_km_s"])
        path = flight.propagate([radius, 0.0, 0.0], [0.0, km_to_m(row["speed_km_s"]), 0.0], earth="sphere",
                                rotating=False, atmosphere="none", duration=half)  # fmt: skip
        found.append(m_to_km(np.linalg.norm(path.at(half).position_ecef) - SPHERE.radius))
    return found


def circular_speed(rows):
    """Speed, miles an hour, at which a level flight comes back to its height after half a turn."""
    found = []
    for row in rows:
        low, high = 7.7, 7.9
        for _ in range(40):
            middle = 0.5 * (low + high)
            reached = circular_orbit([{"altitude_km": row["altitude_km"], "speed_km_s": middle}])[0]
            low, high = (middle, high) if reached < row["altitude_km"] else (low, middle)
        found.append(middle * 3600.0 / 1.609344)
    return found


def horizon(rows):
    """Slant range, km, at which an object of a height crosses an elevation."""
    return [
        m_to_km(float(earth.horizon_slant_range(deg_to_rad(row["elevation_deg"]), 0.0, km_to_m(row["altitude_km"]),
                                                SPHERE.radius, row["refraction"])))
        for row in rows
    ]  # fmt: skip


def horizon_ground(rows):
    """Ground range, km, from which an object of a height stands on the horizon."""
    return [
        m_to_km(float(earth.horizon_ground_range(0.0, 0.0, km_to_m(row["altitude_km"]), SPHERE.radius))) for row in rows
    ]


def _budget(row):
    return sensing.RadarBudget(
        mean_power=1e3 * row["mean_power_kw"],
        aperture=row["aperture_m2"],
        frequency=BAND,
        losses=10.0 ** (0.1 * row["losses_db"]),
    )


def radar_range(rows):
    """Range of the radar equation, km, with a dwell of 0.1 s."""
    return [m_to_km(float(sensing.detection_range(_budget(row), row["rcs_m2"], row["snr"], 0.1))) for row in rows]


def radar_ratio(rows):
    """Range after a change over range before it."""
    base = {"mean_power_kw": 81.0, "aperture_m2": 9.2, "losses_db": 6.0}
    before = float(sensing.detection_range(_budget(base), 0.01, 20.0, 0.1))
    found = []
    for row in rows:
        after = base | {
            "mean_power_kw": 81.0 * row.get("power", 1.0),
            "aperture_m2": 9.2 * row.get("aperture", 1.0),
        }
        snr = 20.0 * row.get("snr", 1.0)
        found.append(float(sensing.detection_range(_budget(after), 0.01 * row.get("rcs", 1.0), snr, 0.1)) / before)
    return found


def array(rows):
    """Spacing of elements, gain, beamwidth and grating lobe of an X-band face."""
    return [_array(row) for row in rows]


def _array(row):
    spacing = sensing.element_spacing(row["aperture_m2"], row["elements"])
    return {
        "spacing": lambda: spacing,
        "waves": lambda: spacing * BAND / 299_792_458.0,
        "gain": lambda: 10.0 * math.log10(sensing.antenna_gain(row["aperture_m2"], BAND)),
        "width": lambda: rad_to_deg(sensing.beamwidth(row["aperture_m2"], BAND)),
        "lobe": lambda: rad_to_deg(sensing.grating_lobe_angle(spacing, BAND)),
    }[row["quantity"]]()


def uhf_face(rows):
    """Gain, dB, or beam to the first null, degrees, of a round face."""
    found = []
    for row in rows:
        area, frequency = 0.25 * math.pi * row["diameter_m"] ** 2, 1e9 * row["frequency_ghz"]
        if row["quantity"] == "gain":
            found.append(10.0 * math.log10(sensing.antenna_gain(area, frequency, row["efficiency"])))
        else:
            found.append(rad_to_deg(sensing.beamwidth(area, frequency, 1.22)))
    return found


def greatest_range(rows):
    """Greatest ground range, km, of a missile of the catalog on the sphere that stands still, with its air."""
    found = []
    for row in rows:
        flown = flight.fly(catalog.missile(row["missile"]), START, azimuth=math.pi / 2, max_range=True, earth="sphere",
                           rotating=False)  # fmt: skip
        found.append(m_to_km(flown.ground_range))
    return found


def clopper_pearson(rows):
    """One end of the exact 95 % interval."""
    ends = {"low": 0, "high": 1}
    return [analysis.clopper_pearson(row["hits"], row["tests"])[ends[row["end"]]] for row in rows]


def _exact(row):
    return battle.exact_raid(
        battle.Raid(
            warheads=row["warheads"],
            stocks=(row["interceptors"],),
            doctrine=battle.Doctrine(name=row["doctrine"], looks=row["looks"]),
            kill=battle.Kill(hit=row["p"], common_mode=row.get("common_mode", 0.0)),
        )
    )


def raid(rows):
    """Share that leaks, mean shots, or chance to kill, exact."""
    found = []
    for row in rows:
        exact = _exact(row)
        leakage = exact.expected_leakers / row["warheads"]
        found.append({"leakage": leakage, "shots": exact.expected_shots, "kill": 1.0 - leakage}[row["quantity"]])
    return found


def raid_among(rows):
    """Factor on the kill probability when objects cannot be told apart: each is shot at as a warhead would be."""
    found = []
    for row in rows:
        exact = _exact(row | {"warheads": row["objects"], "doctrine": "even", "looks": 1})
        found.append((row["objects"] - exact.expected_leakers) / row["objects"] / row["p"])
    return found


def force_share(rows):
    """Share of a force that perfect interceptors stop."""
    found = []
    for row in rows:
        exact = _exact({"warheads": row["force"], "interceptors": row["interceptors"], "p": 1.0, "doctrine": "even",
                        "looks": 1})  # fmt: skip
        found.append(1.0 - exact.expected_leakers / row["force"])
    return found


def members(rows):
    """How many members NATO had on a day."""
    return [len(policy.members("NATO", row["date"])) for row in rows]


HOW = {
    "minimum-energy": minimum_energy,
    "range-at-speed": range_at_speed,
    "great-circle": great_circle,
    "circular-orbit": circular_orbit,
    "circular-speed": circular_speed,
    "horizon": horizon,
    "horizon-ground": horizon_ground,
    "radar-range": radar_range,
    "radar-ratio": radar_ratio,
    "array": array,
    "uhf-face": uhf_face,
    "greatest-range": greatest_range,
    "clopper-pearson": clopper_pearson,
    "raid": raid,
    "raid-among": raid_among,
    "force-share": force_share,
    "members": members,
}
"""Name of a kind of check to the function that computes all checks of that kind."""
