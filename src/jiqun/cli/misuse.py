"""What is wrong with a command's words, in the reader's language.

The library that reads them says it in English; each of its sentences has its Chinese here.
"""

import re
from collections.abc import Sequence

from jiqun.cli.speech import say

Sentences = Sequence[tuple[str, str]]

_WHOLE: Sentences = (
    (
        r"No such option: (\S+?)(?: \(Possible options: (.*)\)|[,.]? [Dd]id you mean (.*)\?)?",
        "没有选项 {0}",
    ),
    (r"No such command '(.*)'\.?(?: Did you mean.*)?", "没有命令 {0}"),
    (r"Missing option (.*?)\.?(?: Choose from.*)?", "缺少选项 {0}"),
    (r"Missing argument '(.*?)'\.?(?: Choose from.*)?", "缺少{0}"),
    (r"Missing command\.?", "缺少命令"),
    (r"Option '(.*)' requires an argument\.?", "选项 {0} 后面要有值"),
    (r"Option '(.*)' requires (\d+) arguments\.?", "选项 {0} 后面要有 {1} 个值"),
    (r"Option '(.*)' does not take a value\.?", "选项 {0} 后面不带值"),
    (r"Got unexpected extra argument(?:\(s\)|s)? \((.*)\)", "多出来的词：{0}"),
)
_OF_A_VALUE: Sentences = (
    (r"Input should be a valid integer.*", "应为整数"),
    (r"Input should be a valid number.*", "应为数"),
    (r"Input should be a valid boolean.*", "应为是或否"),
    (r"Input should be less than or equal to (.*)", "不应大于 {0}"),
    (r"Input should be greater than or equal to (.*)", "不应小于 {0}"),
    (r"Value error, '(.*)' is not one of (.*?)\.?", "“{0}”不在其中：{1}"),
)
_VALUE = re.compile(r"Invalid value(?: for (.*?))?: (.*)", re.DOTALL)


def misuse_words(english: str) -> str:
    """Return what is wrong with a command's words.

    Parameters
    ----------
    english
        As the library says it; a sentence of our own within it stays as it is.

    Examples
    --------
    >>> misuse_words("No such option: --nope")
    'No such option: --nope'
    >>> misuse_words("Invalid value for '--by': Value error, 'x' is not one of 'nation'.")
    "Invalid value for '--by': 'x' is not one of 'nation'."
    """
    return say(chinese(english), english.replace("Value error, ", ""))


def chinese(english: str) -> str:
    """Return a sentence of the library in Chinese.

    Examples
    --------
    >>> chinese("Missing option '-w' / '--workspace'."), chinese("No such command 'nonsense'.")
    ('缺少选项 -w、--workspace', '没有命令 nonsense')
    >>> chinese("Invalid value for '--port': Input should be less than or equal to 65535")
    '--port 的值不对：不应大于 65535'
    """
    if value := _VALUE.fullmatch(english):
        place = f"{_plain(value[1])} 的值不对" if value[1] else "值不对"
        return f"{place}：{_said(value[2], _OF_A_VALUE)}"
    return _said(english, _WHOLE)


def _said(english: str, sentences: Sentences) -> str:
    for pattern, words in sentences:
        if found := re.fullmatch(pattern, english, re.DOTALL):
            return words.format(*(_plain(part or "") for part in found.groups()))
    return english


def _plain(quoted: str) -> str:
    """Return names without their quotation marks, in a Chinese list."""
    return quoted.replace(" / ", "、").replace("', '", "、").replace("'", "")
