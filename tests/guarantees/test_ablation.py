"""Each test of a fussy rule notices when that rule is taken out of the code: else it would prove nothing."""

from __future__ import annotations

import pytest

from tests.guarantees import test_fixes
from tests.guarantees.ablation import OUT
from tests.guarantees.test_fixes import Play
from tests.model.fixes import FIXES
from tests.world import World

# What needs remedies and approvals has its tests beside them.
REMEDIES = {"ask_ends", "silence_heard", "stuck_opens"}
CASES = [(name, number) for name, ways in OUT.items() for number in range(len(ways))]


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "number"), CASES)
def test_it_notices(world: World, monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> None:
    play = Play(world)
    OUT[name][number](monkeypatch)
    with pytest.raises((Exception, pytest.fail.Exception)) as noticed:
        getattr(test_fixes, f"test_{name}")(play)
    assert not isinstance(noticed.value, AttributeError | TypeError | NameError), noticed.value


def test_each_rule_of_the_model_has_its_test_and_is_taken_out() -> None:
    tested = {name for name in FIXES if hasattr(test_fixes, f"test_{name}")}
    assert set(FIXES) - tested <= REMEDIES and set(OUT) == tested - REMEDIES
