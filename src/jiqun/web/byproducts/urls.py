"""Addresses of circular links."""

from django.urls import path

from jiqun.web.byproducts.views import deals, listings

urlpatterns = [
    path("", listings.found, name="byproducts"),
    path("new/", listings.new, name="byproduct_new"),
    path("links/", deals.listed, name="byproduct_deals"),
    path("links/<int:number>/", deals.shown, name="byproduct_deal"),
    path("links/<int:number>/forget/", deals.forget, name="byproduct_deal_forget"),
    path("links/<int:number>/<slug:verb>/", deals.act, name="byproduct_deal_act"),
    path("<int:number>/", listings.shown, name="byproduct"),
    path("<int:number>/amend/", listings.amended, name="byproduct_amend"),
    path("<int:number>/ask/", listings.asked, name="byproduct_ask"),
    path("<int:number>/<slug:verb>/", listings.act, name="byproduct_act"),
]
