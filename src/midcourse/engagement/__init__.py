"""From a sighting to a shot: interceptors, the chain of times, the speed that a meeting asks for, shots that fit."""

from midcourse.engagement.basket import Accuracy, Seeker, chance_within, hand_over_chance, predicted_sigmas
from midcourse.engagement.encounters import Encounters, Knowledge, as_known, encounters, truth
from midcourse.engagement.flyout import Reach, time_to_reach
from midcourse.engagement.interceptor import BetweenFlyOuts, FlyOut, Interceptor, lag_of_burn
from midcourse.engagement.notional import notional_fly_out, path_during_burn, stands_for
from midcourse.engagement.options import Options, options, shots_with_reasons
from midcourse.engagement.reasons import Reason
from midcourse.engagement.required_speed import (
    Lags,
    MeetingRules,
    RequiredSpeeds,
    Watcher,
    required_speed_many,
    required_speed_with_lags,
)
from midcourse.engagement.shots import (
    Battery,
    Shots,
    Windows,
    action_windows,
    layers_of,
    rows_of,
    shots_that_fit,
    why_no_shot,
)
from midcourse.engagement.timeline import Chain, Command, Links, all_share, chain_of_times
from midcourse.engagement.track_error import horizontal_ellipse, track_ellipse

__all__ = [
    "Accuracy",
    "Battery",
    "BetweenFlyOuts",
    "Chain",
    "Command",
    "Encounters",
    "FlyOut",
    "Interceptor",
    "Knowledge",
    "Lags",
    "Links",
    "MeetingRules",
    "Options",
    "Reach",
    "Reason",
    "RequiredSpeeds",
    "Seeker",
    "Shots",
    "Watcher",
    "Windows",
    "action_windows",
    "all_share",
    "as_known",
    "chain_of_times",
    "chance_within",
    "encounters",
    "hand_over_chance",
    "horizontal_ellipse",
    "lag_of_burn",
    "layers_of",
    "notional_fly_out",
    "options",
    "path_during_burn",
    "predicted_sigmas",
    "required_speed_many",
    "required_speed_with_lags",
    "rows_of",
    "shots_that_fit",
    "shots_with_reasons",
    "stands_for",
    "time_to_reach",
    "track_ellipse",
    "truth",
    "why_no_shot",
]
