"""What followed from a command, as an answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from kernel.http import cursor_of
from services.audit.answers.making import trail_entry, truth
from services.audit.answers.models import Reference, TrailEntry, TreeAnswer, TreeNode
from services.audit.lines import Line
from services.audit.sentences import Language
from services.audit.tree import Node, Tree


@dataclass(frozen=True, slots=True)
class Branch:
    """An event of a tree, told line by line: `depth` steps away from the command."""

    depth: int
    entry: TrailEntry


def tree_answer(tree: Tree, language: Language) -> TreeAnswer:
    return TreeAnswer(
        true_for=truth(tree.true_for),
        command=tree.command,
        items=tuple(_node(root, language) for root in tree.roots),
        next=cursor_of(tree.reached) if tree.more else None,
    )


def branches(tree: Tree, language: Language) -> Iterator[Branch]:
    return (Branch(node.depth, _entry(node, language)) for node in tree.nodes())


def _node(node: Node, language: Language) -> TreeNode:
    led_to = tuple(_node(one, language) for one in node.led_to)
    return TreeNode(event=_entry(node, language), led_to=led_to)


def _entry(node: Node, language: Language) -> TrailEntry:
    entry = trail_entry(node.line, language)
    if node.parent is None:
        return entry
    return entry.model_copy(update={"caused_by": _reference(node.parent)})


def _reference(line: Line) -> Reference:
    at = line.recorded.envelope
    return Reference(position=at.position, type=at.type)
