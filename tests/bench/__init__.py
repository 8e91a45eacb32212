"""What a page costs: the paper as in production beside a bare Django view. ``make bench`` runs it."""
