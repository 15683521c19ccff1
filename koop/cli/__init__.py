"""`koop`: everything from the command line. Errors are sentences with a way out."""

import sys

from kernel.garbage import look_seldom
from koop.cli.app import app
from koop.cli.errors import SENTENCES, sentence


def main() -> None:
    """The entry point. Exit status 2 for what the caller can mend."""
    look_seldom()
    try:
        app()
    except SENTENCES as error:
        sys.stderr.write(f"koop: {sentence(error)}\n")
        raise SystemExit(2) from None
