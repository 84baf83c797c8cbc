"""The reference of the web interface for programs, and of everything the program may say."""

import os
from importlib.resources import files

import yaml
from docs.making.markdown import code, table

from jiqun.base.language import Lang

WORDS = {
    "zh": {
        "api": "数据接口",
        "api_lead": "由 `/api/v1/openapi.json` 生成；网站的 `/api/v1/docs` 有可运行的例子。只读，"
        "无需账号。",
        "api_heads": ("参数", "含义"),
        "messages": "全部提示",
        "messages_lead": "由 `catalog/messages` 生成：程序指出问题时用的话。花括号处填入具体内容。",
        "message_heads": ("代码", "程度", "是什么、为什么", "怎么办"),
        "error": "错误",
        "warning": "提醒",
        "note": "说明",
    },
    "en": {
        "api": "Interface for programs",
        "api_lead": "Generated from `/api/v1/openapi.json`; a site's `/api/v1/docs` has examples "
        "that run. Read-only, no account needed.",
        "api_heads": ("parameter", "what"),
        "messages": "Everything it may say",
        "messages_lead": "Generated from `catalog/messages`: the words in which problems are told. "
        "What stands in braces is filled in.",
        "message_heads": ("code", "how bad", "what and why", "what to do"),
        "error": "error",
        "warning": "warning",
        "note": "note",
    },
}


def api_page(lang: Lang) -> str:
    """Return every address of the interface with its parameters."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiqun.web.settings")
    import django

    django.setup()
    from jiqun.web.explore.api import api
    from jiqun.web.explore.api.examples import operations

    words = WORDS[lang]
    parts = [f"# {words['api']}\n\n{words['api_lead']}\n"]
    for operation in operations(api.get_openapi_schema()):
        parts.append(f"\n## {operation.path}\n\n{_side(operation.summary, lang)}\n")
        rows = [
            (code(parameter.name), _side(parameter.description, lang))
            for parameter in operation.parameters
        ]
        if rows:
            parts.append(f"\n{table(words['api_heads'], rows)}")
        parts.append(f"\n```\n{operation.example}\n```\n")
    return "".join(parts)


def _side(said: str, lang: Lang) -> str:
    """Return a reader's half of a text in both languages."""
    zh, _, en = said.partition(" / ")
    return zh if lang == "zh" or not en else en


def messages_page(lang: Lang) -> str:
    """Return every message, room by room."""
    words = WORDS[lang]
    parts = [f"# {words['messages']}\n\n{words['messages_lead']}\n"]
    folder = files("jiqun").joinpath("catalog", "messages")
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        room = file.name.removesuffix(".yaml")
        messages = yaml.safe_load(file.read_text(encoding="utf-8"))
        rows = [
            (
                code(f"{room}.{name}"),
                words[said["severity"]],
                said[lang]["what"],
                said[lang]["do"],
            )
            for name, said in messages.items()
        ]
        parts.append(f"\n## {room}\n\n{table(words['message_heads'], rows)}")
    return "".join(parts)
