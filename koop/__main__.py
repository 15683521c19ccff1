"""`python -m koop`."""

from koop.cli import main

main()
