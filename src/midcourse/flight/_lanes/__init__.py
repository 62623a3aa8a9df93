"""Lane drivers: many flights at once, sixteen side by side, blocks over all cores."""
