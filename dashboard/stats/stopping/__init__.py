"""Stopping guidelines: rules, their exact operating characteristics, and what they say today."""
