"""One command: everything that followed from it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from starlette.responses import Response

from kernel.http import Call, NotEntitled, call_router, query
from kernel.http.refusals import PurposeMissing
from services.audit.answers.models import TreeAnswer
from services.audit.answers.tree import branches, tree_answer
from services.audit.api import examples, forms
from services.audit.api.asking import Question
from services.audit.api.replying import Whole, told, whole
from services.audit.api.wish import Wish
from services.audit.desk import Desk
from services.audit.refusals import NoSuchCommand, TrailNotReady
from services.audit.sentences import CATALOGUES
from services.audit.tree import Tree


def tree_routes(desk: Desk) -> APIRouter:
    router = call_router("One command")

    @router.get(
        "/audit/commands/{command}/tree",
        summary="What followed from a command, across all services",
        **query(
            TreeAnswer,
            examples.TREE,
            refuses=(PurposeMissing, NotEntitled, NoSuchCommand, TrailNotReady),
            etag=False,
            purpose=True,
            also=examples.TREE_ALSO,
        ),
    )
    async def read_tree(call: Call, command: UUID, asked: Annotated[Question, Query()]) -> Response:
        """The events of the command, those that they led to, and so on: from the plan to the
        mediation to the messages. A command is named by the `correlation` of any event that
        followed from it."""
        wish = asked.wish(call)
        return _tree(await desk.tree(asked.reader(call), command), wish)

    return router


def _tree(tree: Tree, wish: Wish) -> Response:
    content = tree_answer(tree, wish.language)
    if wish.format == "json":
        return told(content, wish)
    title = CATALOGUES[wish.language].phrases["title_tree"].format(command=tree.command)
    lines = Whole(content.true_for, tuple(branches(tree, wish.language)))
    return whole(forms.TREE, wish, lines, title)
