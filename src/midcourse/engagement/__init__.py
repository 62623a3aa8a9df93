"""From a sighting to a shot: interceptors, the chain of times, the speed that a meeting asks for, shots that fit."""

from midcourse.engagement.interceptor import Interceptor, lag_of_burn
from midcourse.engagement.options import Options, options
from midcourse.engagement.reasons import Reason
from midcourse.engagement.required_speed import (
    Lags,
    MeetingRules,
    RequiredSpeeds,
    Watcher,
    required_speed_many,
    required_speed_with_lags,
)
from midcourse.engagement.shots import Battery, Shots, Windows, action_windows, rows_of, shots_that_fit, why_no_shot
from midcourse.engagement.timeline import Chain, Command, Links, all_share, chain_of_times

__all__ = [
    "Battery",
    "Chain",
    "Command",
    "Interceptor",
    "Lags",
    "Links",
    "MeetingRules",
    "Options",
    "Reason",
    "RequiredSpeeds",
    "Shots",
    "Watcher",
    "Windows",
    "action_windows",
    "all_share",
    "chain_of_times",
    "lag_of_burn",
    "options",
    "required_speed_many",
    "required_speed_with_lags",
    "rows_of",
    "shots_that_fit",
    "why_no_shot",
]
