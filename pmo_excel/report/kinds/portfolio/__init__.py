"""The kinds of report of a portfolio, and the pack that a steering committee reads."""
