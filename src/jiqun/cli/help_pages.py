"""How help pages look: in the reader's language, and whole.

A Chinese sentence has no spaces, so a column would cut it off at its first line; it is folded.
"""

from rich.text import Text
from typer import rich_utils

from jiqun.cli.speech import say

USAGE = "Usage: "
USAGE_WORDS = {"[OPTIONS]": "〔选项〕", "COMMAND": "命令", "[ARGS]...": "〔参数〕..."}
KINDS = {
    "<bool>": "<开关>",
    "<path>": "<路径>",
    "<str>": "<文字>",
    "<int>": "<整数>",
    "<int range>": "<整数>",
    "<float>": "<数>",
    "<list[str]>": "<文字...>",
    "<list[path]>": "<路径...>",
    "<list[Path]>": "<路径...>",
}
"""What a value is, as typer says it and as a Chinese page does; three dots are for several."""
HELP = "Show this message and exit."


class _Folding(rich_utils.OptionHighlighter):
    """Mark options as typer does, say typer's own words in the reader's, and cut nothing off."""

    def __call__(self, text: str | Text) -> Text:
        plain = text if isinstance(text, str) else text.plain
        if plain == HELP:
            text = Text(say("显示本说明", HELP))
        elif isinstance(text, str) and text.startswith(USAGE):
            text = say("用法：", USAGE) + _usage(text.removeprefix(USAGE))
        marked = super().__call__(text)
        marked.overflow = "fold"
        return marked


class _Kinds(rich_utils.TypesHighlighter):
    """Mark what a value is as typer does, in the reader's words."""

    def __call__(self, text: str | Text) -> Text:
        plain = text if isinstance(text, str) else text.plain
        for said, chinese in KINDS.items():
            plain = plain.replace(said, say(chinese, said))
        style, overflow = (text.style, text.overflow) if isinstance(text, Text) else ("", "fold")
        return super().__call__(Text(plain, style=style, overflow=overflow))


def _usage(words: str) -> str:
    for said, chinese in USAGE_WORDS.items():
        words = words.replace(said, say(chinese, said))
    return words


def speak() -> None:
    """Set the words around a help page; called before one is printed."""
    rich_utils.highlighter = _Folding()
    rich_utils.types_highlighter = _Kinds()
    rich_utils.ARGUMENTS_PANEL_TITLE = say("要写的", "Arguments")
    rich_utils.OPTIONS_PANEL_TITLE = say("选项", "Options")
    rich_utils.COMMANDS_PANEL_TITLE = say("命令", "Commands")
    rich_utils.REQUIRED_LONG_STRING = say("〔必填〕", "[required]")
    rich_utils.DEFAULT_STRING = say("〔默认：{}〕", "[default: {}]")
