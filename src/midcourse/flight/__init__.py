"""Missiles and their flights: records, free flight, launch to ground, aiming."""

from .flights import Flights, flights_of, states_between
from .fly import fly
from .lambert import LambertArc, lambert, lambert_corrected, lambert_many
from .launch import fly_many, launch_many
from .missile import IMPULSIVE, Missile, Payload, Stage, Steering
from .path import Burnout, Flight, Landing, SpentStage
from .propagate import propagate, propagate_many
from .shapes import Shape, choose_shape
from .trajectory import Impact, Moment, Trajectory

__all__ = [
    "IMPULSIVE",
    "Burnout",
    "Flight",
    "Flights",
    "Impact",
    "LambertArc",
    "Landing",
    "Missile",
    "Moment",
    "Payload",
    "Shape",
    "SpentStage",
    "Stage",
    "Steering",
    "Trajectory",
    "choose_shape",
    "flights_of",
    "fly",
    "fly_many",
    "lambert",
    "lambert_corrected",
    "lambert_many",
    "launch_many",
    "propagate",
    "propagate_many",
    "states_between",
]
