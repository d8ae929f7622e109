"""One side per audience: a name, its pages, and how its door opens."""
