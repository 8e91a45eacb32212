"""The first step of `make run`: the virtual environment, the lock, .env, and what it says when it cannot."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

START = settings.BASE_DIR / "newsroom" / "start.py"


@pytest.fixture
def clone(tmp_path):
    """A project as small as can be: the start script, an empty lock, a manage.py that says what it got."""
    return lay_out(tmp_path)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """An environment that an earlier run has made, for tests that are about something else."""
    clone = lay_out(tmp_path_factory.mktemp("made"))
    assert start(clone, "install", "requirements.txt").returncode == 0
    return {"VENV": str(clone / ".venv")}


def lay_out(folder):
    (folder / "newsroom").mkdir()
    shutil.copy(START, folder / "newsroom")
    (folder / "requirements.txt").write_text("# nothing\n")
    (folder / "manage.py").write_text("import sys; print('handed over to', *sys.argv[1:])\n")
    return folder


def start(clone, *arguments, before="", **environment):
    """Run the script as make does; ``before`` is Python that makes this interpreter a worse one."""
    script = str(clone / "newsroom" / "start.py")
    code = (
        f"import runpy, sys; sys.argv = {[script, *arguments]!r}\n{before}\n"
        f"runpy.run_path({script!r}, run_name='__main__')"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        env={"PATH": os.environ["PATH"], "PIP_NO_INDEX": "1"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_clone_becomes_a_running_paper_and_the_second_time_nothing_changes(clone):
    first = start(clone, "run")
    secret = (clone / ".env").read_text()
    stamp = clone / ".venv" / "requirements.txt.installed"
    installed_at = stamp.stat().st_mtime_ns
    second = start(clone, "run")

    assert first.stdout.splitlines() == [
        "Installing the packages of requirements.txt into .venv, once; this takes about a minute.",
        "Wrote .env with a fresh secret.",
        "handed over to serve_site --prepare",
    ]
    assert second.stdout == "handed over to serve_site --prepare\n"
    assert first.returncode == second.returncode == 0
    assert (clone / ".env").read_text() == secret
    assert stamp.stat().st_mtime_ns == installed_at
    assert (clone / ".env").stat().st_mode & 0o777 == 0o600
    assert len(secret.split("SECRET_KEY=")[1].strip()) >= 60


def test_a_changed_lock_is_installed_and_one_that_fails_is_tried_again(clone, made):
    (clone / "requirements.txt").write_text(f"nowhere-to-be-found==1.0 --hash=sha256:{'0' * 64}\n")

    failures = [start(clone, "install", "requirements.txt", **made) for _ in range(2)]

    for failure in failures:
        assert failure.returncode == 1
        assert failure.stderr.startswith("The packages of requirements.txt could not be installed: ERROR:")
        assert "nowhere-to-be-found" in failure.stderr
        assert failure.stderr.count("\n") == 1


def test_an_environment_of_a_python_that_is_gone_is_made_anew(clone):
    start(clone, "install", "requirements.txt")
    python = clone / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")

    again = start(clone, "install", "requirements.txt")

    assert again.returncode == 0
    assert (
        subprocess.run([python, "-c", "print('alive')"], capture_output=True, check=True).stdout == b"alive\n"
    )


def test_a_secret_in_the_environment_needs_no_dotenv(clone, made):
    started = start(clone, "run", SECRET_KEY="from outside", **made)

    assert started.stdout == "handed over to serve_site --prepare\n"
    assert not (clone / ".env").exists()


def test_a_python_that_is_too_old_says_so(clone):
    refused = start(clone, "run", before="sys.version_info = (3, 10, 2)")

    assert refused.returncode == 1
    assert refused.stderr == (
        "Newsroom needs Python 3.11 or newer, and this is 3.10.2:"
        " name a newer one with `make PYTHON=python3.11 ...`.\n"
    )
    assert not (clone / ".venv").exists()


def test_a_python_that_is_too_old_can_still_read_the_script():
    tree = ast.parse(START.read_text(), feature_version=(3, 6))

    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported <= {"hashlib", "importlib.util", "os", "secrets", "subprocess", "sys"}
    with pytest.raises(SyntaxError):  # the net holds: this is what 3.6 cannot read
        ast.parse("if (n := 1): pass", feature_version=(3, 6))


def test_a_python_without_venv_says_what_to_install(clone):
    before = (
        "import importlib.util as u; find = u.find_spec; u.find_spec = lambda n: n != 'ensurepip' and find(n)"
    )
    refused = start(clone, "run", before=before)

    assert refused.returncode == 1
    assert refused.stderr == (
        "This Python cannot make virtual environments: install the package python3-venv, then try again.\n"
    )


def test_a_place_that_cannot_be_written_is_named(clone, made):
    refused = start(clone, "install", "requirements.txt", VENV="/proc/nowhere/venv")
    (clone / ".env").symlink_to(clone / "gone" / ".env")
    unwritable = start(clone, "run", **made)

    assert refused.returncode == unwritable.returncode == 1
    assert "/proc/nowhere" in refused.stderr
    assert unwritable.stderr == f"{clone / '.env'} cannot be written or read: File exists.\n"
    assert "Traceback" not in refused.stderr


def test_the_makefile_starts_with_what_every_machine_has():
    makefile = (settings.BASE_DIR / "Makefile").read_text()

    assert makefile.count("$(PYTHON) newsroom/start.py run") == 1
    for lock in ("requirements.txt", "requirements-dev.txt"):
        assert "--hash=sha256:" in Path(settings.BASE_DIR / lock).read_text()


def test_an_empty_name_of_the_environment_is_the_usual_one_and_a_full_folder_is_left_alone(clone):
    (clone / "mine").mkdir()
    (clone / "mine" / "work.txt").write_text("years of work")

    usual = start(clone, "install", "requirements.txt", VENV="")
    refused = start(clone, "install", "requirements.txt", VENV="mine")

    assert usual.returncode == 0
    assert (clone / ".venv" / "pyvenv.cfg").exists()
    assert (clone / "manage.py").exists()
    assert refused.returncode == 1
    assert "holds other files" in refused.stderr
    assert (clone / "mine" / "work.txt").read_text() == "years of work"
