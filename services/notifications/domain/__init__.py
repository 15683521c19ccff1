"""The rules of notifying, pure: the standard library, pydantic and `contracts`, nothing else."""
