"""Steps that many stories have in common, over HTTP."""

from tests.services.plan.jobcenter import CLIENT, Answer, Jobcenter

GOAL = {"occupational_goal": "Köchin in einer Schulküche", "interim_goal": "Hygieneschein"}
APPLICATIONS = {
    "party": "client",
    "kind": "own_effort",
    "what": "Fünf Bewerbungen als Küchenhilfe schreiben",
    "due": "2026-04-30",
    "proof": "Kopien der Bewerbungen",
}
COURSE = {
    "party": "jobcenter",
    "kind": "integration_benefit",
    "what": "Die Kosten des Hygienescheins übernehmen",
    "due": "2026-03-31",
}
FRIEND = {"party": "third_party", "kind": "household", "what": "Die Nachbarin holt das Kind ab"}


async def opened(jc: Jobcenter) -> str:
    """The path of a new plan."""
    done = await jc.counsellor.does("/plans", {"client": CLIENT})
    return f"/plans/{done['plan']}"


async def drafted(jc: Jobcenter) -> tuple[str, str]:
    """The path of a plan whose draft fills all six headings, and the client's agreement."""
    plan = await opened(jc)
    await jc.client.does(f"{plan}/voice", {"kind": "wish", "text": "Keine Nachtschichten"})
    await jc.counsellor.does(f"{plan}/goal", GOAL)
    own = await jc.counsellor.does(f"{plan}/agreements", APPLICATIONS)
    await jc.counsellor.does(f"{plan}/agreements", COURSE)
    await jc.client.does(f"{plan}/agreements", FRIEND)
    await jc.client.does(f"{plan}/remarks", {"text": "Der Kindergarten schließt um vier"})
    return plan, own["agreement"]


async def offered(jc: Jobcenter) -> tuple[str, str, str]:
    """The path of a plan, the client's agreement, and the digest of the draft on offer."""
    plan, agreement = await drafted(jc)
    done = await jc.counsellor.does(f"{plan}/offers", {"thinking_time_until": "2026-03-16"})
    return plan, agreement, done["digest"]


async def accept(jc: Jobcenter, plan: str, digest: str) -> Answer:
    """Both sides accept; the answer to the second one."""
    await jc.client.does(f"{plan}/acceptances", {"digest": digest, "channel": "portal"})
    return await jc.counsellor.does(
        f"{plan}/acceptances", {"digest": digest, "channel": "in_person"}
    )


async def agreed(jc: Jobcenter) -> tuple[str, str]:
    """The path of a plan whose first version is in force, and the client's agreement."""
    plan, agreement, digest = await offered(jc)
    await accept(jc, plan, digest)
    return plan, agreement
