"""Reactions happen on EventStoreDB as well: those tests that do not name positions."""

from tests.kernel.test_reactions import (  # noqa: F401
    listening,
    runner_of,
    test_a_dead_letter_can_be_discarded,
    test_a_dead_letter_is_replayed_once_the_cause_is_gone,
    test_after_a_restart_it_goes_on_where_it_was,
    test_an_event_that_cannot_be_read_becomes_a_dead_letter,
    test_each_event_of_its_categories_is_reacted_to,
    test_events_of_one_plan_keep_their_order,
    test_what_may_pass_is_tried_again,
    test_what_was_heard_before_it_gave_up_is_heard_again_and_takes_effect_once,
)
