"""Views that count in another store's positions are not gone on with."""

from pathlib import Path

import pytest
from sqlalchemy.schema import DropSchema

from kernel.database import Database
from koop.settings import SettingsRefused
from koop.views_of import check_files, check_schemas

FILE, SERVER = "data/events.db", "esdb://127.0.0.1:2113?tls=false"


@pytest.mark.parametrize(("first", "second"), [(FILE, SERVER), (SERVER, FILE)])
def test_views_of_one_store_are_not_used_with_another(
    tmp_path: Path, first: str, second: str
) -> None:
    check_files(tmp_path, first)
    (tmp_path / "plan.db").touch()
    check_files(tmp_path, first)

    with pytest.raises(SettingsRefused, match=r"Delete plan\.db; they build themselves again"):
        check_files(tmp_path, second)

    (tmp_path / "plan.db").unlink()
    check_files(tmp_path, second)


@pytest.mark.slow
async def test_nor_are_those_on_a_server(postgres_database: str) -> None:
    kept = Database(postgres_database, schema="access")
    await kept.bring_up("access")
    views = Database(postgres_database, schema="plan")
    await check_schemas(kept, FILE)
    await check_schemas(kept, SERVER)
    await views.bring_up("service")
    await check_schemas(kept, SERVER)

    with pytest.raises(SettingsRefused, match=r"Drop the schemas plan; they build themselves"):
        await check_schemas(kept, FILE)

    await views.write(lambda c: c.execute(DropSchema("plan", cascade=True)))
    await check_schemas(kept, FILE)
    for database in (kept, views):
        await database.close()
