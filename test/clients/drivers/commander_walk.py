"""
The real Commander goes through every command that its own registry has, in one process:

    python commander_walk.py keeper.py WALK.json --config config.json -

`keeper.py` is the launcher of the guide, and starts it as always. WALK.json says what stands for an argument (`values`, by the name
that Commander's parser has for it), which lines to take instead of the made-up ones (`lines`), which commands to `leave_out`, and how
many seconds each may take. Nobody answers what a command asks: its input is at its end. One line of JSON for each command goes to the
file that `report` names.
"""

import builtins
import getpass
import json
import os
import runpy
import shlex
import signal
import sys
import tempfile

import prompt_toolkit
import prompt_toolkit.shortcuts
import requests
from keepercommander import cli, rest_api
from keepercommander.commands.base import GroupCommand
from keepercommander.proto import router_pb2


class TooLong(BaseException):
    """A command that is still at it when its time is over."""


def nobody_answers(*_args, **_kwargs):
    raise EOFError


def leaves(name, command):
    if not isinstance(command, GroupCommand):
        yield name, command
        return
    for verb, under in command.subcommands.items():
        yield from leaves(f'{name} {verb}', under)


def registry():
    for commands in (cli.commands, cli.enterprise_commands, cli.msp_commands):
        for name, command in commands.items():
            yield from leaves(name, command)


def is_wanted(action, values):
    if action.option_strings:
        return action.required
    return action.nargs not in ('?', '*', '...') or action.dest in values


def word_for(action, values):
    if action.dest in values:
        return values[action.dest]
    if action.choices:
        return str(next(iter(action.choices)))
    return '1' if action.type is int else 'nothing'


def line_of(name, command, values):
    """A typical line: with what the command cannot do without, and what there is a value for."""
    parser = command.get_parser()
    words = []
    for action in parser._actions if parser else []:
        if not is_wanted(action, values):
            continue
        word = shlex.quote(word_for(action, values))
        words.append(f'{action.option_strings[-1]}={word}' if action.option_strings else word)
    for group in parser._mutually_exclusive_groups if parser else []:
        if group.required:
            action = group._group_actions[0]
            words.append(f'{action.option_strings[-1]}={shlex.quote(word_for(action, values))}')
    return ' '.join([name, *words])


walk = json.load(open(sys.argv[2], encoding='utf-8'))
report = open(walk['report'], 'w', encoding='utf-8')
screen = tempfile.TemporaryFile()
do_command, execute_rest, request = cli.do_command, rest_api.execute_rest, requests.Session.request
calls = []
raised = []


def watched_rest(context, endpoint, payload, timeout=None):
    """Takes down what is asked of the server, and what it is refused with."""
    is_json = endpoint == 'vault/execute_v2_command'
    name = json.loads(payload.payload).get('command', endpoint) if is_json else endpoint
    answer = execute_rest(context, endpoint, payload, timeout=timeout)
    told = answer if isinstance(answer, dict) else json.loads(answer) if is_json else {}
    calls.append([name, told.get('message', '')])
    for one in told.get('results', []):
        if one.get('result') == 'fail':
            calls.append([name, one['message']])
    return answer


def watched_request(session, method, url, **how):
    """The same for Keeper's router, which Commander asks by itself."""
    answer = request(session, method, url, **how)
    _, found, name = url.partition('/api/user/')
    if found:
        told = router_pb2.RouterResponse()
        if answer.status_code == 200:
            told.ParseFromString(answer.content)
        calls.append([f'user/{name}', told.errorMessage])
    return answer


def watched(params, line):
    """Does a command as always, for as long as it may take, and takes down how it ended."""
    signal.setitimer(signal.ITIMER_REAL, walk['seconds'], 1)
    try:
        return do_command(params, line)
    except BaseException as error:
        raised.append(type(error).__name__)
        if not isinstance(error, (EOFError, TooLong, SystemExit)):
            raise
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def give_up(*_args):
    raise TooLong


def shown_since(start):
    sys.stdout.flush()
    sys.stderr.flush()
    screen.seek(start)
    return screen.read().decode('utf-8', 'replace')


def lines():
    """Gives Commander one line after another; when it asks for the next one, the last is over."""
    for name, command in registry():
        if name in walk['leave_out']:
            continue
        calls.clear()
        raised.clear()
        start = screen.seek(0, os.SEEK_END)
        line = walk['lines'].get(name) or line_of(name, command, walk['values'])
        # What fails does not end it.
        yield f'@{line}'
        told = {'name': name, 'line': line, 'calls': list(calls), 'raised': list(raised)}
        report.write(json.dumps({**told, 'said': shown_since(start)}) + '\n')
        report.flush()
    yield 'q'


signal.signal(signal.SIGALRM, give_up)
builtins.input = getpass.getpass = nobody_answers
prompt_toolkit.prompt = prompt_toolkit.shortcuts.prompt = nobody_answers
prompt_toolkit.PromptSession.prompt = nobody_answers
todo = lines()
cli.read_command_with_continuation = lambda *_args: next(todo)
cli.do_command = watched
rest_api.execute_rest = watched_rest
requests.Session.request = watched_request
os.dup2(screen.fileno(), 1)
os.dup2(screen.fileno(), 2)
sys.argv = [sys.argv[1], *sys.argv[3:]]
runpy.run_path(sys.argv[0], run_name='__main__')
