"""The first case: from the first talk through a mediation to version 2."""

from koop.demo import telling
from koop.demo.cast import Cast
from koop.demo.stage import Stage

Agreements = dict[str, str]


async def play(stage: Stage, cast: Cast) -> str:
    """Returns the plan's id."""
    plan = await first_talk(stage, cast)
    agreements = await drafting(cast, plan)
    await consent(stage, cast, plan, agreements)
    await keeping(stage, cast, plan, agreements)
    await missing(stage, cast, plan, agreements)
    await review(stage, cast, plan)
    await mediation(stage, cast, plan, agreements)
    return plan


async def first_talk(stage: Stage, cast: Cast) -> str:
    stage.chapter("First talk")
    await stage.at("2026-03-02 09:00")
    opened = await cast.former.does(
        "opens a plan", "/plans", client=cast.client.sub, counsellor=cast.former.sub
    )
    plan = f"/plans/{opened['plan']}"
    await cast.former.does(
        "hands over to a colleague", f"{plan}/counsellors", counsellor=cast.counsellor.sub
    )
    await cast.client.does(
        "brings a wish",
        f"{plan}/voice",
        kind="wish",
        text="Ich möchte wieder in einer Küche arbeiten, aber nicht nachts.",
    )
    await cast.client.does(
        "brings a concern",
        f"{plan}/voice",
        kind="concern",
        text="Ich habe Sorge, dass ich die Kita nicht rechtzeitig erreiche.",
    )
    return str(opened["plan"])


async def drafting(cast: Cast, id: str) -> Agreements:
    """All six headings. Returns the agreements' ids by a short name."""
    plan = f"/plans/{id}"
    await cast.counsellor.does(
        "writes down the goal and the interim goal",
        f"{plan}/goal",
        occupational_goal="Köchin in einer Schul- oder Betriebsküche",
        interim_goal="Belehrung nach § 43 Infektionsschutzgesetz auffrischen",
    )
    drafts = {
        "applications": (
            cast.client,
            "promises three applications",
            {
                "party": "client",
                "kind": "own_effort",
                "what": "Ich bewerbe mich bei drei Schulküchen.",
                "due": "2026-03-31",
                "proof": "Kopien der Bewerbungen",
            },
        ),
        "certificate": (
            cast.client,
            "promises to renew the food hygiene certificate",
            {
                "party": "client",
                "kind": "own_effort",
                "what": "Ich frische meine Hygiene-Belehrung auf.",
                "due": "2026-04-15",
                "proof": "Bescheinigung des Gesundheitsamts",
            },
        ),
        "curriculum": (
            cast.client,
            "promises to bring a new curriculum vitae",
            {
                "party": "client",
                "kind": "placement_target",
                "what": "Ich bringe meinen neuen Lebenslauf mit.",
                "due": "2026-04-30",
            },
        ),
        "trial": (
            cast.client,
            "promises to name two kitchens for a job trial",
            {
                "party": "client",
                "kind": "own_effort",
                "what": "Ich nenne zwei Küchen für ein Praktikum.",
                "due": "2026-06-30",
            },
        ),
        "voucher": (
            cast.counsellor,
            "promises a training voucher",
            {
                "party": "jobcenter",
                "kind": "integration_benefit",
                "what": "Das Jobcenter stellt einen Bildungsgutschein für den Kochkurs aus.",
                "due": "2026-04-10",
            },
        ),
        "advice": (
            cast.counsellor,
            "notes what the debt advice centre does",
            {
                "party": "third_party",
                "kind": "other_carrier_benefit",
                "what": "Die Schuldnerberatung bietet ein Erstgespräch an.",
            },
        ),
    }
    agreements = {
        name: str((await who.does(said, f"{plan}/agreements", **terms))["agreement"])
        for name, (who, said, terms) in drafts.items()
    }
    await cast.client.does(
        "adds what else matters",
        f"{plan}/remarks",
        text="Die Kita schließt um 16 Uhr.",
    )
    return agreements


async def consent(stage: Stage, cast: Cast, id: str, agreements: Agreements) -> None:
    stage.chapter("Consent to one exact draft")
    plan = f"/plans/{id}"
    await stage.at("2026-03-03 10:00")
    read = await cast.counsellor.does(
        "puts the draft before the client", f"{plan}/offers", thinking_time_until="2026-03-10"
    )
    await stage.at("2026-03-04 14:00")
    await cast.counsellor.does(
        "still changes one agreement",
        f"{plan}/agreements/{agreements['applications']}/redrafts",
        party="client",
        kind="own_effort",
        what="Ich bewerbe mich bei fünf Schulküchen.",
        due="2026-03-31",
        proof="Kopien der Bewerbungen",
    )
    offered = await cast.counsellor.does("puts the new draft forward", f"{plan}/offers")
    await cast.client.is_refused(
        "accepts the draft that was read before the change",
        "stale-acceptance",
        f"{plan}/acceptances",
        digest=read["digest"],
        channel="portal",
    )
    await stage.at("2026-03-05 09:30")
    await agree(cast, plan, offered["digest"], 1)
    await hand_out(cast, plan, 1)


async def agree(cast: Cast, plan: str, digest: str, version: int) -> None:
    accepts = f"{plan}/acceptances"
    await cast.client.does("accepts this very draft", accepts, digest=digest, channel="portal")
    await cast.counsellor.does(
        f"accepts it, too: version {version} is agreed", accepts, digest=digest, channel="portal"
    )


async def hand_out(cast: Cast, plan: str, version: int) -> None:
    copy = await cast.counsellor.reads(f"{plan}/versions/{version}/copy", accept="text/plain")
    await cast.counsellor.does(
        "hands out the readable copy",
        f"{plan}/versions/{version}/copies",
        document=copy.headers["ETag"].strip('"'),
        form="paper",
    )


async def keeping(stage: Stage, cast: Cast, id: str, agreements: Agreements) -> None:
    stage.chapter("Keeping what was agreed")
    plan = f"/plans/{id}"
    appointment = await cast.counsellor.does(
        "sets an appointment",
        f"{plan}/appointments",
        at="2026-03-26T10:00:00+01:00",
        mode="in_person",
        purpose="Bewerbungen gemeinsam ansehen",
    )
    meeting = f"{plan}/appointments/{appointment['appointment']}"
    await stage.at("2026-03-24 17:00")
    await cast.client.does(
        "says early that the day is difficult",
        f"{meeting}/difficulties",
        text="Meine Tochter hat an dem Tag Einschulungsuntersuchung.",
    )
    await cast.counsellor.does(
        "answers", f"{meeting}/difficulty-answers", answer="adjusted", reasons="Wir verlegen."
    )
    await cast.counsellor.does(
        "moves the appointment", f"{meeting}/moves", at="2026-03-27T10:00:00+01:00", mode="video"
    )
    await stage.at("2026-03-27 10:40")
    await cast.counsellor.does("records that it took place", f"{meeting}/attendances")
    await cast.counsellor.does(
        "confirms the applications",
        f"{plan}/agreements/{agreements['applications']}/confirmations",
        evidence="Kopien von fünf Bewerbungen",
    )
    await stage.at("2026-04-08 11:00")
    await cast.client.does(
        "confirms that the jobcenter kept its own promise",
        f"{plan}/agreements/{agreements['voucher']}/confirmations",
    )
    await stage.at("2026-04-10 08:20")
    await cast.client.does(
        "says early that the certificate is difficult",
        f"{plan}/agreements/{agreements['certificate']}/difficulties",
        text="Das Gesundheitsamt hat erst im Mai einen Termin.",
    )
    await cast.counsellor.does(
        "adjusts it",
        f"{plan}/agreements/{agreements['certificate']}/difficulty-answers",
        answer="adjusted",
        reasons="Der Termin im Mai reicht.",
        new_due="2026-05-15",
    )


async def missing(stage: Stage, cast: Cast, id: str, agreements: Agreements) -> None:
    stage.chapter("Overdue is not missed")
    plan = f"/plans/{id}"
    await stage.at("2026-05-04 09:00")
    late = f"{plan}/agreements/{agreements['curriculum']}"
    await cast.counsellor.does(
        "records, as a named person, that the curriculum vitae is missing",
        f"{late}/misses",
        observed_on="2026-05-04",
        facts="Der Lebenslauf lag bis zum 30. April nicht vor.",
    )
    await cast.counsellor.does(
        "asks for an important reason", f"{late}/important-reason-requests", until="2026-05-18"
    )
    await stage.at("2026-05-06 19:00")
    await cast.client.does(
        "states an important reason",
        f"{late}/important-reasons",
        text="Meine Tochter lag vom 20. bis 29. April im Krankenhaus.",
        evidence="Bescheinigung der Kinderklinik",
    )
    await stage.at("2026-05-11 10:00")
    await cast.counsellor.does(
        "accepts the reason: that ends the matter",
        f"{late}/important-reason-assessments",
        accepted=True,
        reasons="Die Pflege des Kindes geht vor.",
    )
    await cast.counsellor.does(
        "confirms the certificate",
        f"{plan}/agreements/{agreements['certificate']}/confirmations",
    )
    await stage.at("2026-07-02 09:00")
    trial = f"{plan}/agreements/{agreements['trial']}"
    await cast.counsellor.does(
        "records that no kitchens were named",
        f"{trial}/misses",
        observed_on="2026-07-02",
        facts="Bis zum 30. Juni wurde keine Küche genannt.",
    )
    await cast.counsellor.does(
        "asks for an important reason", f"{trial}/important-reason-requests", until="2026-07-16"
    )
    await stage.at("2026-07-20 09:00")
    await cast.counsellor.does(
        "assesses: no reason was stated",
        f"{trial}/important-reason-assessments",
        accepted=False,
        reasons="Es wurde kein Grund genannt.",
    )


async def review(stage: Stage, cast: Cast, id: str) -> None:
    stage.chapter("Review after six months, and a disagreement")
    plan = f"/plans/{id}"
    await stage.at("2026-09-07 09:00")
    await cast.counsellor.does("starts the review", f"{plan}/revisions", cause="review")
    await cast.counsellor.does(
        "drafts a course in February",
        f"{plan}/agreements",
        party="client",
        kind="own_effort",
        what="Ich beginne im Februar den Kochkurs in Vollzeit.",
        due="2027-02-01",
    )
    await cast.client.does(
        "records that they disagree",
        f"{plan}/disagreements",
        text="Vollzeit geht nicht, die Kita schließt um 16 Uhr.",
    )


async def mediation(stage: Stage, cast: Cast, id: str, agreements: Agreements) -> None:
    stage.chapter("Mediation (Schlichtung)")
    plan = f"/plans/{id}"
    requested = await cast.client.does(
        "asks for a mediation",
        "/mediations",
        plan=id,
        subject="Der Kurs soll in Teilzeit sein.",
    )
    case = f"/mediations/{requested['mediation']}"
    await cast.office.is_refused(
        "appoints a mediator who once counselled the client",
        "mediator-not-neutral",
        f"{case}/mediator",
        mediator=cast.former.sub,
    )
    await cast.office.does(
        "appoints a neutral mediator", f"{case}/mediator", mediator=cast.mediator.sub
    )
    await stage.at("2026-09-08 09:00")
    await cast.counsellor.is_refused(
        "demands cooperation meanwhile",
        "consequences-rest",
        f"{plan}/agreements/{agreements['trial']}/demands",
        kind="other",
        text="Nennen Sie zwei Küchen.",
        legal_notice={"text": "notice-15-6", "version": 2, "form": "letter"},
        delivered={"how": "letter", "at": "2026-09-08T08:00:00+02:00"},
        until="2026-09-30",
    )
    await telling.worklist(stage, cast.counsellor)
    await telling.glance(stage, cast.client, id)
    talk = await cast.mediator.does(
        "invites to a talk", f"{case}/talks", at="2026-09-10T14:00:00+02:00", mode="in_person"
    )
    await stage.at("2026-09-10 15:30")
    await cast.mediator.does(
        "records who came",
        f"{case}/talks/{talk['talk']}/held",
        present=[cast.client.sub, cast.counsellor.sub, cast.mediator.sub],
    )
    await stage.at("2026-09-14 10:00")
    solution = await cast.mediator.does(
        "proposes a solution",
        f"{case}/solutions",
        text="Der Kurs beginnt im Februar, vormittags und in Teilzeit.",
        agreements=[
            {
                "party": "client",
                "kind": "own_effort",
                "what": "Ich beginne im Februar den Kochkurs in Teilzeit, vormittags.",
                "due": "2027-02-01",
            },
            {
                "agreement": agreements["voucher"],
                "party": "jobcenter",
                "kind": "integration_benefit",
                "what": "Das Jobcenter bezahlt den Kochkurs in Teilzeit.",
                "due": "2027-01-15",
            },
            {
                "agreement": agreements["advice"],
                "party": "third_party",
                "kind": "other_carrier_benefit",
                "what": "Die Schuldnerberatung bietet ein Erstgespräch an.",
            },
        ],
    )
    answer = f"{case}/solutions/{solution['solution']}/acceptances"
    await stage.at("2026-09-15 09:00")
    await cast.client.does("accepts the solution", answer)
    await cast.counsellor.does("accepts it, too: the mediation is settled", answer)
    await stage.at("2026-09-16 10:00")
    offered = await cast.counsellor.does("puts the solution forward as draft", f"{plan}/offers")
    await agree(cast, plan, offered["digest"], 2)
    await hand_out(cast, plan, 2)
