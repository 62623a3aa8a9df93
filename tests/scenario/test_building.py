"""Claims about a case: its SI values are those of the file, its places those of the map, against numbers by hand."""

import dataclasses
import math

import numpy as np
import pytest

from midcourse import earth, scenario
from midcourse.engagement import flyout
from midcourse.errors import ScenarioError

PLACE_TOLERANCE_DEG = 0.01  # a city is a point of a gazetteer: about a kilometre
PRINTED_RANGE = 1e-3  # the catalog prints whole kilometres
STATED_SPEED = 60.0  # m/s: the stated ones were computed in a plane, without rotation, with another drag curve
# city people of the 26 members in 2008: about 890 million people then, two thirds of them in towns of 15,000 and more
NATO_CITY_MILLIONS = (450, 650)


@pytest.fixture
def case(write, whole):
    return scenario.build(scenario.load(write(whole)), "lewis-postol+mean-42kw")


def test_units_change_once_on_the_way_in(case):
    assert case.batteries[0].launcher.interceptor.speed == 9000.0
    assert case.batteries[0].launcher.interceptor.minimum_altitude == 100_000.0
    assert case.sensors[0].device.instrumented_range == 5_000_000.0
    assert case.sensors[0].device.elevation_low == pytest.approx(math.radians(2.0))
    assert case.sensors[0].device.latitude == pytest.approx(math.radians(49.64))
    assert case.sensors[0].device.rcs == 0.01
    assert case.batteries[0].launcher.site == pytest.approx((math.radians(54.48), math.radians(17.10)))
    assert case.threats[0].shape == {"shape": "lofted", "apogee": 200_000.0}
    assert case.command.launch_prepare_time == 10.0


def test_each_reading_has_its_own_values(write, whole):
    loaded = scenario.load(write(whole))
    speeds = {name: scenario.build(loaded, name).batteries[0].launcher.interceptor.speed for name in loaded.readings}
    ranges = {name: scenario.build(loaded, name).sensors[0].device.detection_range for name in loaded.readings}
    assert [speeds[name] for name in loaded.readings] == [6300.0, 6300.0, 9000.0, 9000.0]
    assert ranges["mda+mean-170kw"] / ranges["mda+mean-42kw"] == pytest.approx(math.sqrt(2), rel=PRINTED_RANGE)


def lower_tier(write, whole, preset, **changes):
    whole["batteries"][0] = {k: v for k, v in whole["batteries"][0].items() if k not in ("channels", "boost")}
    whole["batteries"][0] |= {"interceptor": preset, **changes}
    whole["readings"] = {}
    return scenario.build(scenario.load(write(whole))).batteries[0]


def test_a_lower_tier_brings_its_limits_and_the_channels_of_its_fire_unit(write, whole):
    battery = lower_tier(write, whole, "s-300pmu-2")
    kind = battery.launcher.interceptor
    assert (kind.constant_speed, kind.fly_out, kind.greatest_range, kind.greatest_threat_speed) == (
        True, None, 40e3, 2800.0,
    )  # fmt: skip
    assert battery.channels == 6
    assert lower_tier(write, whole, "s-300pmu-2", channels=2).channels == 2
    bent = lower_tier(write, whole, "s-300pmu-2", boost="impulsive").launcher.interceptor
    assert not bent.constant_speed
    assert bent.limited


def test_a_range_against_aircraft_is_not_one_against_ballistic_bodies(write, whole):
    assert lower_tier(write, whole, "thaad").launcher.interceptor.greatest_range == 200e3  # its only range
    assert lower_tier(write, whole, "s-400").launcher.interceptor.greatest_range == 60e3  # 250 km against aircraft
    assert not lower_tier(write, whole, "sm-3-ia").launcher.interceptor.limited


def test_links_follow_owners_and_shares(write, whole):
    def links(shares, owner):
        whole["command"]["shares"], whole["batteries"][0]["owner"] = shares, owner
        found = scenario.build(scenario.load(write(whole)), "mda+mean-42kw").batteries[0].links
        assert found.latency.tolist() == [2.0, 2.0]
        return found.shared.tolist(), found.own.tolist()

    assert links({"US": ["NATO"], "GB": ["US"]}, "US") == ([True, True], [True, False])
    assert links({"US": ["NATO"], "GB": ["US"]}, "PL") == ([True, False], [False, False])
    assert links({"US": ["NATO"]}, "HR") == ([False, False], [False, False])  # no member on the epoch's day
    assert links({}, "US") == ([True, False], [True, False])


def test_a_sector_turns_with_the_boresight_of_the_file(case):
    ((low, high),) = case.sensors[1].device.faces
    assert (math.degrees(low), math.degrees(high)) == pytest.approx((70.0, 190.0))


def test_aim_points_are_the_cities_asked_for(case):
    names = case.threats[0].aim_names
    assert {"London", "Warsaw", "Istanbul", "Montréal"} <= set(names)
    assert {"Reykjavík", "Ljubljana", "Tallinn"} <= set(names)  # capitals, whatever their size
    assert not {"Chicago", "Zagreb", "Moscow", "Gdańsk", "Honolulu"} & set(names)
    assert case.threats[0].aimpoints.shape == (len(names), 2)
    london = case.threats[0].aimpoints[names.index("London")]
    assert london == pytest.approx((51.51, -0.13), abs=PLACE_TOLERANCE_DEG)


def test_listed_places_are_found_by_site_by_name_and_by_point(case):
    assert case.threats[1].aim_names == ("brdy", "Warsaw", "50, 14")
    assert case.threats[1].aimpoints == pytest.approx(
        np.array([[49.64, 13.76], [52.23, 21.01], [50.0, 14.0]]), abs=PLACE_TOLERANCE_DEG
    )
    assert case.threats[1].launches == pytest.approx(np.array([[40.8707, 47.8027]]))


def test_protected_places_are_those_of_26_members_in_2008(case):
    places = case.protect.places
    assert len(case.protect.countries) == 26
    assert set(places.country) == set(case.protect.countries)
    assert int(places.capital.sum()) == 26
    assert NATO_CITY_MILLIONS[0] < places.population.sum() / 1e6 < NATO_CITY_MILLIONS[1]
    assert "Honolulu" not in places.name
    assert np.degrees(places.latitude) == pytest.approx(case.protect.aimpoints[:, 0])
    assert (np.degrees(places.latitude) > 23.4366).all()
    assert "Zagreb" not in places.name
    assert (places.population[case.protect.named & ~places.capital] > 500_000).all()
    assert not case.protect.named[places.name == "Gdańsk"].any()


def test_a_protected_country_by_code(write, whole):
    whole["protect"] = {"countries": ["CZ"]}
    protect = scenario.build(scenario.load(write(whole)), "mda+mean-42kw").protect
    assert protect.countries == ("CZ",)
    assert protect.country_names == ("Czech Republic",)
    assert set(protect.places.country) == {"CZ"}
    assert protect.places.name[protect.named].tolist() == ["Prague"]


def test_kill_factors_keep_their_ranges(case):
    ends = [
        (kill.reliability, kill.hand_over, kill.selection, kill.hit)
        for kill in (case.kill.low, case.kill.value, case.kill.high)
    ]
    assert ends == [(0.9, 1.0, 0.5, 0.3), (0.9, 1.0, 0.9, 0.6), (0.9, 1.0, 1.0, 0.9)]
    assert (case.kill.value.common_mode, case.kill.value.common_scope) == (0.1, "raid")
    assert (case.doctrine.name, case.doctrine.looks, case.doctrine.assess_time) == ("shoot-look-shoot", 2, 30.0)


def test_a_case_tells_what_it_assumed(case):
    assert any("emr" in warning and "turned" in warning for warning in case.warnings)
    assert any("far" in warning and "printed range" in warning for warning in case.warnings)
    lines = scenario.describe(case)
    assert any("10 x gbi-two-stage@lewis-postol (9 km/s)" in line for line in lines)
    assert any("26 countries" in line for line in lines)


def with_satellite(whole, **changes):
    whole["sensors"].append(
        {"key": "eye", "satellite": "dsp", "longitude_deg": 10.0, "owner": "US", "host": "US"} | changes
    )
    return whole


def test_a_satellite_hangs_over_its_longitude(write, whole):
    loaded = scenario.load(write(with_satellite(whole)))
    eye = scenario.build(loaded, "mda+mean-170kw").sensors[2]
    assert (eye.kind, eye.preset) == ("satellites", "dsp")
    assert math.degrees(eye.device.longitude) == pytest.approx(10.0)
    assert (eye.device.latitude, eye.device.altitude, eye.device.looks) == (0.0, 35_786e3, 3)


def test_a_molniya_satellite_is_held_at_its_apogee_and_says_so(write, whole):
    loaded = scenario.load(write(with_satellite(whole, satellite="sbirs-heo")))
    case = scenario.build(loaded, "mda+mean-170kw")
    assert math.degrees(case.sensors[2].device.latitude) == pytest.approx(63.4)
    assert any("apogee" in text for text in case.warnings)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"satellite": "dps"}, "dsp"),
        ({"longitude_deg": None}, "longitude_deg"),
        ({"satellite": "stss"}, "geosynchronous or molniya"),
        ({"site": "brdy"}, "delete site"),
        ({"radar": "thule"}, "one of radar: KEY or satellite: KEY"),
        ({"satelite": "dsp"}, "did you mean 'satellite'"),
    ],
)
def test_a_satellite_that_cannot_be_is_refused_with_a_way_out(write, whole, changes, said):
    data = with_satellite(whole, **changes)
    data["sensors"][2] = {key: value for key, value in data["sensors"][2].items() if value is not None}
    problems = scenario.problems(write(data))
    assert said in " ".join(f"{problem.what} {problem.hint}" for problem in problems)
    assert all(problem.line for problem in problems)


def test_a_threat_may_state_how_large_it_is_and_radars_of_known_power_see_by_it(write, whole):
    whole["threats"][0]["rcs_x_m2"] = 0.16
    case = scenario.build(scenario.load(write(whole)), "mda+mean-170kw")
    assert case.threats[0].signature.cross_sections == (2.0, 0.3, 0.16)
    emr = case.sensors[0].device
    assert emr.looking_at(case.threats[0].signature).detection_range == pytest.approx(2.0 * emr.detection_range)
    assert emr.looking_at(case.threats[1].signature).detection_range == pytest.approx(emr.detection_range)


def test_satellites_alone_give_no_track_and_the_case_says_so(write, whole):
    whole["sensors"] = [{"key": "eye", "satellite": "us-ks", "owner": "US", "host": "US"}]
    del whole["readings"]["radar"]
    case = scenario.build(scenario.load(write(whole)), "mda")
    assert any("no track" in text for text in case.warnings)


@pytest.mark.parametrize(
    ("interceptor", "boost", "flown"),
    [
        ("gbi-two-stage@mda", None, "notional-6300-138-burnout-relative"),
        ("gbi-two-stage@mda", "impulsive", None),
        ("thaad", None, None),
        ("gbi-two-stage@mda", "fly-out", "notional-6300-138-burnout-relative"),
        ("gbi-two-stage@motors-light", None, "gbi-two-stage@motors-light"),
        ("gbi-two-stage@motors-light", "impulsive", None),
    ],
)
def test_a_battery_says_whether_its_interceptor_is_flown_with_its_boost(write, whole, interceptor, boost, flown):
    del whole["readings"]["interceptor"]
    whole["batteries"][0]["interceptor"] = interceptor
    if boost is not None:
        whole["batteries"][0]["boost"] = boost
    found = scenario.build(scenario.load(write(whole)), "mean-170kw").batteries[0].launcher.interceptor.fly_out
    assert (None if found is None else found.missile.key) == flown


def test_an_interceptor_that_cannot_be_flown_is_refused(write, whole):
    del whole["readings"]["interceptor"]
    whole["batteries"][0] |= {"interceptor": "thaad", "boost": "fly-out"}
    with pytest.raises(ScenarioError, match="cannot be flown"):
        scenario.build(scenario.load(write(whole)), "mean-170kw")


@pytest.mark.parametrize("variant", ["motors-bare", "motors-light", "motors-heavy"])
def test_known_motors_fly_to_the_burnout_speed_that_the_catalog_states(variant):
    preset = scenario.catalog.interceptor(f"gbi-two-stage@{variant}")
    globe = earth.choose_earth("wgs84", True)
    loft = np.radians([25.0, 60.0])
    same = np.ones(2)
    missile = preset.missile
    _, numbers = flyout.burnouts(missile, math.pi / 4, 0.0 * same, loft, globe)
    assert numbers[1][0] == pytest.approx(preset.burnout_speed, abs=STATED_SPEED)


def test_a_case_is_frozen(case):
    with pytest.raises(dataclasses.FrozenInstanceError):
        case.seed = 2


def test_a_reading_must_be_named_when_there_are_several(write, whole):
    loaded = scenario.load(write(whole))
    for name in (None, "mda"):
        with pytest.raises(ScenarioError, match="one reading"):
            scenario.build(loaded, name)
    del whole["readings"]
    assert scenario.build(scenario.load(write(whole))).reading == "as-written"


def test_a_cue_comes_from_sensors_whose_owners_share_and_after_the_latency(whole, write):
    whole["sensors"][0] |= {"cue": "by-others", "boresight_deg": 130.0}
    whole["sensors"].append({"key": "theirs", "radar": "gabala", "site": "gabala", "owner": "RU", "host": "AZ"})
    built = scenario.build(scenario.load(write(whole)), "mda+mean-42kw")
    mount = built.sensors[0].device.mount
    assert mount.cued_by == ("far",)  # GB shares with US, RU does not
    assert mount.cue_delay == whole["command"]["latency_s"]
    assert mount.cue_time == np.inf
    assert np.degrees([mount.boresight, mount.slew_rate, mount.field_of_view]) == pytest.approx([130.0, 2.0, 24.0])
    assert any("until another sensor's word reaches it" in text for text in built.warnings)


def test_what_is_not_present_is_checked_and_then_not_there(whole, write):
    whole["sensors"][1]["present"] = False
    whole["readings"] = {"far": {"without": {}, "with": {"sensors.far.present": True}}}
    whole["sensors"][0] |= {"cue": "by-others", "boresight_deg": 130.0}
    loaded = scenario.load(write(whole))
    without, with_it = (scenario.build(loaded, name) for name in ("without", "with"))
    assert [sensor.key for sensor in without.sensors] == ["emr"]
    assert [sensor.key for sensor in with_it.sensors] == ["emr", "far"]
    assert without.sensors[0].device.mount.cued_by == ()
    assert with_it.sensors[0].device.mount.cued_by == ("far",)
    assert [len(case.batteries[0].links.shared) for case in (without, with_it)] == [1, 2]
    whole["batteries"][0]["present"] = False
    assert scenario.build(scenario.load(write(whole)), "with").batteries == ()
    whole["sensors"][1]["site"] = "fylingdale"
    assert [problem.where for problem in scenario.problems(write(whole))] == ["sensors[1].site"]


def test_without_a_word_about_cues_a_radar_that_turns_has_turned_in_time(case):
    assert case.sensors[0].device.mount.in_time


@pytest.mark.parametrize(
    ("sensor", "said"),
    [
        ({"radar": "fylingdales", "site": "fylingdales", "cue": "never"}, "does not turn"),
        ({"radar": "gbr-p", "site": "brdy", "cue": "by-others"}, "points somewhere"),
        ({"satellite": "dsp", "longitude_deg": 10.0, "cue": "never"}, "waits for no cue"),
        ({"radar": "gbr-p", "site": "brdy", "cue": "soon"}, "not one of the words"),
    ],
)
def test_a_cue_that_cannot_be_is_refused_with_its_place(whole, write, sensor, said):
    whole["sensors"].append({"key": "new", "owner": "US", "host": "US"} | sensor)
    problems = scenario.problems(write(whole))
    assert len(problems) == 1
    assert said in problems[0].what
    assert problems[0].where.endswith(".cue")
