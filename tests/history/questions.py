"""What is asked about a history: every read model, and texts that are opened on the way."""

from typing import Any

from koop.demo.stage import Person, Stage

WORDING = ("sentence", "words")
"""A later release may say the same in better words."""

OF_THE_READING = ("true_for", "next")
"""Depends on when and where it is asked."""


async def ask(stage: Stage, plans: dict[str, str]) -> dict[str, Any]:
    """Answers by question. `plans`: each plan, and whose it is."""
    answers = {}
    for plan, client in plans.items():
        reader = Person(stage, "client", client, "client")
        auditor = Person(stage, "auditor", "auditor-1", "auditor")
        asked = {
            f"/plans/{plan}": reader,
            f"/mediations?plan={plan}": reader,
            f"/notifications?plan={plan}&limit=200": reader,
            f"/audit/agreements?plan={plan}&limit=200": auditor,
            f"/audit/plans/{plan}/trail?limit=20": auditor,
        }
        for path, who in asked.items():
            answers[path] = without_wording((await who.reads(path)).json())
        for one in answers[f"/mediations?plan={plan}"]["items"]:
            path = f"/mediations/{one['mediation']}"
            answers[path] = without_wording((await reader.reads(path)).json())
    return answers


def without_wording(answer: Any) -> Any:
    if isinstance(answer, dict):
        left_out = (*WORDING, *OF_THE_READING)
        return {k: without_wording(v) for k, v in answer.items() if k not in left_out}
    if isinstance(answer, list):
        return [without_wording(one) for one in answer]
    return answer
