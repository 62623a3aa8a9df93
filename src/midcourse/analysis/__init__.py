"""Questions asked of the rooms below: who is defended, how many of a raid get through, how sure a sample is."""

from midcourse.analysis.flip_values import Change, nearest_change, nearest_crossing, outermost
from midcourse.analysis.interceptors_needed import best_chance, interceptors_needed
from midcourse.analysis.places import (
    Countries,
    DefendedPlaces,
    Places,
    Populations,
    Status,
    countries_of,
    defended_places,
    members_undefended,
    populations,
)
from midcourse.analysis.raid_study import RaidAnswer, study_raid, study_sample, without_common_mode
from midcourse.analysis.statistics import Estimate, clopper_pearson, mean_interval

__all__ = [
    "Change",
    "Countries",
    "DefendedPlaces",
    "Estimate",
    "Places",
    "Populations",
    "RaidAnswer",
    "Status",
    "best_chance",
    "clopper_pearson",
    "countries_of",
    "defended_places",
    "interceptors_needed",
    "mean_interval",
    "members_undefended",
    "nearest_change",
    "nearest_crossing",
    "outermost",
    "populations",
    "study_raid",
    "study_sample",
    "without_common_mode",
]
