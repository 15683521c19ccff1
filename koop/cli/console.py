"""Where commands print."""

from rich.console import Console

out = Console(highlight=False, soft_wrap=True)
