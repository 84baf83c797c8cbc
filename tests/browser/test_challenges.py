"""Challenges in a browser: the key is shared out, a proposal is sealed, two of three open it."""

import base64
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect
from tests.browser.conftest import BUILT, ROOT
from tests.browser.fitting import fits
from tests.browser.sealed_elsewhere import put_proposals
from tests.browser.sites import Site, sited
from tests.browser.test_solutions import PHONE, step

BEFORE, DEADLINE, AFTER = "2026-03-02", "2026-03-10", "2026-03-11"
SECRET = "xiechi-650000-qiaomen"  # noqa: S105  # of a made-up proposal
"""What a solver writes: nobody else has it, in whatever they search."""
DRAWN = b"tuzhi-7731-waichi"
"""What stands in the file that goes with it."""
DRAWING = b"%PDF-1.7 " + DRAWN
WATCH = """() => {
  const submit = HTMLFormElement.prototype.submit;
  HTMLFormElement.prototype.submit = async function () {
    const read = async (file) => new TextDecoder("latin1").decode(await file.arrayBuffer());
    const told = [];
    for (const [name, said] of new FormData(this)) {
      told.push(name, typeof said === "string" ? said : await read(said));
    }
    await window.watched(told);
    submit.call(this);
  };
}"""
"""Tells what a form sends, files too, which the browser's own protocol leaves out."""
POSED = {
    "title": "低噪声减速机", "firm": "示例机械", "field": "传动", "wanted": "把噪声降下来",
    "targets": "空载噪声不高于 65 dB", "budget": "800000", "deadline": DEADLINE,
    "custodian": "one",
}  # fmt: skip


@pytest.fixture
def site(tmp_path: Path, browser: Browser) -> Iterator[Site]:
    if not (BUILT / "challenges.js").is_file():
        pytest.skip("needs the built assets; run make assets")
    with sited("tests.browser.calling", tmp_path, BEFORE, browser) as site:
        yield site


def posed(site: Site, **said: str) -> Page:
    """Pose a challenge; return its owner's window."""
    owner = site.sign("maker")
    owner.goto(f"{site.address}/exchange/challenges/new/")
    fits(owner)
    for name, text in {**POSED, **said}.items():
        owner.fill(f"#f-{name}", text)
    owner.select_option("#f-county", "330106")
    owner.get_by_role("button", name="报县级审核发布").click()
    expect(owner.locator(".tag", has_text="待发布").first).to_be_visible()
    fits(owner)
    return owner


def published(site: Site, **said: str) -> tuple[str, dict[str, Path]]:
    """Pose and publish a challenge; return its address, and each holder's file."""
    owner, county = posed(site, **said), site.sign("one")
    county.goto(owner.url)
    expect(county.locator("[data-publish]")).to_be_disabled()
    county.get_by_role("button", name="生成密钥").click()
    files = {}
    for holder in ("county", "province", "custodian"):
        with county.expect_download() as taken:
            county.click(f"[data-share={holder}]")
        files[holder] = site.folder / taken.value.suggested_filename
        taken.value.save_as(files[holder])
    county.click("[data-publish]")
    expect(county.locator(".tag", has_text="揭榜中").first).to_be_visible()
    return owner.url, files


def proposed(
    site: Site, address: str, login: str = "software", approach: str = SECRET, file: bytes = b""
) -> Path:
    """Propose as another firm; return the receipt, having watched what was sent."""
    solver = site.sign(login)
    solver.goto(f"{address}propose/")
    fits(solver)
    sent: list[bytes] = []
    solver.on("request", lambda asked: sent.append(asked.post_data_buffer or b""))
    solver.expose_function("watched", lambda told: sent.append("\n".join(told).encode()))
    solver.evaluate(WATCH)
    if file:
        solver.set_input_files("#p-files", upload("tuzhi-secret.pdf", file))
    for name, text in {
        "firm": f"示例{login}院", "approach": approach, "record": "", "price": "650000",
        "days": "120",
    }.items():  # fmt: skip
        solver.fill(f"#p-{name}", text)
    with solver.expect_download() as taken:
        solver.get_by_role("button", name="加密并提交").click()
    receipt = site.folder / f"receipt-{login}.json"
    taken.value.save_as(receipt)
    expect(solver.locator(".tag", has_text="已密封")).to_be_visible()
    assert any(b"ephemeral" in body for body in sent)
    assert any(len(body) > 262144 for body in sent) == bool(file)
    hidden = (approach.encode(), b"650000", b"tuzhi-secret", file or DRAWN)
    assert not [body for body in sent for secret in hidden if secret in body]
    return receipt


def upload(name: str, content: bytes) -> FilePayload:
    """Return a file as somebody chooses it, from nowhere on the disk that a test searches."""
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def opened_by(page: Page, address: str, *files: Path) -> None:
    page.goto(f"{address}open/")
    for number, file in enumerate(files, 1):
        page.set_input_files(f"#o-{number}", file)
    page.get_by_role("button", name="开启", exact=True).click()


def private_key(files: dict[str, Path]) -> bytes:
    """Join two shares outside the browser: Shamir's sharing over GF(256), by its definition."""
    (x, share), (other_x, other) = (
        (whole[-1], whole[:-1])
        for whole in (
            base64.b64decode(json.loads(files[holder].read_text())["share"])
            for holder in ("county", "custodian")
        )
    )
    weight, other_weight = over(other_x, x ^ other_x), over(x, x ^ other_x)
    return bytes(
        times(a, weight) ^ times(b, other_weight) for a, b in zip(share, other, strict=True)
    )


def times(a: int, b: int) -> int:
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a, b = (a << 1) ^ (0x11B if a & 0x80 else 0), b >> 1
    return product


def over(a: int, b: int) -> int:
    return next(quotient for quotient in range(256) if times(quotient, b) == a)


def kept_everywhere(site: Site) -> bytes:
    """Return every byte that an administrator has: workspace, database, log and a backup.

    Sessions and caches are in the database; with them what the server printed and logged, and its
    temporary files.
    """
    backup = site.folder / "backup"
    command = [Path(sys.executable).with_name("jiqun"), "backup", "-w", site.folder / "w"]
    paths = {"PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(  # noqa: S603  # our own command
        [*command, "-o", backup], check=False, env={**os.environ, **paths}, capture_output=True
    )
    assert done.returncode == 0, done.stderr
    places = [path for place in ("w", "tmp") for path in (site.folder / place).rglob("*")]
    whole = [path.read_bytes() for path in (*places, site.folder / "said") if path.is_file()]
    return b"".join([*whole, *unpacked(backup)])


def unpacked(archive: Path) -> Iterator[bytes]:
    yield archive.read_bytes()
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as zipped:
            yield from (zipped.read(name) for name in zipped.namelist())
    else:
        with tarfile.open(archive) as tarred:
            yield from (
                tarred.extractfile(member).read()  # type: ignore[union-attr]  # a file
                for member in tarred
                if member.isfile()
            )


def traces(secret: bytes) -> list[bytes]:
    """Return what a secret looks like as it is, in base64 at any offset, and in hexadecimal."""
    encoded = [base64.b64encode(b"x" * shift + secret)[4:-4] for shift in range(3)]
    return [secret, *encoded, secret.hex().encode()]


def test_a_sealed_proposal_is_nowhere_and_two_of_three_open_it(site: Site) -> None:
    address, files = published(site)
    proposed(site, address, file=DRAWING)
    kept = kept_everywhere(site)
    key = private_key(files)
    assert key.startswith(bytes.fromhex("308187020100"))  # PKCS #8 of a key on P-256
    scalar = key[36:68]
    assert POSED["title"].encode() in kept  # what is looked through is what there is
    for secret in (SECRET.encode(), DRAWN, b"tuzhi-secret", key, scalar):
        assert not [trace for trace in traces(secret) if trace in kept]
    shares = [json.loads(file.read_text()) for file in files.values()]
    assert not [share for share in shares if share["share"].encode() in kept]
    assert all(share["check"].encode() in kept for share in shares)
    county = site.sign("one")
    county.goto(f"{address}open/")
    expect(county.locator("main")).to_contain_text("截止后才能开启")
    site.on(AFTER)
    opened_by(county, address, files["county"])
    expect(county.locator("form[data-sealing=open] [data-said]")).to_contain_text("两份文件")
    opened_by(county, address, files["county"], files["county"])
    expect(county.locator("form[data-sealing=open] [data-said]")).to_contain_text("两份文件")
    forged = site.folder / "forged.json"
    forged.write_text(json.dumps({**shares[1], "share": shares[0]["share"]}))
    opened_by(county, address, files["county"], forged)
    expect(county.locator("form[data-sealing=open] [data-said]")).to_contain_text("改动")
    fits(county)
    opened_by(county, address, files["county"], files["custodian"])  # the province's is lost
    expect(county.locator(".tag", has_text="待选定").first).to_be_visible()
    owner, solver = site.sign("maker"), site.sign("software")
    owner.set_viewport_size(PHONE)
    owner.goto(address)
    expect(owner.locator("#h-proposals")).to_be_visible()
    expect(owner.locator("article")).to_contain_text(SECRET)
    with owner.expect_download() as taken:
        owner.click("article a[href*='/enclosed/']")
    assert Path(taken.value.path()).read_bytes() == DRAWING
    fits(owner)
    owner.check("[name=proposal]")
    owner.fill("#f-choice", "指标最稳")
    owner.click("[data-verb=choose]")
    expect(owner.locator(".tag", has_text="已选定").first).to_be_visible()
    solver.goto(address)
    expect(solver.locator("#why")).to_contain_text("指标最稳")
    solver.goto(f"{site.address}/exchange/")
    expect(solver.locator("#h-challenges")).to_be_visible()
    fits(solver)


def test_a_file_that_would_not_be_kept_is_told_before_anything_is_sent(site: Site) -> None:
    address, _ = published(site)
    solver = site.sign("software")
    solver.set_viewport_size(PHONE)
    solver.goto(f"{address}propose/")
    fits(solver)
    expect(solver.locator("main")).to_contain_text("至多 5 份，合计不超过 15 MB")
    for name, text in {"firm": "示例院", "approach": "斜齿", "price": "1", "days": "9"}.items():
        solver.fill(f"#p-{name}", text)
    said = solver.locator("form [data-said]")
    scan = upload("a.pdf", DRAWING)
    for chosen, words in (
        ([upload("a.pdf", b"MZ a program")], "不是 PDF、JPEG 或 PNG"),
        ([upload("a.pdf", b"%PDF-1.7 /JavaScript")], "会执行动作"),
        ([scan] * 6, "至多 5 份"),
        (
            [upload("a.pdf", DRAWING.ljust(8 << 20)), upload("b.pdf", DRAWING.ljust(8 << 20))],
            "太大",
        ),
    ):
        solver.set_input_files("#p-files", chosen)
        solver.get_by_role("button", name="加密并提交").click()
        expect(said).to_contain_text(words)
    solver.set_input_files("#p-files", [upload("a.pdf", DRAWING.ljust(7 << 20)), scan])
    solver.get_by_role("button", name="加密并提交").click()
    expect(solver.locator(".tag", has_text="已密封")).to_be_visible(timeout=20000)
    expect(solver.locator("#h-own + p + p")).to_contain_text("附件已一并密封")


def test_many_are_opened_in_pieces_and_who_is_cut_off_goes_on(site: Site) -> None:
    address, files = published(site)
    key = json.loads(files["county"].read_text())["key"]
    number = int(address.rstrip("/").rpartition("/")[2])
    usual = {"record": "", "price": "650000", "days": "120", "approach": "齿" * 2000}
    texts = [{**usual, "firm": f"示例第{place}家"} for place in range(61)]
    put_proposals(site.folder / "w", number, key, texts, lies=1)  # which holds nobody else up
    site.on(AFTER)
    county, owner = site.sign("one"), site.sign("maker")
    taken: list[str] = []

    def first_only(route: Route) -> None:
        taken.append(route.request.method)
        if taken.count("POST") == 2:
            route.abort()
        else:
            route.continue_()

    county.route("**/open/", first_only)
    opened_by(county, address, files["county"], files["province"])
    said = county.locator("form[data-sealing=open] [data-said]")
    expect(said).to_contain_text("请重试")
    county.unroute("**/open/")
    owner.goto(address)
    assert owner.locator("#h-proposals").count() == 0
    county.goto(f"{address}open/")
    expect(county.locator("#begun")).to_contain_text("从中断处继续")
    opened_by(county, address, files["province"], files["custodian"])
    expect(county.locator(".tag", has_text="待选定").first).to_be_visible(timeout=20000)
    owner.reload()
    expect(owner.locator("#h-proposals + form article")).to_have_count(60)
    expect(owner.locator("article").last).to_contain_text("示例第59家")


def test_two_holders_in_two_places_open_without_the_server_reading_a_share(site: Site) -> None:
    address, files = published(site)
    proposed(site, address)
    site.on(AFTER)
    province, agency = site.sign("zhejiang"), site.sign("agency")
    province.goto(f"{address}open/")
    province.set_input_files("#r-1", files["province"])
    province.get_by_role("button", name="请另一位传份额").click()
    said = province.locator("form[data-sealing=receive] [data-said]")
    expect(said).to_contain_text("一次性密钥指纹")
    sent: list[str] = []
    agency.on("request", lambda asked: sent.append(asked.post_data or ""))
    agency.goto(f"{address}open/")
    shown = agency.locator("[data-print]")
    expect(shown).to_have_text(re.compile("^[0-9a-f]{4}( [0-9a-f]{4}){3}$"))
    assert shown.inner_text() in said.inner_text()
    fits(agency)
    agency.set_input_files("#s-province", files["county"])
    agency.get_by_role("button", name="加密传给对方").click()
    expect(agency.locator("form[data-sealing=send] [data-said]")).to_contain_text("另一位保管人")
    agency.set_input_files("#s-province", files["custodian"])
    agency.get_by_role("button", name="加密传给对方").click()
    expect(province.locator(".tag", has_text="待选定").first).to_be_visible(timeout=15000)
    share = json.loads(files["custodian"].read_text())["share"]
    assert not [body for body in sent if share[:60] in body]


def test_without_scripts_nothing_can_be_sent(site: Site, browser: Browser) -> None:
    address, _ = published(site)
    solver = site.sign("software")
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(solver.context.cookies())  # type: ignore[arg-type]  # the same shape
    page = context.new_page()
    page.goto(f"{address}propose/")
    expect(page.locator("p.note.error")).to_contain_text("不会发送任何内容")
    expect(page.locator("[data-send]")).to_be_disabled()
    assert page.locator("[data-field][name]").count() == 0
    context.close()


def test_an_owner_takes_a_challenge_back_and_a_county_refuses_one(site: Site) -> None:
    address, _ = published(site)
    proposed(site, address)
    owner, solver = site.sign("maker"), site.sign("software")
    owner.goto(address)
    step(owner, "cancel", "已撤榜", reason="预算取消")
    solver.goto(address)
    expect(solver.locator("#why")).to_contain_text("预算取消")


def chosen(site: Site) -> str:
    """Let a proposal be opened and chosen; return the challenge's address."""
    address, files = published(site)
    proposed(site, address)
    site.on(AFTER)
    county, owner = site.sign("one"), site.sign("maker")
    opened_by(county, address, files["county"], files["province"])
    expect(county.locator(".tag", has_text="待选定").first).to_be_visible()
    owner.goto(address)
    owner.check("[name=proposal]")
    owner.fill("#f-choice", "指标最稳")
    owner.click("[data-verb=choose]")
    expect(owner.locator(".tag", has_text="已选定").first).to_be_visible()
    return address


def test_a_contract_by_milestones_to_the_end_on_a_phone_and_a_dispute_is_settled(
    site: Site,
) -> None:
    address = chosen(site)
    owner, solver, county = site.sign("maker"), site.sign("software"), site.sign("one")
    for name, text in {
        "reference": "HT-01", "signed": AFTER, "price": "650000",
        "stages": "样机 | 2026-06-30 | 650000",
    }.items():  # fmt: skip
        owner.fill(f"#f-{name}", text)
    step(owner, "contract", "已签约")
    solver.set_viewport_size(PHONE)
    solver.goto(address)
    shown = site.folder / "report.pdf"
    shown.write_bytes(b"%PDF-1.7 a page")
    solver.fill("#d-1", "样机已交付")
    solver.set_input_files("#e-1", shown)
    step(solver, "deliver", "已交付，待验收")
    fits(solver)
    owner.reload()
    owner.click("#m-1 [data-verb=return]")  # a reason is needed
    expect(owner.locator(".note.error, [role=alert]").first).to_be_visible()
    owner.fill("#a-1", "噪声 68 dB，未达标")
    owner.click("#m-1 [data-verb=return]")
    expect(owner.locator("#m-1 .tag", has_text="待交付")).to_be_visible()
    owner.fill("#a-1", "铸件晚到")
    owner.fill("#y-1", "2026-07-31")
    owner.click("#m-1 [data-verb=extend]")
    expect(owner.locator("#m-1")).to_contain_text("2026-07-31")
    solver.reload()
    solver.set_input_files("#e-1", shown)
    step(solver, "deliver", "已交付，待验收")
    owner.reload()
    owner.click("#m-1 [data-verb=accept]")
    expect(owner.locator("#m-1 .tag", has_text="待付款")).to_be_visible()
    owner.fill("#p-1", "650000")
    owner.fill("#y-1", "2026-08-15")
    owner.click("#m-1 [data-verb=pay]")
    expect(owner.locator("#m-1 .tag", has_text="已付款")).to_be_visible()
    fits(owner)
    step(owner, "finish", "已完成")
    solver.reload()
    step(solver, "dispute", "争议中", reason="尾款未到账")
    county.goto(address)
    expect(county.locator("#h-said")).to_be_visible()
    step(county, "settle", "已裁定", reason="限期付清")


def test_a_county_refuses_a_challenge_and_its_owner_reads_why_on_a_phone(site: Site) -> None:
    owner, county = posed(site), site.sign("one")
    county.goto(owner.url)
    step(county, "refuse", "未予发布", reason="请先写明现状")
    owner.set_viewport_size(PHONE)
    owner.reload()
    expect(owner.locator("#why")).to_contain_text("请先写明现状")
    fits(owner)


def two_opened(site: Site, **said: str) -> str:
    """Let two firms' proposals be opened; return the challenge's address."""
    address, files = published(site, **said)
    proposed(site, address)
    proposed(site, address, "labs", "加橡胶垫，价格低")
    site.on(AFTER)
    opened_by(site.sign("one"), address, files["county"], files["province"])
    expect(site.sign("one").locator(".tag", has_text="待选定").first).to_be_visible()
    return address


def test_whoever_was_not_chosen_appeals_on_a_phone_and_the_county_upholds_it(site: Site) -> None:
    address = two_opened(site)
    owner, other, county = site.sign("maker"), site.sign("labs"), site.sign("one")
    owner.goto(address)
    owner.locator("article", has_text=SECRET).locator("[name=proposal]").check()
    owner.fill("#f-choice", "指标最稳")
    owner.click("[data-verb=choose]")
    expect(owner.locator(".tag", has_text="已选定").first).to_be_visible()
    other.set_viewport_size(PHONE)
    other.goto(address)
    fits(other)
    other.fill("#f-appeal", "选定方的指标低于要求")
    other.click("[data-verb=appeal]")
    expect(other.locator(".tag", has_text="申诉中").first).to_be_visible()
    county.goto(address)
    expect(county.locator("#h-said")).to_be_visible()
    step(county, "uphold", "待选定", reason="对照指标核过")
    owner.reload()
    owner.locator("article", has_text="加橡胶垫").locator("[name=proposal]").check()
    owner.fill("#f-choice", "重新比较后选定")
    owner.click("[data-verb=choose]")
    expect(owner.locator(".tag", has_text="已选定").first).to_be_visible()
    other.reload()
    expect(other.locator("#why")).to_contain_text("重新比较后选定")


def test_experts_on_phones_judge_without_names_and_the_choice_follows_them(site: Site) -> None:
    address = two_opened(site, criteria="指标达成 | 60\n价格 | 40", experts="3")
    county, owner, solver = site.sign("one"), site.sign("maker"), site.sign("software")
    logins = ("zhao", "qian", "sun", "li")
    for login in logins:
        expert = site.sign(login)
        expert.goto(f"{site.address}/recognition/expert/")
        expert.get_by_role("button", name="保存").click()
    owner.goto(address)
    expect(owner.locator("main")).to_contain_text("专家评审之后才能选定")
    assert owner.locator("[data-verb=choose]").count() == 0
    county.goto(f"{address}panel/")
    county.click("[data-verb=convene]")
    expect(county.locator("article")).to_have_count(3)
    fits(county)
    invited = county.locator("article h3").all_inner_texts()
    for login in [name for name in logins if any(name in said for said in invited)]:
        expert = site.sign(login)
        expert.set_viewport_size(PHONE)
        expert.goto(f"{site.address}/exchange/")
        expert.get_by_role("link", name="去办理").first.click()
        expect(expert.locator("h1")).to_contain_text("评审方案")
        assert "示例software院" not in expert.content()
        expert.click("[data-verb=accept]")
        expect(expert.locator("[data-verb=give_scores]")).to_be_visible()
        fits(expert)
        for article in expert.locator("article").all():
            best = SECRET in article.inner_text()
            for field in article.locator("input").all():
                field.fill("90" if best else "60")
            article.locator("textarea").fill("依据考核指标")
        expert.click("[data-verb=give_scores]")
        expect(expert.locator(".tag", has_text="已评分")).to_be_visible()
        fits(expert)
    county.goto(address)
    step(county, "close_scores", "评审完成")
    owner.set_viewport_size(PHONE)
    owner.reload()
    expect(owner.locator("article").first).to_contain_text("第 1 名，平均 90.00 分")
    fits(owner)
    owner.locator("article").last.locator("[name=proposal]").check()
    owner.fill("#f-choice", "价格低")
    owner.click("[data-verb=choose]")
    expect(owner.locator("[role=alert]")).to_contain_text("没有写为什么")
    owner.locator("article").first.locator("[name=proposal]").check()
    owner.click("[data-verb=choose]")
    expect(owner.locator("#followed")).to_contain_text("第 1 名")
    solver.set_viewport_size(PHONE)
    solver.goto(address)
    expect(solver.locator("#h-own")).to_be_visible()
    expect(solver.locator("dl.panel")).to_contain_text("依据考核指标")
    fits(solver)


def test_a_county_plans_from_the_roadmap_to_the_pool_that_names_a_challenge(site: Site) -> None:
    address, _ = published(site)
    county = site.sign("one")
    number = address.rstrip("/").rpartition("/")[2]
    for kind, said in (("roadmap", ""), ("difficulty", ""), ("project", number)):
        county.goto(f"{site.address}/exchange/challenges/plan/")
        county.select_option("[name=kind]", kind)
        for name, text in {
            "field": "传动", "text": f"低噪声减速机 {kind}", "since": "2026", "until": "2028",
            "challenge": said,
        }.items():  # fmt: skip
            county.fill(f"[name={name}]", text)
        county.click("[data-verb=add_line]")
        expect(county.locator("main")).to_contain_text(f"低噪声减速机 {kind}")
    expect(county.locator(f"main a[href$='/challenges/{number}/']").first).to_be_visible()
    county.set_viewport_size(PHONE)
    county.reload()
    fits(county)
