"""The whole tree of commands."""

from koop.cli.tree import tree

app = tree()
