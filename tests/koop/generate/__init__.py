"""A population is what the system itself would have written."""
