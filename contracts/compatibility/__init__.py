"""Whether contracts still promise what an earlier release promised."""
