"""The second case: a mediation runs out, and a missed agreement goes all the way to a referral."""

from koop.demo.cast import Cast
from koop.demo.settled_case import agree
from koop.demo.stage import Stage


async def play(stage: Stage, cast: Cast) -> str:
    """Returns the plan's id."""
    plan, agreement = await agreed_plan(stage, cast)
    await missed(stage, cast, plan, agreement)
    await expired_mediation(stage, cast, plan)
    await chain(stage, cast, plan, agreement)
    return plan


async def agreed_plan(stage: Stage, cast: Cast) -> tuple[str, str]:
    stage.chapter("A second case: a plan is agreed")
    await stage.at("2026-10-01 09:00")
    opened = await cast.counsellor.does(
        "opens a plan", "/plans", client=cast.client.sub, counsellor=cast.counsellor.sub
    )
    plan = f"/plans/{opened['plan']}"
    await cast.counsellor.does(
        "writes down the goal",
        f"{plan}/goal",
        occupational_goal="Fachlagerist",
        interim_goal="Staplerschein",
    )
    drafted = await cast.client.does(
        "promises four applications",
        f"{plan}/agreements",
        party="client",
        kind="own_effort",
        what="Ich bewerbe mich bei vier Lagerbetrieben.",
        due="2026-10-30",
    )
    offered = await cast.counsellor.does("puts the draft forward", f"{plan}/offers")
    await agree(cast, plan, offered["digest"], 1)
    return str(opened["plan"]), str(drafted["agreement"])


async def missed(stage: Stage, cast: Cast, id: str, agreement: str) -> None:
    item = f"/plans/{id}/agreements/{agreement}"
    await stage.at("2026-11-02 09:00")
    await cast.counsellor.does(
        "records that the applications are missing",
        f"{item}/misses",
        observed_on="2026-11-02",
        facts="Bis zum 30. Oktober lag keine Bewerbung vor.",
    )
    await cast.counsellor.does(
        "asks for an important reason", f"{item}/important-reason-requests", until="2026-11-13"
    )
    await stage.at("2026-11-16 09:00")
    await cast.counsellor.does(
        "assesses: no reason was stated",
        f"{item}/important-reason-assessments",
        accepted=False,
        reasons="Es wurde kein Grund genannt.",
    )


async def expired_mediation(stage: Stage, cast: Cast, id: str) -> None:
    stage.chapter("Its mediation runs out after four weeks")
    await cast.counsellor.does(
        "starts a revision", f"/plans/{id}/revisions", cause="changed_circumstances"
    )
    await cast.counsellor.does(
        "records that there is no agreement on it",
        f"/plans/{id}/disagreements",
        text="Über weitere Schritte besteht keine Einigkeit.",
    )
    await cast.counsellor.does(
        "asks for a mediation",
        "/mediations",
        plan=id,
        subject="Welche Schritte folgen auf die Bewerbungen?",
    )


async def chain(stage: Stage, cast: Cast, id: str, agreement: str) -> None:
    stage.chapter("The chain to a referral, link by link")
    item = f"/plans/{id}/agreements/{agreement}"
    await stage.at("2026-12-16 09:00")
    await cast.counsellor.does(
        "demands cooperation, with the notice of consequences",
        f"{item}/demands",
        kind="apply_for_jobs",
        text="Legen Sie vier Bewerbungen vor.",
        legal_notice={"text": "notice-15-6", "version": 2, "form": "handed_over"},
        delivered={"how": "handed_over", "at": "2026-12-16T09:00:00+01:00"},
        until="2027-01-08",
    )
    await cast.counsellor.is_refused(
        "refers the case at once", "step-out-of-order", f"{item}/referrals"
    )
    await stage.at("2027-01-11 09:00")
    await cast.counsellor.does(
        "states that the demand was not met", f"{item}/demand-failures", observed_on="2027-01-11"
    )
    await cast.counsellor.does(
        "offers a hearing", f"{item}/hearing-offers", channel="in_person", until="2027-01-25"
    )
    await stage.at("2027-01-20 10:30")
    await cast.counsellor.does(
        "records what the client said",
        f"{item}/hearings",
        statement="Ich habe zwei Probetage gehabt und den Rest vergessen.",
    )
    await cast.counsellor.does(
        "considers hardship",
        f"{item}/hardship-considerations",
        outcome="no_hardship",
        reasons="Keine Mietschulden, keine Kinder im Haushalt.",
    )
    await cast.counsellor.does(
        "refers the documented case to the benefits system, which decides", f"{item}/referrals"
    )
