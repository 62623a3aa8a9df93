"""Scenario files and the catalog: from text that people write to SI records that the rooms below run."""
