"""The tree of commands."""

import typer

from koop.cli import (
    audit,
    contracts,
    dead_letters,
    erase,
    events,
    generate,
    importing,
    plan,
    projections,
    running,
    schema,
    serving,
    store,
    token,
)

app = typer.Typer(
    help="Kooperationsplan (§ 15 SGB II): who agreed to what and when.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("up")(running.up)
app.command("serve")(serving.serve)
app.command("demo")(running.demo)
app.command("token")(token.token)
app.command("schema")(schema.schema)
app.command("erase")(erase.erase)
app.command("import")(importing.import_commands)
app.command("generate")(generate.generate)
app.add_typer(plan.app, name="plan", help="Look at a plan.")
app.add_typer(audit.app, name="audit", help="Who agreed to what and when.")
app.add_typer(dead_letters.app, name="dead-letters", help="Look after what was not done.")
app.add_typer(events.app, name="events", help="Look at the events themselves.")
app.add_typer(projections.app, name="projections", help="Look after the read models.")
app.add_typer(store.app, name="store", help="Move events from one store to another.")
app.add_typer(contracts.app, name="contracts", help="Keep what was promised to readers of events.")
