"""Plans and tables of other programs."""
