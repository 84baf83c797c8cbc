"""Floor 8: the pages and the API; the only room that imports Django.

One app a noun: ``explore`` shows vintages and the catalogue to everybody and writes nothing;
``accounts`` are people and their offices, ``filing`` the yearly filing from opening to release,
``candidates`` what discovery found, ``events`` the log of everything done.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiqun.web.settings")
