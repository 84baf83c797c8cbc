"""The application a server runs."""

from django.core.wsgi import get_wsgi_application

from jiqun.web.rights import refuse_undeclared

application = get_wsgi_application()
refuse_undeclared()
