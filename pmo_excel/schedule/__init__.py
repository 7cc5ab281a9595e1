"""The schedule: plan, calendars, network, baselines and milestones."""
