"""Programs, as the API's own tests have them."""

from tests.api.conftest import fresh_limits, program

__all__ = ["fresh_limits", "program"]
