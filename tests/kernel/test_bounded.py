"""What is remembered stays within its bounds, and what is newest stays longest."""

from hypothesis import given
from hypothesis import strategies as st

from kernel.bounded import forget_oldest


@given(count=st.integers(0, 200), most=st.integers(1, 50))
def test_of_too_many_the_newest_are_left_and_of_few_all(count: int, most: int) -> None:
    known = dict.fromkeys(range(count))
    forget_oldest(known, most)
    left = [*known]
    assert left == [*range(count)][count - len(left) :]
    assert len(left) == (count if count <= most else most - most // 4)
