"""Claims about the catalog: its format, its keys, its numbers."""

import math

import pytest

from midcourse import engagement, sensing
from midcourse.errors import CatalogError
from midcourse.scenario import catalog, presets, sensors, tree

SPEED_OF_LIGHT = 299_792_458.0
BOLTZMANN = 1.380649e-23
PRINTED_DEG = 1e-4  # places are printed with four decimals
RANGE_TOLERANCE = 0.001  # the catalog prints whole kilometres


def every_preset():
    return [(kind, key) for kind in catalog.kinds() for key in catalog.entries(kind)]


@pytest.mark.parametrize(("kind", "key"), every_preset())
def test_every_value_has_status_source_and_date(kind, key):
    for entry in catalog.values(kind, key):
        assert entry.status in {"given", "derived", "assumed"}, entry
        assert entry.source.split(",")[0].strip(), entry
        assert entry.date[:4].isdigit(), entry


def test_the_variants_are_exactly_the_seven_of_the_contract():
    named = {key for kind in catalog.kinds() for key in catalog.entries(kind) if "@" in key}
    assert named == {
        "gbi-two-stage@mda",
        "gbi-two-stage@lewis-postol",
        "gbi-two-stage@motors-bare",
        "gbi-two-stage@motors-light",
        "gbi-two-stage@motors-heavy",
        "european-midcourse-radar@mean-42kw",
        "european-midcourse-radar@mean-170kw",
    }


@pytest.mark.parametrize("kind", catalog.kinds())
def test_files_hold_the_variants_that_the_catalog_lists(kind):
    for file in presets.folder(kind).iterdir():
        key = file.name.removesuffix(".yaml")
        assert presets.read_variants(kind, key) == catalog.VARIANTS.get((kind, key), ()), file.name


def test_a_plain_key_with_variants_is_an_error_that_lists_them():
    with pytest.raises(CatalogError, match="variants") as caught:
        catalog.interceptor("gbi-two-stage")
    assert list(caught.value.closest) == [
        f"gbi-two-stage@{name}" for name in ("mda", "lewis-postol", "motors-bare", "motors-light", "motors-heavy")
    ]
    assert "gbi-two-stage@mda" in str(caught.value)


@pytest.mark.parametrize(
    ("read", "key", "meant"),
    [
        (catalog.site, "redzikow", "redzikowo"),
        (catalog.radar, "fylingdale", "fylingdales"),
        (catalog.interceptor, "gbi-two-stage@lewis", "gbi-two-stage@lewis-postol"),
    ],
)
def test_an_unknown_key_says_what_was_meant(read, key, meant):
    with pytest.raises(CatalogError) as caught:
        read(key)
    assert meant in caught.value.hint
    assert meant in caught.value.closest


@pytest.mark.parametrize("key", ["../sites/brdy", "brdy.yaml", "", "@", "brdy@x", "con", "a/b"])
def test_odd_keys_never_leave_the_catalog(key):
    with pytest.raises(CatalogError):
        catalog.site(key)


def test_sites_stand_where_the_sources_put_them():
    assert (catalog.site("brdy").latitude_deg, catalog.site("brdy").longitude_deg) == (49.64, 13.76)
    assert (catalog.site("redzikowo").latitude_deg, catalog.site("redzikowo").longitude_deg) == (54.48, 17.10)
    # 40 deg 52' 14.6" N, 47 deg 48' 09.6" E
    assert catalog.site("gabala").latitude_deg == pytest.approx(40 + 52 / 60 + 14.6 / 3600, abs=PRINTED_DEG)
    assert catalog.site("gabala").longitude_deg == pytest.approx(47 + 48 / 60 + 9.6 / 3600, abs=PRINTED_DEG)
    assert catalog.site("kozelsk").latitude_deg == pytest.approx(54 + 2 / 60, abs=PRINTED_DEG)


def test_interceptors_come_in_si():
    slow, fast = catalog.interceptor("gbi-two-stage@mda"), catalog.interceptor("gbi-two-stage@lewis-postol")
    assert (slow.burnout_speed, fast.burnout_speed) == (6300.0, 9000.0)
    assert slow.burn_time == fast.burn_time == 138.0
    assert slow.minimum_altitude == 100e3
    assert slow.maximum_altitude == math.inf


@pytest.mark.parametrize("key", ["european-midcourse-radar@mean-42kw", "european-midcourse-radar@mean-170kw", "tpy-2"])
@pytest.mark.parametrize("bound", ["low", "value", "high"])
def test_the_range_of_a_radar_of_known_power_follows_from_it(key, bound):
    """Tracking form of the radar equation with a coherent dwell, from the entries of the same preset."""
    found = catalog.preset("radars", key)
    power, area, dwell = found.si("mean_power_kw"), found.si("aperture_m2"), found.si("dwell_s")
    rcs = getattr(found.values["rcs_m2"], bound)
    gain = 4 * math.pi * found.si("aperture_efficiency") * area / (SPEED_OF_LIGHT / found.si("frequency_ghz")) ** 2
    noise = (
        (4 * math.pi) ** 2 * BOLTZMANN * found.si("noise_temperature_k") * found.si("losses_db") * found.si("snr_db")
    )
    slant_range = (found.si("receive_efficiency") * power * area * gain * rcs * dwell / noise) ** 0.25
    assert getattr(found.values["detection_range_km"], bound) == pytest.approx(slant_range / 1e3, rel=RANGE_TOLERANCE)


def test_the_two_power_readings_differ_by_the_fourth_root_of_four():
    ranges = [catalog.radar(f"european-midcourse-radar@{name}").detection_range for name in ("mean-170kw", "mean-42kw")]
    assert ranges[0] / ranges[1] == pytest.approx(2**0.5, rel=RANGE_TOLERANCE)


@pytest.mark.parametrize("key", [key for key in catalog.entries("radars") if "@" not in key])
def test_every_radar_makes_a_sensor(key):
    radar = catalog.radar(key)
    site = catalog.site(radar.site) if radar.site else catalog.site("brdy")
    made = sensing.Radar(
        key=key,
        latitude=math.radians(site.latitude_deg),
        longitude=math.radians(site.longitude_deg),
        instrumented_range=radar.instrumented_range,
        minimum_range=radar.minimum_range,
        detection_range=radar.detection_range,
        elevation_low=radar.elevation_low,
        elevation_high=radar.elevation_high,
        faces=radar.faces(None if radar.turning or radar.boresights or radar.sector > 6.28 else 0.0),
    )
    assert 1e5 <= radar.instrumented_range <= 8e6
    assert made.reach > radar.minimum_range


@pytest.mark.parametrize("key", catalog.entries("interceptors"))
def test_every_interceptor_makes_a_record(key):
    found = catalog.interceptor(key)
    made = engagement.Interceptor(
        key=key,
        speed=found.burnout_speed,
        speed_is=found.speed_is,
        burn_time=found.burn_time,
        minimum_altitude=found.minimum_altitude,
        maximum_altitude=found.maximum_altitude,
    )
    assert 1e3 < made.speed < 11e3


def test_printed_sectors_are_those_of_the_sources():
    """Armavir 55 to 295, Lekhtusi 245 to 355, Pechora 305 to 55, Gabala 107 to 217 degrees."""
    for key, low, high in [("armavir", 55, 295), ("lekhtusi", 245, 355), ("pechora", 305, 55), ("gabala", 107, 217)]:
        faces = catalog.radar(key).faces()
        assert math.degrees(faces[0][0]) == pytest.approx(low)
        assert math.degrees(faces[-1][1]) == pytest.approx(high)


def test_faces_of_a_radar_cover_their_sector():
    faces = catalog.radar("fylingdales").faces()
    widths = [math.degrees((high - low) % (2 * math.pi)) for low, high in faces]
    assert widths == pytest.approx([120.0] * 3)
    assert catalog.radar("european-midcourse-radar@mean-42kw").faces() == ((0.0, 2 * math.pi),)


def entry_of(text):
    data = tree.read_tree(text, "x").value
    return presets._entry("a_km", data["a_km"], data.get("default", {}), "x")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a_km: {value: 1, status: given, source: s}", "date"),
        ("a_km: 1", "status"),
        ("a_km: {value: 1, status: known, source: s, date: 1}", "status"),
        ("a_km: {value: 1, low: 2, status: given, source: s, date: 1}", "range"),
        ("a_km: {value: .inf, status: given, source: s, date: 1}", "finite"),
        ("a_km: {value: 1, statsu: given, source: s, date: 1}", "unknown key"),
    ],
)
def test_an_entry_that_breaks_the_format_is_refused(text, said):
    with pytest.raises(CatalogError, match=said):
        entry_of(text)


def test_short_entries_take_the_default_and_own_sources_keep_their_own_evidence():
    default = "default: {status: given, source: s, date: 2007, evidence: read}\n"
    assert entry_of(default + "a_km: 1")[5:9] == ("given", "s", "2007", "read")
    assert entry_of(default + "a_km: {value: 1, source: t}")[5:9] == ("given", "t", "2007", None)


def test_a_missile_of_the_catalog_is_the_one_of_the_table():
    """Against Forden's table: 4,897 kg fuelled, 1,198 dry, 230 s, 75 s, 1,000 kg payload, drag 0.27 at Mach 1.2."""
    missile = catalog.missile("scud-b")
    (stage,) = missile.stages
    assert missile.launch_mass == pytest.approx(4897 + 1000)
    assert stage.inert == pytest.approx(1198)
    assert stage.vacuum_thrust == pytest.approx(230 * 9.80665 * (4897 - 1198) / 75)
    assert stage.thrust_lost_at_sea_level == pytest.approx(0.02 * stage.vacuum_thrust)
    assert not missile.payload.separates
    assert dict(stage.drag)[1.2] == 0.27
    assert catalog.missile("impulsive").impulsive


PRINTED = 0.5  # km, ranges are printed to 1 km
WANTED = {
    "radars": {
        "european-midcourse-radar@mean-42kw", "european-midcourse-radar@mean-170kw", "tpy-2", "gbr-p", "sbx",
        "fylingdales", "thule", "beale", "clear", "cape-cod", "cobra-dane", "gabala", "armavir", "lekhtusi", "pechora",
        "don-2n",
    },
    "satellites": {"dsp", "sbirs-geo", "sbirs-heo", "us-k", "us-ks", "us-kmo", "eks"},
}  # fmt: skip


@pytest.mark.parametrize("kind", WANTED)
def test_the_sensors_of_both_sides_are_there_with_dates_of_service(kind):
    assert set(catalog.entries(kind)) >= WANTED[kind]
    for key in WANTED[kind]:
        assert "in_service" in catalog.preset(kind, key).values


@pytest.mark.parametrize("key", ["tpy-2", "gbr-p", "fylingdales", "european-midcourse-radar@mean-170kw"])
def test_the_printed_detection_range_is_the_one_a_run_computes(key):
    printed = catalog.preset("radars", key).values["detection_range_km"].value
    assert sensors.detection_range(catalog.radar(key)) / 1e3 == pytest.approx(printed, abs=PRINTED)


def test_every_satellite_that_hangs_makes_a_sensor():
    for key in catalog.entries("satellites"):
        preset = catalog.satellite(key)
        if preset.orbit in catalog.HANGING:
            made = sensors.make_satellite(preset, key=key, longitude=0.5)
            assert made.longitude == 0.5
            assert 30e6 < made.altitude < 45e6
