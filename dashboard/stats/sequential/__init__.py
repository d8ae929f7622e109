"""Group-sequential plans: spending functions, boundaries at the actual information, power, conditional power."""
