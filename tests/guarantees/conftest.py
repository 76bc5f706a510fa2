"""What these tests stand on."""

import pytest

# So that a reckoning that fails says what it found.
pytest.register_assert_rewrite("tests.guarantees.reckoning", "tests.guarantees.answering")
