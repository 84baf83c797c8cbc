"""The ``jiqun`` command: exit codes, and one traceback-free way out.

0 done, 1 a fault of ours or of the machine (disk, permission, a lock held), 2 some input was
refused, 3 not found.
"""

import sys
import traceback
from collections.abc import Sequence

import typer

from jiqun.base.errors import NotFound, Problem, Refused
from jiqun.base.faults import Busy, machine_fault
from jiqun.base.folding import folded
from jiqun.base.own_catalogue import NONE, install
from jiqun.base.parts import absent_part
from jiqun.cli import speech
from jiqun.cli.exit_codes import DONE, MACHINE, NOT_FOUND, OUR_FAULT, REFUSED
from jiqun.cli.misuse import misuse_words


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit with its code."""
    sys.exit(main(sys.argv[1:] if arguments is None else arguments))


def main(arguments: Sequence[str]) -> int:
    """Run the command and return its exit code.

    Parameters
    ----------
    arguments
        The words after ``jiqun``.
    """
    try:
        words = speech.take_wait(speech.take_language(arguments))
    except ValueError as fault:
        speech.tell(str(fault))
        return REFUSED
    return _run(words)


def _run(words: list[str]) -> int:
    # The commands' help texts are in the language just set, so they are built only now.
    from jiqun.cli.commands import application

    as_json = "--json" in words
    if "--help" in words or len(words) < 2:
        from jiqun.cli.help_pages import speak

        speak()
    code = DONE
    try:
        said = application()(words, standalone_mode=False, prog_name="jiqun")
        code = said if isinstance(said, int) else DONE
        if code == DONE and speech.refused_of_the_catalogue():
            code = REFUSED
    except Refused as refused:
        code = _tell(refused.problems, REFUSED, as_json=as_json)
    except NotFound as missing:
        code = _tell([missing.problem], NOT_FOUND, as_json=as_json)
    except Busy as busy:
        code = _tell([busy.problem], MACHINE, as_json=as_json)
    except typer.Exit as left:
        code = left.exit_code
    except typer.TyperException as misused:
        _tell_misuse(misused)
        code = REFUSED
    except (typer.Abort, KeyboardInterrupt, BrokenPipeError):
        code = REFUSED
    except Exception as fault:  # noqa: BLE001, RUF100  # the last resort: the machine's, or ours
        code = _tell_fault(fault, as_json=as_json)
    finally:
        speech.forget()
        install(NONE)  # the next command of this process has a workspace of its own
    return code


def _tell_fault(fault: Exception, *, as_json: bool) -> int:
    """Say what is not installed, or the machine refused; anything else is a fault of ours."""
    if isinstance(fault, ModuleNotFoundError) and (problem := absent_part(fault)):
        return _tell([problem], REFUSED, as_json=as_json)
    if problem := machine_fault(fault):
        return _tell([problem], MACHINE, as_json=as_json)
    traceback.print_exc()
    zh = "程序出错，不是您的输入有误。请把以上内容报告给维护者。"
    speech.tell(speech.say(zh, "a fault of ours, not of your input. Please report the above."))
    return OUR_FAULT


def _tell_misuse(misused: typer.TyperException) -> None:
    """Say what was wrong with the command's words, and where its help is."""
    context = getattr(misused, "ctx", None)
    command = context.command_path if context else "jiqun"
    speech.tell(speech.say("用法有误：", "wrong usage: ") + misuse_words(misused.format_message()))
    speech.tell(speech.say(f"用法见 {command} --help", f"see {command} --help"))


def _tell(problems: list[Problem], code: int, *, as_json: bool) -> int:
    speech.tell_problems(problems)
    if as_json:
        document = {"problems": [problem.record() for problem in folded(problems)]}
        sys.stdout.write(speech.json_text(document))
    return code
