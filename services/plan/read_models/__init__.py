"""The questions that the plan service answers from tables of its own."""
