"""Flies a million free arcs to the ground in one call and asks where they come down: arrays in, a table out."""

import time

import numpy as np

import midcourse as mc

COUNT = 1_000_000
random = np.random.default_rng(1)

# Burnout above 38 N 46 E at 150 km: speed, climb and azimuth drawn at random.
latitude, longitude, radius = np.radians(38.0), np.radians(46.0), 6_371_000.0 + 150e3
up = np.array([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)])
east = np.array([-np.sin(longitude), np.cos(longitude), 0.0])
north = np.cross(up, east)
speed = random.uniform(2_000.0, 6_000.0, COUNT)
climb = random.uniform(np.radians(25.0), np.radians(50.0), COUNT)
azimuth = random.uniform(0.0, 2.0 * np.pi, COUNT)
along = np.outer(np.cos(azimuth), north) + np.outer(np.sin(azimuth), east)
velocities = speed[:, None] * (np.cos(climb)[:, None] * along + np.sin(climb)[:, None] * up)
positions = np.broadcast_to(radius * up, (COUNT, 3))

mc.propagate_many(positions[:1000], velocities[:1000])  # compiles on the very first call of a machine
start = time.perf_counter()
table = mc.propagate_many(positions, velocities)
seconds = time.perf_counter() - start

flight_time = np.asarray(table["time"])
down = np.isfinite(flight_time)
print(f"{COUNT:,} flights in {seconds:.2f} s; {down.mean():.1%} come down")
print(f"flight time: median {np.median(flight_time[down]):.0f} s, longest {flight_time[down].max():.0f} s")
print(f"highest apogee: {np.nanmax(np.asarray(table['apogee_altitude'])) / 1e3:.0f} km")
print(table)
