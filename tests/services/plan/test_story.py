"""From the first talk to the agreed copy, over HTTP."""

from hashlib import sha256

from tests.services.plan.jobcenter import Jobcenter
from tests.services.plan.steps import accept, agreed, drafted, offered


async def test_a_plan_is_drafted_offered_accepted_and_handed_out(jc: Jobcenter) -> None:
    plan, agreement, digest = await offered(jc)
    done = await accept(jc, plan, digest)
    assert [said["type"] for said in done["said"]] == ["PlanAccepted.v1", "PlanAgreed.v1"]
    assert (done["version"], done["digest"]) == (1, digest)

    copy = await jc.client.get(f"{plan}/versions/1/copy")
    assert copy.headers["content-type"] == "text/plain; charset=utf-8"
    document = copy.headers["etag"].strip('"')
    assert document == f"sha256:{sha256(copy.content).hexdigest()}"
    await jc.counsellor.does(f"{plan}/versions/1/copies", {"document": document, "form": "paper"})

    shown = (await jc.client.reads(plan))["plan"]
    assert shown["status"] == "agreed"
    assert shown["copies"][0]["document"] == document
    assert shown["progress"][agreement]["standing"] == "open"
    assert shown["in_force"]["goal"]["occupational_goal"] == "Köchin in einer Schulküche"
    assert shown["voice"][0]["text"] == "Keine Nachtschichten"


async def test_nothing_that_was_acknowledged_is_missing_from_the_next_reading(
    jc: Jobcenter,
) -> None:
    plan, _ = await drafted(jc)
    for number in range(3):
        done = await jc.client.post(f"{plan}/remarks", {"text": f"Bemerkung {number}"})
        read = await jc.client.get(plan)
        assert read.headers["etag"] == done.headers["etag"]
        assert len(read.json()["plan"]["draft"]["content"]["remarks"]) == number + 2


async def test_a_plan_that_has_not_changed_is_not_sent_again(jc: Jobcenter) -> None:
    plan, _ = await drafted(jc)
    tag = (await jc.client.get(plan)).headers["etag"]
    same = await jc.client.get(plan, If_None_Match=tag)
    assert (same.status_code, same.content) == (304, b"")
    await jc.client.does(f"{plan}/remarks", {"text": "Noch etwas"})
    assert (await jc.client.get(plan, If_None_Match=tag)).status_code == 200


async def test_the_chain_from_a_miss_to_an_accepted_reason(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    jc.clock.set(jc.clock.now().replace(month=5, day=5))
    own = f"{plan}/agreements/{agreement}"
    missed = {"observed_on": "2026-05-04", "facts": "Zwei von fünf Bewerbungen lagen vor"}
    await jc.counsellor.does(f"{own}/misses", missed)
    await jc.counsellor.does(f"{own}/important-reason-requests", {"until": "2026-05-20"})
    await jc.client.does(f"{own}/important-reasons", {"text": "Meine Tochter war im Krankenhaus"})
    await jc.counsellor.does(
        f"{own}/important-reason-assessments", {"accepted": True, "reasons": "Die Pflege geht vor"}
    )
    progress = (await jc.client.reads(plan))["plan"]["progress"][agreement]
    assert progress["standing"] == "excused"
    assert progress["breaches"][0]["reason"]["text"] == "Meine Tochter war im Krankenhaus"


async def test_an_appointment_is_set_difficult_moved_and_kept(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    set_ = {"at": "2026-03-20T10:00:00+01:00", "mode": "in_person", "purpose": "Bewerbungen"}
    done = await jc.counsellor.does(f"{plan}/appointments", set_)
    appointment = f"{plan}/appointments/{done['appointment']}"
    told = await jc.client.does(f"{appointment}/difficulties", {"text": "Mein Kind ist krank"})
    assert (told["appointment"], "agreement" in told) == (done["appointment"], False)
    moved = {"at": "2026-03-27T10:00:00+01:00", "mode": "video"}
    await jc.counsellor.does(f"{appointment}/moves", moved)
    shown = (await jc.client.reads(plan))["plan"]["appointments"][done["appointment"]]
    assert (shown["at_time"], shown["mode"]) == ("2026-03-27T09:00:00Z", "video")


async def test_what_the_client_disputes_is_shown_with_the_mark_from_then_on(jc: Jobcenter) -> None:
    plan, agreement = await agreed(jc)
    jc.clock.set(jc.clock.now().replace(month=5, day=5))
    missed = {"observed_on": "2026-05-04", "facts": "Keine Bewerbung lag vor"}
    done = await jc.counsellor.does(f"{plan}/agreements/{agreement}/misses", missed)
    dispute = {"fact": done["said"][0]["id"], "text": "Ich habe alle fünf abgegeben"}
    await jc.client.does(f"{plan}/disputes", dispute)
    breach = (await jc.counsellor.reads(plan))["plan"]["progress"][agreement]["breaches"][0]
    assert [mark["text"] for mark in breach["disputed"]] == ["Ich habe alle fünf abgegeben"]
