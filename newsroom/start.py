"""From a fresh clone to a running paper, with nothing but this Python: the first step of every make target.

``start.py install FILE`` makes the virtual environment and installs the hash-locked FILE when it changed;
``start.py run`` installs, writes a .env with a fresh secret if there is none, and hands over to
``manage.py serve_site --prepare``. It uses the standard library only, and Python 3.6 can still read it, so
that a Python that is too old says so instead of failing on its syntax. VENV names another place than .venv.
"""

import hashlib
import importlib.util
import os
import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
VENV = ROOT / (os.environ.get("VENV") or ".venv")
PYTHON = VENV / "bin" / "python"


class CannotStartError(Exception):
    """Why not, in one sentence."""


def main(arguments):
    try:
        refuse_old_python()
        if arguments == ["run"]:
            install("requirements.txt")
            write_dotenv()
            serve()
        elif len(arguments) == 2 and arguments[0] == "install":
            install(arguments[1])
        else:
            raise CannotStartError("Say `start.py run`, or `start.py install requirements.txt`.")
    except CannotStartError as reason:
        return str(reason)
    except OSError as error:
        return f"{error.filename or ROOT} cannot be written or read: {error.strerror}."
    except KeyboardInterrupt:
        return 130
    return 0


def refuse_old_python():
    if sys.version_info[:2] < OLDEST:
        found = ".".join(str(number) for number in sys.version_info[:3])
        raise CannotStartError(
            f"Newsroom needs Python {OLDEST[0]}.{OLDEST[1]} or newer, and this is {found}:"
            " name a newer one with `make PYTHON=python3.11 ...`."
        )


def install(name):
    """Install the packages of a lock file, unless the stamp says that these are there already."""
    lock = ROOT / name
    stamp = VENV / (lock.name + ".installed")
    wanted = "{}.{} ".format(*sys.version_info[:2]) + hashlib.sha256(lock.read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    if not has_working_pip():
        make_venv()
    say(f"Installing the packages of {name} into {VENV.name}, once; this takes about a minute.")
    # fmt: off
    run(
        [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check",
         "--require-hashes", "-r", str(lock)],
        f"The packages of {name} could not be installed",
    )
    # fmt: on
    stamp.write_text(wanted)


def has_working_pip():
    """Tell whether the environment is whole and made by this version of Python."""
    if not PYTHON.exists():
        return False
    check = f"import sys, pip; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    return subprocess.run([str(PYTHON), "-c", check], stderr=subprocess.DEVNULL, check=False).returncode == 0


def make_venv():
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise CannotStartError(
            "This Python cannot make virtual environments: install the package python3-venv, then try again."
        )
    is_ours = not VENV.exists() or not any(VENV.iterdir()) or (VENV / "pyvenv.cfg").exists()
    if not is_ours:
        raise CannotStartError(
            f"VENV={VENV} holds other files; name a folder for the virtual environment alone."
        )
    run([sys.executable, "-m", "venv", "--clear", str(VENV)], f"{VENV} could not be made")


def run(command, failure):
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        errors = [line for line in lines if line.lower().startswith("error")] or lines or ["no reason given"]
        raise CannotStartError(f"{failure}: {errors[-1]}")


def write_dotenv():
    """Write .env with a fresh secret, readable by its owner only, if no secret is set yet."""
    path = ROOT / ".env"
    if path.exists() or "SECRET_KEY" in os.environ:
        return
    text = (
        "# Made by `make run`; .env.example says what else can be set here. Keep the secret.\n"
        f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
    )
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(text)
    say("Wrote .env with a fresh secret.")


def serve():
    command = [str(PYTHON), str(ROOT / "manage.py"), "serve_site", "--prepare"]
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - the point: from here on this process is the paper


def say(sentence):
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
