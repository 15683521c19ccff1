"""How often Python looks for reference cycles."""

import gc

THRESHOLDS = (50_000, 20, 20)


def look_seldom() -> None:
    """To be called once a process is set up. What exists by then is never looked at again.

    Whoever reads events makes objects by the million, none of them in cycles: looking for some
    after every 700 (the default) costs a fifth of a rebuild. Cycles that exceptions leave behind
    wait a little longer, a few megabytes at most.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
