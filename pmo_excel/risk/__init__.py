"""Risk: the register, its scores and its exposure."""
