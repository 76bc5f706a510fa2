"""The map's table of floors tells what the contract holds."""

from __future__ import annotations

import re
import tomllib
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_map_draws_the_floors_of_the_contract() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]
    built = [{one for one in layer.split(" | ") if "(" not in one} for layer in contract["layers"]]
    place = {name: at for at, layer in enumerate(built) for name in layer}
    table = (ROOT / "docs" / "map.md").read_text().split("## Floors")[1].split("## Inside")[0]
    cells = [line.split("|")[2].split(" (")[0] for line in table.splitlines() if line.startswith("| ")]
    drawn = [name.split("/")[0] for cell in cells for name in re.findall(r"`([\w/]+)`", cell)]
    drawn = [name for name, _ in groupby(drawn)]
    assert sorted(drawn) == sorted(place)
    assert [place[name] for name in drawn] == sorted(place[name] for name in drawn)
