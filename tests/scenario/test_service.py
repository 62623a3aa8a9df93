"""Dates of service of the sensors: which stood on a day, against the dates that the sources give."""

import datetime

import numpy as np
import pytest

from midcourse import scenario
from midcourse.scenario import catalog, service

DAY = datetime.date


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2009-02-26", DAY(2009, 2, 26), DAY(2009, 2, 26)),
        ("2012-12", DAY(2012, 12, 1), DAY(2012, 12, 31)),
        ("2008-02", DAY(2008, 2, 1), DAY(2008, 2, 29)),
        ("1985", DAY(1985, 1, 1), DAY(1985, 12, 31)),
    ],
)
def test_a_date_of_the_catalog_means_a_day_a_month_or_a_year(text, first, last):
    assert service.days_of(text) == (first, last)


@pytest.mark.parametrize(
    ("kind", "key", "day", "said"),
    [
        ("radars", "armavir", DAY(2008, 4, 5), "only since 2009-02-26"),
        ("radars", "armavir", DAY(2009, 2, 26), ""),
        ("radars", "gabala", DAY(2008, 4, 5), ""),
        ("radars", "gabala", DAY(2013, 1, 1), "only until 2012-12"),
        ("radars", "lekhtusi", DAY(2006, 12, 21), "only since 2006-12-22"),
        ("radars", "kaliningrad", DAY(2008, 4, 5), "only since 2011-11"),
        ("radars", "european-midcourse-radar@mean-42kw", DAY(2008, 4, 5), "planned"),
        ("radars", "pechora", DAY(1983, 12, 31), "only since 1984"),
        ("radars", "olenegorsk", DAY(1900, 1, 1), ""),
        ("satellites", "sbirs-geo", DAY(2008, 4, 5), "only since 2011-05"),
        ("satellites", "us-kmo", DAY(2014, 5, 1), "only until 2014-04"),
        ("satellites", "dsp", DAY(2008, 4, 5), ""),
    ],
)
def test_a_sensor_that_was_not_in_service_says_so(kind, key, day, said):
    preset = catalog.radar(key) if kind == "radars" else catalog.satellite(key)
    because = service.why_not_in_service(preset, day)
    assert said in because
    assert bool(said) == bool(because)


def test_every_date_of_service_can_be_read():
    for kind in ("radars", "satellites"):
        for key in catalog.entries(kind):
            preset = catalog.radar(key) if kind == "radars" else catalog.satellite(key)
            texts = [preset.in_service, preset.out_of_service, *getattr(preset, "boresights_since", ())]
            for text in texts:
                assert text in (None, "planned") or service.days_of(text)


def on(whole, write, epoch, **changes):
    whole["epoch"] = f"{epoch}T00:00:00Z"
    whole["sensors"].append(
        {"key": "south", "radar": "armavir", "site": "armavir", "owner": "RU", "host": "RU"} | changes
    )
    return scenario.build(scenario.load(write(whole)), "mda+mean-42kw")


@pytest.mark.parametrize(("epoch", "faces"), [("2010-01-01", [235]), ("2014-01-01", [115, 235])])
def test_a_radar_has_the_faces_that_stood_on_the_day(whole, write, epoch, faces):
    case = on(whole, write, epoch)
    looks = case.sensors[-1].device.faces
    assert np.degrees([low for low, _ in looks]) == pytest.approx([face - 60 for face in faces])
    assert any("1 of its 2 faces" in text for text in case.warnings) == (len(faces) == 1)


def test_before_its_day_a_radar_is_flagged_and_a_stated_boresight_is_obeyed(whole, write):
    case = on(whole, write, "2008-04-05", boresight_deg=100.0)
    assert (
        "sensor south: not in service on 2008-04-05, only since 2009-02-26 (catalog); taken as if it were"
        in case.warnings
    )
    assert np.degrees(case.sensors[-1].device.faces[0]) == pytest.approx([40.0, 160.0])
