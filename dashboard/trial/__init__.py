"""The trial definition: one validated file says what this trial is."""
