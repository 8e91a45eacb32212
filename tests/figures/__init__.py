"""What a reader's first visit costs, measured on the paper as in production. ``make figures`` runs it."""
