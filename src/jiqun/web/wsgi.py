"""The application a server runs."""

from django.core.wsgi import get_wsgi_application

from jiqun.web.rights import refuse_undeclared

application = get_wsgi_application()
refuse_undeclared()

from jiqun.web.casework.row_policies import be_the_installation  # noqa: E402  # its models are ready now

be_the_installation(own=False)  # a worker serves readers, whatever the process it came from was
