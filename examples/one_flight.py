"""Flies one body from a burnout state to the ground and reads its path: the smallest thing Midcourse does."""

import numpy as np

import midcourse as mc

ALTITUDE, SPEED = 150e3, 5_000.0  # m, m/s relative to the rotating Earth
CLIMB = np.radians(38.0)

# Above the equator at longitude 0 the axes are easy: x is up, y is east, z is north.
position_ecef = np.array([6_378_137.0 + ALTITUDE, 0.0, 0.0])
velocity_ecef = SPEED * np.array([np.sin(CLIMB), np.cos(CLIMB), 0.0])

flight = mc.propagate(position_ecef, velocity_ecef, ballistic_coefficient=8_000.0)
impact = flight.impact
print(f"ended by {flight.ended} after {flight.flight_time:.0f} s, highest at {flight.apogee_altitude / 1e3:.0f} km")
print(f"comes down at {impact.latitude_deg:.2f} N {impact.longitude_deg:.2f} E with {impact.speed:.0f} m/s")

for share in (0.25, 0.5, 0.75, 1.0):
    moment = flight.at(share * flight.flight_time)
    speed = np.linalg.norm(moment.velocity_ecef)
    print(f"  {moment.time:6.0f} s  {speed:6.0f} m/s  air {moment.air_density:.2e} kg/m^3")
