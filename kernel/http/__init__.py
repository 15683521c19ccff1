'''The HTTP edge that every service shares. How a service writes a route:

    def plan_routes(plans: CommandHandler[Plan], keys: KeyStore, clock: Clock) -> APIRouter:
        routes = call_router("plans")

        @routes.post(
            "/plans/{plan}/acceptances",
            **command(
                AcceptDraft,                                # the body, a contract model
                example={"digest": "sha256:4be2…", "channel": "portal"},
                answers=PlanView,
                answer_example={…},
                status=201,
                refuses=(StaleAcceptance, DraftNotOffered),  # documents them; `allowed` is theirs
            ),
        )
        async def accept_draft(call: Call, plan: UUID) -> Response:
            """Accept the draft that was read, by its digest (§ 15 SGB II)."""
            stream = f"plan-{plan}"
            known = (await plans.load(stream)).state        # NotFound if it is the initial one
            authorise("accept", call.identity, known)       # the service's one place, NotEntitled
            key = await keys.of(known.client)
            accept = await call.content(AcceptDraft, key)   # personal texts are sealed from here on
            outcome = await plans.handle(
                stream,
                accept,
                call.metadata(clock.now(), known.regime, plan),  # actor, cause, request hash
                command_id=call.command_id,                 # from sub, path and Idempotency-Key
                if_match=call.if_match,                     # or call.required_if_match
            )
            return answer(
                view,
                status=201,
                revision=outcome.revision,
                position=outcome.position,              # what to be consistent with from now on
                open=key.open,
            )

        @routes.get("/plans", **query(Page[PlanRow], {…}, etag=False))
        async def my_plans(call: Call, limit: Limit = 50, cursor: Cursor = None) -> Response:
            """The plans that whoever asks may see, newest first."""
            after = key_of(cursor, int, str)                # None: the first page
            rows = await view.read(lambda connection, table: …)  # as fresh as the call wants it
            more = cursor_of(rows[limit - 1].opened, rows[limit - 1].id) if rows[limit:] else None
            return answer(Page[PlanRow](items=rows[:limit], next=more), open=…)

        return routes

    app = create_app(
        title="Plan",
        description="…",
        routers=[plan_routes(…)],
        verifier=verifier,
        store=store,                                    # for when answers are true
        clock=clock,
        checks={"event store": writable, "plan view": within_bound},
        statuses={UnknownPlan: 404, NotYourPlan: 403},      # every other Refusal is a 409
    )

Every answer tells in its headers for which position (`Koop-Position`) and time (`Koop-As-Of`) it is
true, and which of the read models it rests on stand still (`Koop-Stale`). Every query understands
`?consistent-with=<position>` and waits for it, some seconds, in the read models it asks. A route
does nothing for that: whatever it asks a projection by `read` or `answer`, however far below, is
heard; without such it is true for the newest event when it was called. It is enough that
- a command hands on `outcome.position` (otherwise callers are told the newest position there is),
- a query that adds to rows from the store what they lack, takes those by `projection.glance`,
- a body that tells when it is true asks `projection.true_for(answer, clock)`, so that both agree.

Everything raised becomes a problem (RFC 9457) at the edge; no route catches anything. A body that
names the client itself is read without a key first (`call.content(OpenPlan)`), then, for the
request hash, again with it. Endpoints take `call: Call`, path parameters by name and, for queries,
parameters with FastAPI's `Query`; nothing is injected, routers are built where the parts are.
Whoever reads personal data says why: `call.purpose("case work")`, for auditors `call.purpose()`.
'''

from kernel.http.answers import answer
from kernel.http.app import call_router, create_app
from kernel.http.call import Call
from kernel.http.description import command, query
from kernel.http.health import Check, Health
from kernel.http.moments import AsOf
from kernel.http.pages import Cursor, Limit, Page, cursor_of, key_of
from kernel.http.preconditions import etag
from kernel.http.problems import Problem
from kernel.http.refusals import NotEntitled, NotFound

__all__ = [
    "AsOf",
    "Call",
    "Check",
    "Cursor",
    "Health",
    "Limit",
    "NotEntitled",
    "NotFound",
    "Page",
    "Problem",
    "answer",
    "call_router",
    "command",
    "create_app",
    "cursor_of",
    "etag",
    "key_of",
    "query",
]
