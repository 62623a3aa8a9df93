"""Files for other tools: what a run or a flight looks like in their formats."""
