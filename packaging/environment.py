"""Make `.venv` beside the project, from the hashed lock. Standard library only.

Shared by run.py and test.py, which are what a person calls. Nothing is built: every dependency is a
wheel whose hash is in the lock, and the project itself is put on the path as it lies here.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
MINIMUM = (3, 11)

# What Qt loads from the system on Linux, and the package that holds it: Debian and Ubuntu, Fedora,
# Arch. The second table is needed only for a window on a real (or virtual) X display.
QT_LIBRARIES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl", "libglvnd"),
    "libGL.so.1": ("libgl1", "libglvnd-glx", "libglvnd"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon", "libxkbcommon"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig", "fontconfig"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs", "dbus"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2", "glib2"),
}
X_LIBRARIES = {
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb", "libx11"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb", "libxcb"),
    "libxcb-render-util.so.0": (
        "libxcb-render-util0",
        "xcb-util-renderutil",
        "xcb-util-renderutil",
    ),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb", "libxcb"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"),
}
FONT_PACKAGES = (
    ("fonts-dejavu-core", "fonts-noto-core", "fonts-noto-cjk"),
    ("dejavu-sans-fonts", "google-noto-sans-arabic-fonts", "google-noto-sans-cjk-fonts"),
    ("ttf-dejavu", "noto-fonts", "noto-fonts-cjk"),
)
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", str(Path.home() / ".fonts"))


def prepare(lock: str) -> Path:
    """Make or bring up to date `.venv` from `packaging/LOCK`; returns its interpreter."""
    if sys.version_info < MINIMUM:
        sys.exit(
            f"ITR Vault needs Python {MINIMUM[0]}.{MINIMUM[1]} or newer; this is {sys.version}."
        )
    lock_path = ROOT / "packaging" / lock
    wanted = hashlib.sha256(lock_path.read_bytes()).hexdigest() + f" {sys.version_info[:2]}"
    stamp = VENV / "itrvault-lock.txt"
    stamps = stamp.read_text("utf-8").splitlines() if stamp.is_file() else []
    if wanted in stamps and PYTHON.is_file():
        return PYTHON
    pip = _make_venv()
    print(f"Installing from packaging/{lock} into .venv (once) ...", file=sys.stderr, flush=True)
    command = [
        *pip, "install", "--quiet", "--disable-pip-version-check", "--no-input",
        "--only-binary", ":all:", "--require-hashes", "--requirement", str(lock_path),
    ]  # fmt: skip
    if subprocess.run(command).returncode:
        sys.exit(
            "The dependencies could not be installed. Is there a way to a Python package index "
            "(the only time ITR Vault needs one)? Try again, or see what pip says above."
        )
    _put_on_path()
    stamp.write_text("\n".join([*stamps, wanted]) + "\n", "utf-8")
    return PYTHON


def _make_venv() -> list[str]:
    """Create `.venv` if it is not there; returns the pip command that installs into it."""
    if PYTHON.is_file():
        usable = subprocess.run(
            [str(PYTHON), "-c", f"import sys; exit(sys.version_info < {MINIMUM})"]
        )
        if usable.returncode:
            shutil.rmtree(VENV)
    try:
        import ensurepip  # noqa: F401 - Debian splits it off; then the outer pip installs

        with_pip = True
    except ImportError:
        with_pip = False
    if not PYTHON.is_file():
        venv.EnvBuilder(with_pip=with_pip, symlinks=not WINDOWS, clear=True).create(VENV)
    if with_pip:
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def _put_on_path() -> None:
    """Make the package importable from `.venv`, and give it the command `itrvault`."""
    where = "import sysconfig; print(sysconfig.get_paths()['purelib'])"
    found = subprocess.run([str(PYTHON), "-c", where], capture_output=True, text=True, check=True)
    (Path(found.stdout.strip()) / "itrvault.pth").write_text(f"{ROOT}\n", "utf-8")
    if WINDOWS:
        script = VENV / "Scripts" / "itrvault.cmd"
        script.write_text(f'@"{PYTHON}" -m itrvault %*\r\n', "utf-8")
    else:
        script = VENV / "bin" / "itrvault"
        script.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m itrvault "$@"\n', "utf-8")
        script.chmod(0o755)


def missing_packages(*, display: bool) -> list[str]:
    """Say which system packages Qt still needs here, by this system's names; empty when none.

    `display`: whether a window on an X display is wanted, which takes more libraries than drawing
    offscreen does.
    """
    if not sys.platform.startswith("linux"):
        return []
    tables = QT_LIBRARIES | (X_LIBRARIES if display else {})
    probe = (
        "import ctypes, sys\n"
        "for name in sys.argv[1:]:\n"
        "    try: ctypes.CDLL(name)\n"
        "    except OSError: print(name)\n"
    )
    found = subprocess.run([str(PYTHON), "-c", probe, *tables], capture_output=True, text=True)
    system = _system()
    names = [tables[library][system] for library in found.stdout.split()]
    if not any(any(Path(folder).rglob("*.[to]tf")) for folder in FONT_FOLDERS):
        names += FONT_PACKAGES[system]
    return list(dict.fromkeys(names))


def _system() -> int:
    """Column of the tables: 0 Debian's family, 1 Fedora's, 2 Arch's."""
    if shutil.which("apt-get"):
        return 0
    return 1 if shutil.which("dnf") else 2 if shutil.which("pacman") else 0


def install_command(packages: list[str]) -> str:
    """The command that installs system packages here, to be shown to a person."""
    verb = ("apt-get install -y", "dnf install -y", "pacman -S --needed")[_system()]
    sudo = "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "sudo "
    return f"{sudo}{verb} {' '.join(packages)}"


def has_display() -> bool:
    """Whether a window can be shown at all."""
    if WINDOWS or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
