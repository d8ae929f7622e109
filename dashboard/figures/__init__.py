"""Results drawn: each function takes a statistic's result and returns a Figure, a Table or a Sentence."""
