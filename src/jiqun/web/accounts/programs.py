"""What somebody is signed in with, in words: the browser and the system a program says it is."""

from jiqun.base.language import Bilingual

BROWSERS = (
    ("MicroMessenger", Bilingual("微信", "WeChat")),
    ("DingTalk", Bilingual("钉钉", "DingTalk")),
    ("QQBrowser", Bilingual("QQ 浏览器", "QQ Browser")),
    ("360SE", Bilingual("360 安全浏览器", "360 Secure Browser")),
    ("QihooBrowser", Bilingual("360 安全浏览器", "360 Secure Browser")),
    ("MetaSr", Bilingual("搜狗浏览器", "Sogou Browser")),
    ("UCBrowser", Bilingual("UC 浏览器", "UC Browser")),
    ("HuaweiBrowser", Bilingual("华为浏览器", "Huawei Browser")),
    ("MiuiBrowser", Bilingual("小米浏览器", "Mi Browser")),
    ("SamsungBrowser", Bilingual("三星浏览器", "Samsung Internet")),
    ("Edg", Bilingual("Edge", "Edge")),
    ("OPR/", Bilingual("Opera", "Opera")),
    ("Firefox", Bilingual("火狐浏览器", "Firefox")),
    ("FxiOS", Bilingual("火狐浏览器", "Firefox")),
    ("Chrome", Bilingual("谷歌浏览器（Chrome）", "Chrome")),
    ("CriOS", Bilingual("谷歌浏览器（Chrome）", "Chrome")),
    ("Trident", Bilingual("IE 浏览器", "Internet Explorer")),
    ("Safari", Bilingual("Safari", "Safari")),
    ("curl", Bilingual("命令行程序 curl", "the program curl")),
    ("python", Bilingual("Python 程序", "a Python program")),
)
"""What each calls itself; those built on another one's engine name it too, and come first."""
SYSTEMS = (
    ("OpenHarmony", Bilingual("鸿蒙", "HarmonyOS")),
    ("HarmonyOS", Bilingual("鸿蒙", "HarmonyOS")),
    ("Android", Bilingual("安卓", "Android")),
    ("iPhone", Bilingual("苹果手机", "iPhone")),
    ("iPad", Bilingual("苹果平板", "iPad")),
    ("Windows", Bilingual("Windows", "Windows")),
    ("Mac OS X", Bilingual("苹果电脑", "Mac")),
    ("CrOS", Bilingual("ChromeOS", "ChromeOS")),
    ("UOS", Bilingual("统信 UOS", "UnionTech OS")),
    ("Kylin", Bilingual("银河麒麟", "Kylin")),
    ("Linux", Bilingual("Linux", "Linux")),
)
UNKNOWN = Bilingual("未知程序", "an unknown program")


def program_of(agent: str) -> Bilingual:
    """Say which browser on which system a program says it is.

    Parameters
    ----------
    agent
        As the browser sends it. It can say anything: this is for the owner's eye, not for rights.

    Examples
    --------
    >>> program_of("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0")
    Bilingual(zh='Windows 上的 Edge', en='Edge on Windows')
    >>> program_of("").zh
    '未知程序'
    """
    browser = next((said for mark, said in BROWSERS if mark in agent), None)
    system = next((said for mark, said in SYSTEMS if mark in agent), None)
    if browser and system:
        return Bilingual(f"{system.zh} 上的 {browser.zh}", f"{browser.en} on {system.en}")
    return browser or system or UNKNOWN
