"""Pages declare which query, statistic and figure go together; they hold no logic of their own."""
