"""Build the site of documentation: Chinese at its root, English below ``en``; broken links fail.

Run as ``python -m docs.making [FOLDER]``; the folder is ``site`` where none is given.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.making.captions import speak_chinese

ROOT = Path(__file__).resolve().parents[2]


def build(folder: Path) -> int:
    """Build both languages, each by a process of its own, and return an exit code.

    Parameters
    ----------
    folder
        Where the site goes; what is there is replaced.
    """
    with TemporaryDirectory() as place:
        for lang in ("zh", "en"):
            sources = Path(place) / lang
            assemble = ["-m", "docs.making.site", lang, str(sources)]
            zensical = ["-m", "zensical", "build", "--strict", "-f", str(sources / "mkdocs.yml")]
            for words in (assemble, zensical):
                ran = subprocess.run([sys.executable, *words], cwd=ROOT, check=False)  # noqa: S603  # our own
                if ran.returncode:
                    return ran.returncode
        speak_chinese(Path(place) / "zh" / "site")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.move(Path(place) / "zh" / "site", folder)
        shutil.move(Path(place) / "en" / "site", folder / "en")
    return 0


if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "site"))
