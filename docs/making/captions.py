"""The Chinese site's search in Chinese: its builder writes these words of it in English alone."""

from pathlib import Path

CAPTIONS = {
    '"aria-label":"Close search"': '"aria-label":"关闭搜索"',
    '"aria-label":"Filters"': '"aria-label":"筛选"',
    'children:"Filters"': 'children:"筛选"',
    'children:"Tags"': 'children:"标签"',
    "Use Up and Down arrow keys to move between tags. Press Space or Enter to toggle a tag.": (
        "用上下方向键在标签之间移动，按空格键或回车键选中。"
    ),
    '"aria-label":"Search"': '"aria-label":"搜索"',
    'placeholder:"Search"': 'placeholder:"搜索"',
    '"aria-label":"Search results"': '"aria-label":"搜索结果"',
    ' ${i===1?"result":"results"}`': " 个结果`",
    '"No results"': '"没有找到。换一个更短的词试试"',
    '"Loading search\\u2026"': '"正在载入搜索…"',
    "Search is unavailable. Reload the page to try again.": "搜索暂不可用，请刷新页面再试。",
}
"""What stands in the builder's script, and what stands there in the Chinese site."""


def speak_chinese(site: Path) -> None:
    """Put the search's Chinese captions into a site that was built.

    Parameters
    ----------
    site
        Its folder.
    """
    for script in site.glob("assets/javascripts/bundle*.js"):
        text = script.read_text(encoding="utf-8")
        for english, chinese in CAPTIONS.items():
            text = text.replace(english, chinese)
        script.write_text(text, encoding="utf-8")
