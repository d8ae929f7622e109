"""The DSMB safety monitoring dashboard.

A source is locked into an extract of three stores (`extract`).
A door opens one store and answers named queries (`access`, `queries/`).
Statistics turn the rows into numbers (`stats`), figures draw the numbers (`figures`).
Pages declare which query, statistic and figure go together (`pages`), sides list pages per audience (`sides`).
The web shows a side to those whose role may enter it (`web`, `records`); the command line prints the same numbers.
"""
