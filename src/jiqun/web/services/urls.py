"""Addresses of the room of services."""

from django.urls import path

from jiqun.web.services.views import offered, providers, requests, vouchers

urlpatterns = [
    path("", offered.found, name="services"),
    path("providers/new/", providers.new, name="service_provider_new"),
    path("providers/<int:number>/", providers.shown, name="service_provider"),
    path("providers/<int:number>/amend/", providers.amended, name="service_provider_amend"),
    path("providers/<int:number>/offer/", providers.offers, name="service_offer"),
    path("providers/<int:number>/<slug:verb>/", providers.act, name="service_provider_act"),
    path("requests/", requests.listed, name="service_requests"),
    path("requests/<int:number>/", requests.shown, name="service_request"),
    path("requests/<int:number>/<slug:verb>/", requests.act, name="service_request_act"),
    path("vouchers/", vouchers.listed, name="service_vouchers"),
    path("vouchers/funds/", vouchers.opened, name="voucher_fund_open"),
    path("vouchers/funds/<int:number>/", vouchers.fund, name="voucher_fund"),
    path("vouchers/funds/<int:number>/issue/", vouchers.issued, name="voucher_issue"),
    path("vouchers/funds/<int:number>/expire/", vouchers.expired, name="voucher_expire"),
    path("<int:number>/", offered.shown, name="service"),
    path("<int:number>/amend/", offered.amended, name="service_amend"),
    path("<int:number>/ask/", offered.asked, name="service_ask"),
    path("<int:number>/<slug:way>/", offered.turned, name="service_turn"),
]
