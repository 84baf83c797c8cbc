"""The reference of commands, from the commands' own definitions."""

from collections.abc import Iterator
from typing import Any

from docs.making.markdown import code, table

from jiqun.base.language import Lang

WORDS = {
    "zh": {
        "title": "命令",
        "lead": "由命令的定义生成，与 `jiqun … --help` 一致。退出码：0 完成；1 程序或机器的故障；"
        "2 有输入未被接收；3 没有找到。任何命令都可加 `--lang zh|en`。",
        "option": "选项",
        "what": "含义",
        "else": "不写时",
        "needed": "必填",
    },
    "en": {
        "title": "Commands",
        "lead": "Generated from the commands' definitions; the same as `jiqun … --help`. Exit "
        "codes: 0 done; 1 a fault of ours or of the machine; 2 some input was refused; 3 not "
        "found. Any command takes `--lang zh|en`.",
        "option": "option",
        "what": "what",
        "else": "where not given",
        "needed": "needed",
    },
}


def page(lang: Lang) -> str:
    """Return the page; the process speaks one language, which must be set before.

    Parameters
    ----------
    lang
        The reader's.
    """
    from jiqun.cli.commands import application

    words = WORDS[lang]
    parts = [f"# {words['title']}\n\n{words['lead']}\n"]
    for name, command in _commands("jiqun", application()):
        parts.append(f"\n## {name}\n\n{command.help or ''}\n")
        if command.epilog:
            _, _, example = command.epilog.replace(": ", "：", 1).partition("：")
            parts.append(f"\n```\n{example.strip()}\n```\n")
        if command.params:
            heads = (words["option"], words["what"], words["else"])
            rows = [_row(option, words["needed"]) for option in command.params]
            parts.append(f"\n{table(heads, rows)}")
    return "".join(parts)


def _commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    """Yield every command by its whole name; a group itself only where it says something."""
    inner = getattr(command, "commands", {})
    if not inner:
        yield name, command
    for word, found in inner.items():
        yield from _commands(f"{name} {word}", found)


def _row(option: Any, needed: str) -> tuple[str, str, str]:
    names = getattr(option, "secondary_opts", [])
    said = option.metavar or option.name.upper()
    if option.param_type_name == "option":
        said = ", ".join([*option.opts, *names])
    default = needed if option.required else option.default
    plain = "" if default in (None, False, "", ()) else default
    shown = plain if plain == needed else code(getattr(plain, "value", plain))
    return code(said), option.help or "", shown
