"""``jiqun remind``: letters to whom something waits for, for a timer to call."""

from dataclasses import asdict

import typer

from jiqun.cli import speech
from jiqun.cli.options import AsJson, InWorkspace, example
from jiqun.cli.speech import say


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        help=say(
            "按邮件提醒：退回、问题、临近或逾期的期限；每人每天至多一封，可由定时任务反复调用。"
            "没有设置邮件服务器时不发送。",
            "Remind by mail of returns, questions and deadlines near or over: at most one letter "
            "a person a day, however often a timer calls it. Without a mail server nothing is "
            "sent.",
        ),
        epilog=example("jiqun remind -w demo"),
    )(remind)


def remind(workspace: InWorkspace, as_json: AsJson = False) -> None:
    """Remind everybody for whom something waits."""
    from jiqun.web.opened import open_installation

    open_installation(workspace)
    from jiqun.base.errors import Problem
    from jiqun.web import letters
    from jiqun.web.casework.clocks import today
    from jiqun.web.filing.accepting import INSTALLATION
    from jiqun.web.reminding import Reminded
    from jiqun.web.reminding import remind as reminded

    if not letters.configured():
        problem = Problem("mail.not_configured")
        text = say(*(f"{problem.what(lang)}{problem.todo(lang)}" for lang in ("zh", "en")))
        speech.result({"configured": False, **asdict(Reminded())}, text, as_json=as_json)
        return
    told = reminded(today(), INSTALLATION)
    text = say(
        f"已发 {told.sent} 封；今天已发过 {told.before} 人；未发出 {told.failed} 封；"
        f"没有邮箱 {told.addressless} 人",
        f"sent {told.sent}; had one today {told.before}; not taken {told.failed}; "
        f"without an address {told.addressless}",
    )
    speech.result({"configured": True, **asdict(told)}, text, as_json=as_json)
