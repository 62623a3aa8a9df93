"""Compares the least launch speed on a sphere that stands still with the textbook formula, then lets the Earth turn."""

import numpy as np

import midcourse as mc

RADIUS, MU = 6_371_000.0, 3.986004418e14

print("range km   textbook m/s   flown m/s   eastward on the turning Earth   westward")
for ground_range in (1_000e3, 3_000e3, 6_000e3, 10_000e3):
    s = np.sin(0.5 * ground_range / RADIUS)
    textbook = np.sqrt(MU / RADIUS * 2.0 * s / (1.0 + s))
    reach = np.degrees(ground_range / RADIUS)
    still = mc.fly("impulsive", launch=(0.0, 0.0), aimpoint=(0.0, reach), earth="sphere", rotating=False)
    east = mc.fly("impulsive", launch=(0.0, 0.0), aimpoint=(0.0, reach))
    west = mc.fly("impulsive", launch=(0.0, 0.0), aimpoint=(0.0, -reach))
    speeds = [flown.burnout.speed for flown in (still, east, west)]
    print(f"{ground_range / 1e3:8.0f}   {textbook:12.1f}   {speeds[0]:9.1f}   {speeds[1]:29.1f}   {speeds[2]:8.1f}")
