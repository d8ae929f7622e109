"""The doors: locked DuckDB connections to one store each, and what guards the stores on disk."""
