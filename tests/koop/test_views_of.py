"""Views that count in another store's positions are not gone on with."""

from pathlib import Path

import pytest

from koop.settings import SettingsRefused
from koop.views_of import check_views

FILE, SERVER = "data/events.db", "esdb://127.0.0.1:2113?tls=false"


@pytest.mark.parametrize(("first", "second"), [(FILE, SERVER), (SERVER, FILE)])
def test_views_of_one_store_are_not_used_with_another(
    tmp_path: Path, first: str, second: str
) -> None:
    check_views(tmp_path, first)
    (tmp_path / "plan.db").touch()
    check_views(tmp_path, first)

    with pytest.raises(SettingsRefused, match=r"Delete plan\.db; they build themselves again"):
        check_views(tmp_path, second)

    (tmp_path / "plan.db").unlink()
    check_views(tmp_path, second)
