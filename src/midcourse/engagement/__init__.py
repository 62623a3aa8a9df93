"""From a sighting to a shot: interceptors, the chain of times, the speed that a meeting asks for, shots that fit."""

from midcourse.engagement.interceptor import Interceptor
from midcourse.engagement.required_speed import (
    Lags,
    MeetingRules,
    RequiredSpeeds,
    Watcher,
    required_speed_many,
    required_speed_with_lags,
)

__all__ = [
    "Interceptor",
    "Lags",
    "MeetingRules",
    "RequiredSpeeds",
    "Watcher",
    "required_speed_many",
    "required_speed_with_lags",
]
