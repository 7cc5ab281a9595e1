"""Stakeholders: where they stand and where we need them."""
