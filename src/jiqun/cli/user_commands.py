"""``jiqun user add|list|disable|reset|invite|erase``: the accounts of an installation."""

from typing import Annotated, Any

import typer

from jiqun.base.plurals import counted
from jiqun.cli import speech
from jiqun.cli.named import one_place
from jiqun.cli.options import AsJson, InWorkspace, example
from jiqun.cli.speech import say

Login = Annotated[str, typer.Argument(metavar="LOGIN", help=say("登录名", "the login name"))]
AsOffice = Annotated[
    str,
    typer.Option(
        "--office",
        metavar="OFFICE[:OF]",
        help=say(
            "身份：nation、province:330000、prefecture:330100、county:330106（也可写名称，如 "
            "province:浙江）、agency:集群编号、firm:信用代码、expert、system、security、audit",
            "the office: nation, province:330000, prefecture:330100, county:330106 (or by name: "
            "province:Zhejiang), agency:CLUSTER, firm:CREDIT_CODE, expert, system, security, audit",
        ),
    ),
]
Written = Annotated[
    str, typer.Option("--email", help=say("电子邮箱，用于提醒", "an e-mail address, for reminders"))
]
Called = Annotated[str, typer.Option("--name", help=say("姓名", "the person's name"))]


PLACES = {
    "province": ("province", "prefecture"),
    "prefecture": ("prefecture", "county"),
    "county": ("county", "prefecture"),
}
"""What an office's place may be: cities with a quota apart, and those without counties, too."""


def register(app: typer.Typer) -> None:
    """Add the group to the application."""
    group = typer.Typer(
        no_args_is_help=True, help=say("账号：新建、列出、停用、重置、邀请。", "Accounts.")
    )
    group.command(
        help=say(
            "新建账号并授予身份；密码随机生成，只显示一次。",
            "Make an account with an office; the password is made at random and shown once.",
        ),
        epilog=example(
            "jiqun user add zhang.wei -w demo --office county:330106 --name 张伟",
            'jiqun user add zhang.wei -w demo --office county:330106 --name "Zhang Wei"',
        ),
    )(add)
    group.command(
        "list",
        help=say("列出账号和身份。", "List accounts and their offices."),
        epilog=example("jiqun user list -w demo"),
    )(list_)
    group.command(
        help=say(
            "重置密码（随机生成，只显示一次），并重新启用账号。",
            "Give an account a new password, made at random and shown once, and open it again.",
        ),
        epilog=example("jiqun user reset zhang.wei -w demo"),
    )(reset)
    group.command(
        help=say(
            "生成邀请链接：对方用它接受身份，七天内有效，只能用一次。",
            "Make an invitation: whoever has the link takes up the office; seven days, once.",
        ),
        epilog=example("jiqun user invite -w demo --office county:330106"),
    )(invite)
    _register_ends(group)
    app.add_typer(group, name="user")


def _register_ends(group: typer.Typer) -> None:
    """Add the commands that close an account and erase who it was of."""
    group.command(
        help=say("停用账号。", "Close an account."),
        epilog=example("jiqun user disable zhang.wei -w demo"),
    )(disable)
    group.command(
        help=say(
            "抹去已停用账号的个人信息；事件日志仍可校验。不可撤销。",
            "Erase a closed account's personal data; the event log still verifies. For good.",
        ),
        epilog=example("jiqun user erase zhang.wei -w demo"),
    )(erase)


def add(
    login: Login,
    workspace: InWorkspace,
    office: AsOffice,
    name: Called = "",
    email: Written = "",
    as_json: AsJson = False,
) -> None:
    """Make an account."""
    people, doer = _opened(workspace)
    kind, of = _office(office)
    from django.db import transaction

    password = people.made_password()
    with transaction.atomic():
        person = people.add_person(login, password, doer, name, email)
        people.appoint(person, kind, of, doer)
    _tell_password(person.login, password, as_json=as_json)


def list_(workspace: InWorkspace, as_json: AsJson = False) -> None:
    """List the accounts."""
    _opened(workspace)
    from jiqun.web.accounts.models import Person

    accounts, lines = [], []
    for person in Person.objects.order_by("login"):
        offices = [str(membership) for membership in person.memberships.standing()]
        accounts.append(
            {
                "login": person.login,
                "name": person.name,
                "active": person.is_active,
                "offices": offices,
            }
        )
        closed = "" if person.is_active else say("已停用", "closed")
        parts = (person.login, person.name, say("、", ", ").join(offices), closed)
        lines.append(" · ".join(filter(None, parts)))
    text = "\n".join(lines) or say("还没有账号", "no accounts yet")
    speech.result({"accounts": accounts}, text, as_json=as_json)


def disable(login: Login, workspace: InWorkspace, as_json: AsJson = False) -> None:
    """Close an account."""
    people, doer = _opened(workspace)
    person = people.person_named(login)
    people.disable(person, doer)
    text = say(f"已停用 {person.login}", f"closed {person.login}")
    speech.result({"login": person.login, "active": False}, text, as_json=as_json)


def reset(login: Login, workspace: InWorkspace, as_json: AsJson = False) -> None:
    """Give an account a new password."""
    people, doer = _opened(workspace)
    person = people.person_named(login)
    _tell_password(person.login, people.reset(person, doer), as_json=as_json)


def erase(login: Login, workspace: InWorkspace, as_json: AsJson = False) -> None:
    """Erase a closed account's personal data."""
    people, doer = _opened(workspace)
    from jiqun.web.accounts.leaving import erase as erased

    gone = erased(people.person_named(login), doer)
    text = say(
        f"已抹去 {login} 的个人信息（日志文本 {gone} 处）；以前的备份里仍有，请按规定保管或销毁",
        f"erased the personal data of {login} ({counted(gone, 'text')} of the log); "
        "earlier backups hold it",
    )
    speech.result({"login": login, "texts": gone}, text, as_json=as_json)


def invite(workspace: InWorkspace, office: AsOffice, as_json: AsJson = False) -> None:
    """Make an invitation."""
    people, doer = _opened(workspace)
    kind, of = _office(office)
    from jiqun.web.accounts.separation import needs_consent

    waits = needs_consent(kind, doer)
    path = f"/accounts/invitation/{people.invite(kind, of, doer)}/"
    text = say(f"邀请链接（七天内有效，只能用一次）：{path}", f"invitation, good once: {path}")
    if waits:
        text += say(
            "\n安全管理员同意之后才能接受", "\nit waits for a security administrator's consent"
        )
    speech.result({"office": office, "path": path, "waits": waits}, text, as_json=as_json)


def _opened(workspace: Any) -> tuple[Any, Any]:
    """Open the installation, and return its accounts' verbs and who acts."""
    from jiqun.web.opened import open_installation

    open_installation(workspace)
    from jiqun.web.accounts import people
    from jiqun.web.filing.accepting import INSTALLATION

    return people, INSTALLATION


def _office(said: str) -> tuple[Any, str]:
    from jiqun.base.errors import Problem, Refused
    from jiqun.base.readers import Office

    kind, _, of = said.partition(":")
    if kind not in set(Office) - {Office.PUBLIC}:
        raise Refused([Problem("accounts.wrong_office", details={"office": kind, "of": of})])
    if kind in PLACES:
        of = one_place(of, "--office", PLACES[kind])
    return Office(kind), of


def _tell_password(login: str, password: str, *, as_json: bool) -> None:
    text = say(
        f"{login} 的密码（只显示这一次）：{password}",
        f"password of {login}, shown this once: {password}",
    )
    speech.result({"login": login, "password": password}, text, as_json=as_json)
