"""Windows in the report: readings with the same times share a row, batteries that can do nothing have none."""

import math

from midcourse.report.windows_table import windows_rows

READINGS = ("a", "b")


def option(threat, battery, reading, launch, shots=1):
    times = {"first_intercept_s": launch + 60.0, "last_intercept_s": launch + 90.0, "time_to_decide_s": 50.0}
    row = {"threat": threat, "battery": battery, "reading": reading, "shots": shots, "first_launch_s": launch}
    return row | {"last_launch_s": launch + 30.0} | times


def test_the_same_times_to_the_second_are_one_row():
    options = [option("x", "one", "a", 100.2), option("x", "one", "b", 100.4), option("y", "one", "a", 10.0)]
    rows = windows_rows([{"threat": "x"}], options, [], READINGS)
    assert [(row["battery"], row["readings"], row["all_readings"]) for row in rows] == [("one", ["a", "b"], True)]


def test_batteries_that_can_do_nothing_are_not_listed_unless_none_can():
    nothing = math.nan
    options = [option("x", "one", "a", 100.0), option("x", "two", "a", nothing, 0), option("y", "one", "a", nothing, 0)]
    options += [option("y", "two", "b", nothing, 0)]
    rows = windows_rows([{"threat": "x"}, {"threat": "y"}], options, [], READINGS)
    assert [(row["threat"], row["battery"]) for row in rows] == [("x", "one"), ("y", "no-battery")]


def test_the_first_shot_brings_its_geometry_and_an_old_run_no_table():
    shot = {"threat": "x", "reading": "a", "battery": "one", "closing_speed_m_s": 9000.0}
    shot |= {"crossing_angle_deg": 150.0, "slant_range_m": 1e5, "intercept_altitude_m": 5e4}
    (row,) = windows_rows([{"threat": "x"}], [option("x", "one", "a", 100.0)], [shot], READINGS)
    assert row["closing_speed_m_s"] == 9000.0
    assert windows_rows([{"threat": "x"}], [{"threat": "x"}], [], READINGS) == []
