"""What every test of the work may rely on."""

from tests.scanning import scan_once

scan_once()
