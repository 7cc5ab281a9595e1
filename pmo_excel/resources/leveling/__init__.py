"""Leveling: when each task can be done with the people that there are, and why it moved."""
