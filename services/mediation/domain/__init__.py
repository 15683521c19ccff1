"""The rules of mediation, pure: the standard library, pydantic and `contracts`, nothing else."""
