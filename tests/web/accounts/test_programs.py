"""What somebody is signed in with, told from what their program says of itself."""

import pytest
from django.test import Client
from tests.web.people import PASSWORD

from jiqun.web.accounts.programs import program_of
from jiqun.workspace import Workspace

ENGINE = "AppleWebKit/537.36 (KHTML, like Gecko)"


IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1 (KHTML)"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1"
ANDROID = f"Mozilla/5.0 (Linux; Android 14) {ENGINE} Version/4.0 Chrome/120 Mobile Safari/537"


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0) {ENGINE} Chrome/130 Safari/537", "Chrome on Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0) {ENGINE} Chrome/1 Edg/130.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/128.0", "Firefox on Linux"),
        (f"{ANDROID} MicroMessenger/8.0", "WeChat on Android"),
        (f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        (f"{MAC} Version/17.5 Safari/605.1", "Safari on Mac"),
        (f"(Phone; OpenHarmony 4.0) {ENGINE} HuaweiBrowser/5.0", "Huawei Browser on HarmonyOS"),
        ("curl/8.5.0", "the program curl"),
        ("", "an unknown program"),
        ("<script>", "an unknown program"),
    ],
)
def test_browser_and_system_are_told_in_words(agent: str, said: str) -> None:
    assert program_of(agent).en == said


def test_the_account_page_names_browser_and_system(office: Workspace) -> None:
    client = Client(headers={"user-agent": f"Mozilla/5.0 (Windows NT 10.0) {ENGINE} Edg/130.0"})
    client.post("/accounts/login/", {"login": "county", "password": PASSWORD})
    assert ">Windows 上的 Edge<" in client.get("/accounts/").content.decode()
    assert ">Edge on Windows<" in client.get("/en/accounts/").content.decode()
