"""What the tests themselves stand on."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from django.conf import settings


def test_whoever_reaches_beyond_this_machine_fails() -> None:
    with socket.socket() as outside, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        outside.connect(("192.0.2.1", 80))


def test_the_data_folder_is_not_the_one_of_a_real_desk() -> None:
    assert Path(os.environ["MAKEGOOD_DATA"]) == settings.DATA
    assert "makegood-tests-" in settings.DATA.name
