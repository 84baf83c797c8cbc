"""Floor 8: the pages and the API; the only room that imports Django.

One app a noun: ``explore`` shows vintages and the catalogue to everybody and writes nothing.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiqun.web.settings")
