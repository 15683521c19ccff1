"""How the story ends: who agreed to what and when, what changed, who was told what."""

from datetime import datetime
from itertools import groupby

from koop.demo.cast import Cast
from koop.demo.stage import BERLIN, Json, Person, Stage


async def ending(stage: Stage, cast: Cast, first: str, second: str) -> None:
    for number, plan in enumerate((first, second), 1):
        stage.chapter(f"Plan {number}: who agreed to what and when")
        await _audited(stage, cast, f"/audit/agreements?plan={plan}&language=en")
    stage.chapter("Plan 1: what is different between version 1 and version 2")
    await _audited(stage, cast, f"/audit/plans/{first}/versions/1/differences/2?language=en")
    for number, plan in enumerate((first, second), 1):
        stage.chapter(f"Plan {number}: who was told what")
        await _told(stage, cast.counsellor, plan)


async def worklist(stage: Stage, counsellor: Person) -> None:
    """What the counsellor sees at this moment, the most urgent first."""
    waiting: list[Json] = (await counsellor.reads("/worklist")).json()["items"]
    stage.line(counsellor.name, "looks at what waits", "[dim]·[/]")
    for task in waiting:
        since = datetime.fromisoformat(task["since"]).astimezone(BERLIN)
        said = task["reason"].replace("_", " ")
        stage.console.print(f"{'':17}  [dim]since {since:%d.%m.%Y}[/] {said} ({task['client']})")


async def glance(stage: Stage, client: Person, plan: str) -> None:
    """What the client sees of the plan at this moment."""
    page = await client.reads(f"/plans/{plan}/glance?form=text&language=de-simple")
    stage.line(client.name, "looks at the plan", "[dim]·[/]")
    for line in page.text.splitlines():
        stage.console.print(f"{'':17}  {line}", markup=False, style="dim")


async def _audited(stage: Stage, cast: Cast, path: str) -> None:
    answer = await cast.auditor.reads(path, accept="text/plain")
    stage.console.print(answer.text, markup=False)


async def _told(stage: Stage, counsellor: Person, plan: str) -> None:
    found: list[Json] = []
    page = {"next": ""}
    while page.get("next") is not None:
        cursor = f"&cursor={page['next']}" if page["next"] else ""
        path = f"/notifications?plan={plan}&limit=200{cursor}"
        page = (await counsellor.reads(path)).json()
        found += page["items"]
    found.sort(key=_when)
    for day, told in groupby(found, key=lambda one: _when(one).date()):
        said = ", ".join(f"{one['recipient']}: {one['template']} ({one['state']})" for one in told)
        stage.console.print(f"[dim]{day:%d.%m.%Y}[/] {said}")


def _when(notification: Json) -> datetime:
    """When it left, or would have."""
    moment = notification.get("sent_at") or notification["send_at"]
    return datetime.fromisoformat(moment).astimezone(BERLIN)
