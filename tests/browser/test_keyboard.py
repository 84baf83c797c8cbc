"""A year by keyboard alone: Tab, Enter, Space, arrows and what is typed; no pointer."""

from playwright.sync_api import Page, expect
from tests.browser.test_people import Office, Sign, office, saved, sign

__all__ = ["office", "sign"]
MOST = 1500
"""Tabs to anything on a page."""
WHERE = """() => {
  const here = document.activeElement, cell = here.closest('[data-cell^="values."]');
  if (!cell || cell.dataset.kept || here.dataset.part !== 'said' || here.value) return null;
  cell.dataset.kept = 'yes';
  const before = document.querySelector(
    `[data-cell="previous.${cell.dataset.cell.split('.')[1]}"] [data-part=said]`);
  return {known: before ? before.value : '', flag: here.tagName === 'SELECT'};
}"""
"""What stands before an empty cell of the year that has the focus."""


def tab_to(page: Page, wanted: str) -> None:
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement?.matches(wanted)", wanted):
            return
    raise AssertionError(f"no Tab leads to {wanted}")


def press(page: Page, wanted: str) -> None:
    """Press what leads to another page, or to the same one anew."""
    tab_to(page, wanted)
    with page.expect_navigation(wait_until="networkidle"):
        page.keyboard.press("Enter")


def press_here(page: Page, wanted: str, key: str = "Enter") -> None:
    """Press what changes the page it stands on."""
    tab_to(page, wanted)
    page.keyboard.press(key)
    page.wait_for_load_state("networkidle")


def write(page: Page, wanted: str, text: str) -> None:
    tab_to(page, wanted)
    page.keyboard.type(text)


def fill(page: Page) -> None:
    """Type last year's number into every empty cell, or say why there is none."""
    tab_to(page, '[data-cell^="values."] [data-part=said]')
    for _ in range(MOST):
        if (cell := page.evaluate(WHERE)) is not None:
            if cell["flag"]:
                page.keyboard.press("ArrowDown")
                if cell["known"] == "false":
                    page.keyboard.press("ArrowDown")
            elif cell["known"]:
                page.keyboard.type(cell["known"])
            else:
                page.keyboard.press("Tab")
                page.keyboard.press("ArrowDown")
                write(page, "[data-part=reason]", "尚未统计")
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement?.matches('#steps *')"):
            return


def test_a_year_goes_round_by_keyboard_alone(
    office: tuple[Office, dict[str, int]], sign: Sign
) -> None:
    site = office[0].address
    county = sign("county")
    case = filed(county, sign, site)
    returned(county, sign, site, case)
    for login, verb, state in (
        ("prefecture", "endorse", "地市已审核"),
        ("province", "endorse", "省级已审核"),
        ("nation", "accept", "已接收"),
    ):
        page = sign(login)
        page.goto(case)
        press(page, f"[data-verb={verb}]")
        expect(page.locator(".lead")).to_contain_text(state)
    page.goto(f"{site}/reviews/release/2023/")
    write(page, "#note", "首次发布")
    press(page, "form.sheet button")
    expect(page.locator("main")).to_contain_text("2023-v1")


def filed(county: Page, sign: Sign, site: str) -> str:
    """Fill a filing in, settle a conflict with a colleague, submit it; return where it is."""
    county.goto(f"{site}/filings/")
    press(county, "tbody a")
    case = county.url
    press(county, "[data-verb=begin]")
    fill(county)
    saved(county)
    while county.locator("[data-confirm-section]").count():
        press_here(county, "[data-confirm-section]", "Space")
    saved(county)

    colleague = sign("county")
    colleague.goto(case)
    exports = '[data-cell="values.exports"]'
    for page, said in ((colleague, "5"), (county, "7")):
        write(page, f"{exports} [data-part=said]", said)
        page.keyboard.press("Tab")
        page.wait_for_load_state("networkidle")
    expect(county.locator(f"{exports} .conflict")).to_be_visible(timeout=30_000)
    press_here(county, f"{exports} .conflict button")
    expect(county.locator(f"{exports} .conflict")).to_have_count(0)
    county.reload()
    expect(county.locator("#counted")).to_contain_text("0 处错误", timeout=30_000)
    press(county, "[data-step=submit]")
    press(county, "[data-verb=submit]")
    expect(county.locator(".lead")).to_contain_text("已提交")
    return case


def returned(county: Page, sign: Sign, site: str, case: str) -> None:
    """Ask about a cell, return the filing, answer, correct it, and submit it again."""
    prefecture = sign("prefecture")
    prefecture.goto(f"{site}/reviews/")
    press(prefecture, "tbody a")
    press_here(prefecture, "#f-output_total details.ask summary")
    write(prefecture, "#f-output_total details.ask textarea", "为何增长")
    press(prefecture, "#f-output_total details.ask button")
    write(prefecture, "#reason", "产值请核对")
    press(prefecture, "[data-verb=return]")
    expect(prefecture.locator(".lead")).to_contain_text("退回更正")

    county.goto(case)
    write(county, "#f-output_total details.thread textarea", "新增产能")
    press(county, "#f-output_total details.thread button")
    output = county.locator('[data-cell="values.output_total"] [data-part=said]')
    more = f"{float(output.input_value()) + 1:.2f}"
    write(county, '[data-cell="values.output_total"] [data-part=said]', more)
    county.keyboard.press("Tab")
    saved(county)
    press(county, "[data-step=submit]")
    press(county, "[data-verb=submit]")
