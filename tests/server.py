"""A running installation of its own for the tests that use it from outside: a fresh database, a real server."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Server:
    """A server process on a free port over a database of its own; `manage` runs a command against it.

    With `workers` it is the server of the real service, with that many processes; else Django's own.
    """

    def __init__(self, folder: Path, database_url: str, workers: int = 0):
        self.workers = workers
        self.environment = {**os.environ, "DEMO": "1", "DATABASE_URL": database_url}
        self.log = folder / "server.log"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def manage(self, *words: str, stdin: str = "") -> str:
        """Run a manage.py command; returns what it printed. Raises where it failed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{words}: {done.stdout}{done.stderr}")
        return done.stdout

    def start(self) -> None:
        """Serve, and wait until the sign-in page answers."""
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self._words()],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"{self.url}/dang-nhap/", timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(self.log.read_text())

    def _words(self) -> list[str]:
        if not self.workers:
            return ["manage.py", "runserver", "--noreload", str(self.port)]
        crowd = ["--workers", str(self.workers), "--threads", "4", "--no-control-socket"]
        return ["-m", "gunicorn", "config.wsgi", "--preload", "--bind", f"127.0.0.1:{self.port}", *crowd]

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(10)


@contextmanager
def installation(folder: Path, workers: int = 0):
    """A migrated, empty installation on the engine the tests run on; it is gone afterwards."""
    with own_database(folder) as database_url:
        server = Server(folder, database_url, workers)
        server.manage("migrate", "-v0")
        server.start()
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def own_database(folder: Path):
    """The address of a new empty database on the engine the tests run on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{folder / 'installation.sqlite3'}"
        return
    import psycopg

    settings = connection.settings_dict
    name = f"installation_{uuid4().hex}"
    place = {"host": settings["HOST"], "port": settings["PORT"] or "5432", "user": settings["USER"]}
    secret = {"password": settings["PASSWORD"]} if settings["PASSWORD"] else {}
    with closing(psycopg.connect(dbname="postgres", autocommit=True, **place, **secret)) as maintenance:
        maintenance.execute(f'CREATE DATABASE "{name}"')
        try:
            yield database_address(name, settings)
        finally:
            maintenance.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def database_address(name: str, settings: dict) -> str:
    """The DATABASE_URL of another database of the same cluster."""
    address = os.environ["DATABASE_URL"]
    before, _, query = address.partition("?")
    return f"{before.rsplit('/', 1)[0]}/{name}" + (f"?{query}" if query else "")


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def chromium():
    """Debian's Chromium under Playwright."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None and "CI" not in os.environ:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        try:
            yield browser
        finally:
            browser.close()
