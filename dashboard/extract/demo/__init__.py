"""The synthetic trial: simulated once in full from (seed, scenario), delivered as it stood on a day."""
