"""What may happen to a plan: `plan.decide` and `plan.evolve`, pure; one file per concern."""
