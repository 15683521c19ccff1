"""Which command lies where; each is loaded only when it is asked for: a service that starts need
not wait for what prints tables."""

from collections.abc import Iterable, Mapping
from importlib import import_module
from types import ModuleType

import typer

COMMANDS: Mapping[str, str] = {
    "up": "running.up",
    "serve": "serving.serve",
    "demo": "running.demo",
    "token": "token.token",
    "schema": "schema.schema",
    "erase": "erase.erase",
    "import": "importing.import_commands",
    "generate": "generate.generate",
}
GROUPS: Mapping[str, str] = {
    "plan": "Look at a plan.",
    "audit": "Who agreed to what and when.",
    "dead-letters": "Look after what was not done.",
    "events": "Look at the events themselves.",
    "projections": "Look after the read models.",
    "store": "Move events from one store to another.",
    "contracts": "Keep what was promised to readers of events.",
}
ALL = (*COMMANDS, *GROUPS)


def tree(names: Iterable[str] = ALL) -> typer.Typer:
    """The commands of these names; those that there are not, are left out."""
    app = typer.Typer(
        help="Kooperationsplan (§ 15 SGB II): who agreed to what and when.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
    )
    app.callback()(_alone)
    for name in names:
        if name in COMMANDS:
            module, _, function = COMMANDS[name].partition(".")
            app.command(name)(getattr(_loaded(module), function))
        elif name in GROUPS:
            app.add_typer(_loaded(name.replace("-", "_")).app, name=name, help=GROUPS[name])
    return app


def asked_for(arguments: list[str]) -> Iterable[str]:
    """The one that is named first; all of them, for help, where none is."""
    return arguments[:1] if arguments[:1] and arguments[0] in ALL else ALL


def _loaded(module: str) -> ModuleType:
    return import_module(f"koop.cli.{module}")


def _alone() -> None:
    """Keeps a command under its name when it is the only one."""
