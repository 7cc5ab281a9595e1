"""Schedule and cost risk: the plan's own network, drawn many times."""
