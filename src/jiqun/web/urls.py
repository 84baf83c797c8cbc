"""Every address of the site, by room."""

from django.urls import include, path

from jiqun.web.explore.views import faults
from jiqun.web.metering import health, metrics

urlpatterns = [
    path("healthz", health, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("accounts/", include("jiqun.web.accounts.urls")),
    path("filings/", include("jiqun.web.filing.urls")),
    path("firm/", include("jiqun.web.filing.firm_urls")),
    path("reviews/", include("jiqun.web.filing.review_urls")),
    path("recognised/", include("jiqun.web.recognised.urls")),
    path("recognition/", include("jiqun.web.recognition.urls")),
    path("tiers/", include("jiqun.web.tiers.urls")),
    path("exchange/", include("jiqun.web.exchange.urls")),
    path("services/", include("jiqun.web.services.urls")),
    path("exchange/digital/", include("jiqun.web.ladder.urls")),
    path("exchange/byproducts/", include("jiqun.web.byproducts.urls")),
    path("exchange/carbon/", include("jiqun.web.carbon.urls")),
    path("exchange/closing/", include("jiqun.web.closing.urls")),
    path("exchange/", include("jiqun.web.slots.urls")),
    path("exchange/grants/", include("jiqun.web.grants.urls")),
    path("exchange/solutions/", include("jiqun.web.solutions.urls")),
    path("exchange/challenges/", include("jiqun.web.challenges.urls")),
    path("exchange/cooperation/", include("jiqun.web.cooperation.urls")),
    path("governance/", include("jiqun.web.governance.urls")),
    path("diagnosis/", include("jiqun.web.diagnosis.urls")),
    path("candidates/", include("jiqun.web.candidates.urls")),
    path("audit/", include("jiqun.web.events.urls")),
    path("", include("jiqun.web.explore.urls")),
]

handler400 = faults.bad_request
handler403 = faults.forbidden
handler404 = faults.not_found
handler500 = faults.our_fault
