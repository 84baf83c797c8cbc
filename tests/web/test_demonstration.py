"""What made-up firms do in the demonstration's rooms of exchange."""

import pytest

from jiqun.base.readers import Office
from jiqun.base.shipped import read_shipped
from jiqun.exchange.slots.kinds import FAMILIES
from jiqun.web import demonstration
from jiqun.web.accounts.offices import reader_of_office
from jiqun.web.byproducts.demonstrated import link_byproducts
from jiqun.web.byproducts.models import Deal, Listing
from jiqun.web.carbon.demonstrated import keep_accounts
from jiqun.web.carbon.models import CarbonYear
from jiqun.web.carbon.summing import groups_of
from jiqun.web.challenges.demonstrated import pose_challenges
from jiqun.web.challenges.models import Challenge, Proposal
from jiqun.web.cooperation.demonstrated import undertake_projects
from jiqun.web.cooperation.models import Card, Entry, Partner, Project
from jiqun.web.grants.models import DataCard, Grant, Reading, Want
from jiqun.web.slots.models import Booking, Offer
from jiqun.web.solutions.models import Solution
from jiqun.workspace import Workspace

MADE_UP = "DEM"
COUNTY = "330106"


@pytest.mark.usefixtures("office")
def test_made_up_firms_share_slots_and_one_is_asked_for() -> None:
    demonstration._share_slots(COUNTY)
    assert all(MADE_UP in offer.credit_code for offer in Offer.objects.all())
    assert all("演示" in offer.name for offer in Offer.objects.all())
    assert {offer.sort.family for offer in Offer.objects.all()} == set(FAMILIES)
    course = Booking.objects.get(offer__kind="course")
    assert (Booking.objects.count(), course.state, course.seats) == (2, "pending", 3)


@pytest.mark.usefixtures("office")
def test_made_up_providers_offer_solutions_and_one_waits() -> None:
    demonstration._offer_solutions(COUNTY)
    rows = list(Solution.objects.all())
    assert all(MADE_UP in row.provider and "演示" in row.name for row in rows)
    states = sorted(row.state for row in rows)
    said = read_shipped("demo", "solutions.yaml")
    assert states == ["listed"] * len(said["solutions"]) + ["submitted"]


@pytest.mark.usefixtures("office")
def test_made_up_readings_are_granted_to_one_and_asked_for_by_another() -> None:
    demonstration._share_data("91330106MA2800000X", COUNTY)
    assert all("演示" in row.machine for row in Reading.objects.all())
    assert sorted(row.state for row in Grant.objects.all()) == ["asked", "granted"]
    assert all(MADE_UP in row.reader_of for row in Grant.objects.all())
    assert all("演示" in row.reader_name for row in Grant.objects.all())
    assert all("演示" in row.name for row in (Want.objects.get(), DataCard.objects.get()))


@pytest.mark.usefixtures("office")
def test_made_up_firms_pose_challenges_of_which_each_is_elsewhere_on_its_way() -> None:
    pose_challenges(COUNTY)
    rows = list(Challenge.objects.all())
    assert all(MADE_UP in row.owner and "演示" in row.title for row in rows)
    states = {row.state for row in rows}
    assert {"drafted", "published", "opened", "under_way", "finished"} <= states
    assert all(MADE_UP in proposal.solver for proposal in Proposal.objects.all())
    finished = Challenge.objects.get(state="finished")
    assert [stage.state for stage in finished.milestones.all()] == ["paid", "paid"]
    under_way = Challenge.objects.get(state="under_way")
    assert [stage.state for stage in under_way.milestones.all()] == ["delivered", "due"]


@pytest.mark.usefixtures("office")
def test_made_up_firms_undertake_projects_and_the_demonstration_s_firm_is_invited() -> None:
    own = "91330106MA2800000X"
    undertake_projects(own, COUNTY)
    rows = list(Project.objects.all())
    assert all(MADE_UP in row.lead and "演示" in row.title for row in rows)
    states = sorted(row.state for row in rows)
    assert states == ["disputed", "finished", "proposed", "proposed", "under_way"]
    others = Partner.objects.exclude(code=own)
    assert all(MADE_UP in partner.code and "示例" in partner.name for partner in others)
    assert [partner.state for partner in Partner.objects.filter(code=own)] == ["invited"]
    assert Partner.objects.filter(state="asking").count() == 1
    assert all(MADE_UP in card.code for card in Card.objects.all())
    numbered = Entry.objects.exclude(number="")
    assert all(entry.check_said == "cannot_tell" for entry in numbered)  # nobody's real number
    assert {entry.state for entry in Entry.objects.all()} == {"confirmed", "recorded"}


@pytest.mark.usefixtures("office")
def test_made_up_firms_link_by_products_each_elsewhere_on_its_way() -> None:
    link_byproducts(COUNTY)
    rows = list(Listing.objects.all())
    assert all(MADE_UP in row.owner and "演示" in row.name and "示例" in row.firm for row in rows)
    assert sorted(deal.state for deal in Deal.objects.all()) == [
        "asked", "disputed", "finished", "moved",
    ]  # fmt: skip
    assert Listing.objects.filter(state="submitted").count() == 1
    hazardous = Deal.objects.get(state="moved")
    assert (hazardous.offer.hazard, hazardous.want.permits_now) == ("HW08", ("HW08",))


def test_made_up_firms_keep_accounts_that_their_county_is_told_together(office: Workspace) -> None:
    keep_accounts(COUNTY, [])
    rows = CarbonYear.objects.all()
    assert all(MADE_UP in row.credit_code and "演示" in row.name for row in rows)
    (group,) = groups_of(office, COUNTY, reader_of_office(Office.COUNTY, COUNTY))
    assert [year for year, _ in group.years] == [2023, 2022]
    _, figures = group.years[0]
    assert [figure.firms for figure in figures] == [4, 4, 4]
    assert all(figure.tonnes and figure.doubt and figure.factors for figure in figures)
