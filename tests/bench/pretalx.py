"""pretalx, which the public agenda is compared with, in an environment of its own and with our editions in it.

It has the whole agenda in one body too: the current schedule with its slots, sessions, speakers and rooms expanded.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.bench.load import Target, gunicorn
from tests.services import free_port

PRETALX = "pretalx==2025.2.2"
EXPANDED = "/api/events/{event}/schedules/latest/?expand=slots.room,slots.submission,slots.submission.speakers"


@contextmanager
def pretalx(folder: Path, agendas: dict[str, bytes]) -> Iterator[dict[str, Target] | None]:
    """The whole agenda of each edition as pretalx serves it; None where pretalx cannot be installed.

    ``folder`` keeps the installation for the next run; ``agendas`` has our whole agenda of each edition.
    """
    python = folder / "environment" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", python.parents[1]], check=True)
        packages = [PRETALX, f"gunicorn=={version('gunicorn')}"]
        done = subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=False)
        if done.returncode:
            yield None
            return
    data = folder / "data"
    environment = {
        "DJANGO_SETTINGS_MODULE": "pretalx.settings",
        "PRETALX_CONFIG_FILE": str(folder / "pretalx.cfg"),
        "PRETALX_DATA_DIR": str(data),
        "PRETALX_DB_TYPE": "sqlite3",
        "PRETALX_DB_NAME": str(data / "pretalx.sqlite3"),
        "PRETALX_DEBUG": "False",
        "PRETALX_FILESYSTEM_STATIC": str(data / "static"),
        "PRETALX_NO_INITIAL_LOG": "1",
        "PRETALX_SITE_URL": f"http://127.0.0.1:{free_port()}",
    }
    if not (data / "ready").exists():
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir()
        (folder / "pretalx.cfg").touch()
        fill = Path(__file__).with_name("fill_pretalx.py")
        # -P: the modules beside the script are not pretalx's to import.
        for command in (["-m", "pretalx", "migrate", "--verbosity", "0"], ["-P", str(fill)]):
            given = json.dumps([json.loads(body) for body in agendas.values()])
            subprocess.run(
                [python, *command], cwd=data, env=os.environ | environment, input=given, text=True, check=True,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
        (data / "ready").touch()
    options = "--workers 2 --timeout 300"
    with gunicorn("pretalx.wsgi", environment, python=str(python), folder=data, options=options) as (port, _):
        yield {event: Target(port, EXPANDED.format(event=event)) for event in agendas}


def is_complete(expanded: bytes, agenda: bytes) -> bool:
    """Whether pretalx's answer has the sessions and the speakers of ours."""
    theirs: dict[str, Any] = json.loads(expanded)
    ours: dict[str, Any] = json.loads(agenda)
    sessions = [slot["submission"] for slot in theirs["slots"] if slot["submission"]]
    speakers = {speaker["code"] for session in sessions for speaker in session["speakers"]}
    return (len(sessions), len(speakers)) == (len(ours["sessions"]), len(ours["speakers"]))
