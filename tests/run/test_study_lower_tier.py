"""Study s300-lower-tier: printed classes, hand calculations, and what turns it round."""

import math

import pytest

import midcourse as mc

SUMS = 1e-9  # an exact law over some hundred states
CLASS = 0.1  # share: ranges go in steps of 100 km, and paths of the printed classes are assumed


def verdicts(found):
    return {row.reading: row.verdict for row in found.readings}


def value(found, reading):
    return next(row for row in found.readings if row.reading == reading)


@pytest.fixture(scope="module")
def lower_tier():
    return mc.study("s300-lower-tier")


class TestS300LowerTier:
    def test_the_limit_as_printed_stands_for_the_class_that_is_printed(self, lower_tier):
        """S-300V: 3.0 km/s and missiles of 1,100 km; Antey-2500: 4.5 km/s and 2,500 km [almaz-antey]."""
        assert value(lower_tier, "s-300v+on-the-way").value == pytest.approx(1100, rel=CLASS)
        assert value(lower_tier, "s-300vm+on-the-way").value == pytest.approx(2500, rel=CLASS)

    def test_a_shorter_need_and_a_faster_limit_turn_it_round(self, lower_tier):
        assert verdicts(lower_tier)["s-300pmu-2+on-the-way"] == "fails"
        assert verdicts(mc.study("s300-lower-tier", needed=900e3))["s-300pmu-2+on-the-way"] == "holds"
        row = next(f for f in lower_tier.flips if f.reading == "s-300pmu-2+on-the-way" and f.unit == "km/s")
        at = 1000.0 * row.value_at_flip
        for limit, verdict in ((at, "holds"), (at - 50.0, "fails")):
            turned = mc.study("s300-lower-tier", limits={"s-300pmu-2": limit})
            assert verdicts(turned)["s-300pmu-2+on-the-way"] == verdict

    def test_the_air_may_make_a_warhead_slow_enough(self, lower_tier):
        for name in ("s-300pmu-2", "s-300v"):
            assert value(lower_tier, f"{name}+at-the-meeting").value > value(lower_tier, f"{name}+on-the-way").value

    def test_what_two_tiers_keep_out_is_counted_by_hand(self, lower_tier):
        """Stocks of 8 serve two shots at each of four warheads: (1 - 0.5^n)^4 with n the shots that fit in all."""
        columns = lower_tier.sheets[1].as_columns
        for lower, upper, both in zip(columns["lower_alone"], columns["upper_alone"], columns["both"], strict=True):
            shots = [0 if p == 0.0 else round(math.log2(1.0 / (1.0 - p**0.25))) for p in (lower, upper, both)]
            assert shots[2] == pytest.approx(shots[0] + shots[1])
            assert both == pytest.approx((1.0 - 0.5 ** shots[2]) ** 4, abs=SUMS)

    def test_a_tier_of_long_reach_defends_more_ground_and_all_of_it_is_told(self, lower_tier):
        columns = lower_tier.sheets[0].as_columns
        assert all(t > v for t, v in zip(columns["thaad"], columns["s-300vm"], strict=True))
        assert columns["s-300pmu-2"][-1] == 0
        for added, alone in zip(columns["s-300vm adds to thaad"], columns["s-300vm"], strict=True):
            assert 0 <= added <= alone
