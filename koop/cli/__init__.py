"""`koop`: everything from the command line. Errors are sentences with a way out."""

import sys

from kernel.garbage import look_seldom
from koop.cli.tree import asked_for, tree


def main() -> None:
    """The entry point. Exit status 2 for what the caller can mend."""
    look_seldom()
    try:
        tree(asked_for(sys.argv[1:]))()
    except Exception as error:
        from koop.cli.errors import SENTENCES, sentence  # loads all there is

        if not isinstance(error, SENTENCES):
            raise
        sys.stderr.write(f"koop: {sentence(error)}\n")
        raise SystemExit(2) from None
