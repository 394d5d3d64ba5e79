"""Settings come from the environment; an unusable value stops the start with a plain message."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def start(**environment):
    """Run the system checks in a process of its own with these settings."""
    clean = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "DEBUG", "DEMO")}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_short_secret_key_stops_the_start():
    refused = start(SECRET_KEY="ngan")
    assert refused.returncode != 0
    assert "SECRET_KEY ngắn quá" in refused.stderr


def test_an_unusable_value_stops_the_start():
    assert start(SESSION_HOURS="mười").returncode != 0


def test_a_mail_server_of_a_kind_that_does_not_exist_stops_the_start():
    assert start(EMAIL_URL="smpt://thu.may.example:25").returncode != 0
    assert start(EMAIL_URL="smtp+tls://ten:mat-khau@thu.may.example:587").returncode == 0


def test_without_a_key_an_installation_makes_its_own_and_keeps_it_private():
    assert start().returncode == 0
    kept = ROOT / "var" / "secret-key"
    assert len(kept.read_text().strip()) >= 50
    assert kept.stat().st_mode & 0o077 == 0
