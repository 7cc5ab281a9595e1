"""Cost: budget, earned value and forecasts."""
