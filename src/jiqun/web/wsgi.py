"""The application a server runs."""

import os
import threading

from django.core.wsgi import get_wsgi_application

from jiqun.web.explore.shelf import warm
from jiqun.web.rights import refuse_undeclared

application = get_wsgi_application()
refuse_undeclared()
if os.environ.get("JIQUN_WARM"):
    threading.Thread(target=warm, daemon=True).start()
