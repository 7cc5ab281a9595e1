"""The portfolio: all projects side by side, what is asked for next, and who can do it."""
