"""Scalar arithmetic of flight: forces, arcs, aiming; numbers in, numbers out."""
