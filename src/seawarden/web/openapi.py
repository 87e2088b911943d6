"""The OpenAPI page of the floor, from which the types of its client are generated.

python -m seawarden.web.openapi > web/openapi.json && cd web && npm run types
"""

import json
import sys

from .app import api


def openapi() -> str:
    """Return the page as JSON."""
    return json.dumps(api().openapi(), indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.stdout.write(openapi())
