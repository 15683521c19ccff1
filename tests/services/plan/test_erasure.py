"""A client whose key was destroyed: what was agreed when stays provable, the texts are gone."""

from kernel.sealing import GONE
from tests.services.plan.jobcenter import CLIENT, Jobcenter
from tests.services.plan.steps import agreed


async def erase(jc: Jobcenter) -> None:
    await jc.kept_keys.destroy(CLIENT, by="staff-1", reason="Art. 17 GDPR", at=jc.clock.now())


async def test_after_erasure_the_plan_can_be_read_without_its_texts(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    await erase(jc)
    shown = (await jc.counsellor.reads(plan))["plan"]
    assert shown["in_force"]["goal"]["occupational_goal"] == GONE
    assert shown["versions"][0]["acceptances"][0]["party"] == "client"
    copy = await jc.counsellor.get(f"{plan}/versions/1/copy")
    assert copy.status_code == 200
    assert "Köchin" not in copy.text


async def test_after_erasure_nothing_new_is_written_about_the_client(jc: Jobcenter) -> None:
    plan, _ = await agreed(jc)
    await erase(jc)
    head = await jc.store.head()
    answer = await jc.counsellor.post(f"{plan}/remarks", {"text": "Noch etwas"})
    assert answer.status_code == 410
    assert (await jc.counsellor.post("/plans", {"client": CLIENT})).status_code == 410
    assert await jc.store.head() == head
