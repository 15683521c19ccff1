"""The keys of a population, so that the services can open what is sealed in it."""

from pathlib import Path

from kernel.sealing import MasterKey
from kernel.sealing.jwe import thumbprint
from kernel.sealing.key_file import KeyFile
from koop.generate.cast import Population, client_name
from koop.generate.texts import secret_of


class KeysThere(Exception):
    """A key that anybody can compute from a seed must not come to serve a person."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} already holds keys. The keys of invented people follow from the seed and stay "
            "apart: let KOOP_DATA_DIR name a new folder."
        )


def write_keys(path: Path, master: MasterKey, population: Population) -> None:
    """Durable before the first text is. Raises KeysThere, StoreFull, StoreUnavailable."""
    file = KeyFile(path)
    try:
        if file.any_key() is not None:
            raise KeysThere(path)
        clients = map(client_name, range(population.plans))
        secrets = ((client, secret_of(population.seed, client)) for client in clients)
        file.add_all((client, thumbprint(key), master.wrap(key)) for client, key in secrets)
    finally:
        file.close()
