# SPDX-License-Identifier: Apache-2.0
"""Validating papers (PDF/A 校验): the sample papers, or files given, by Apache PDFBox Preflight, a validator of PDF/A-1b.

Preflight reads the whole file as ISO 19005-1 (GB/T 23286.1), level B, asks: syntax, fonts and their widths, colour, metadata.
It is no part of the project: on Debian `apt-get install libpdfbox2-java libjaxb-api-java libactivation-java default-jre-headless`.

    python -m tools.validate_pdfa [file.pdf …]
"""

import subprocess
import sys
import tempfile
from pathlib import Path

JAVA = Path("/usr/share/java")
JARS = (
    "preflight",
    "pdfbox2",
    "fontbox2",
    "xmpbox",
    "commons-logging",
    "jaxb-api",
    "javax.activation",
)
MAIN = "org.apache.pdfbox.preflight.Validator_A1b"


def samples(folder: Path) -> list[Path]:
    """Write the sample papers into a folder."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
    import papers_sample
    from huiyin.adapters.letters import adapter

    found = []
    for name in ("LETTER", "RESPONSE", "RECORD", "PAPER"):
        path = folder / f"{name.lower()}.pdf"
        path.write_bytes(adapter.write(getattr(papers_sample, name), "pdf").raw)
        found.append(path)
    return found


def verdict(path: Path, java: Path = JAVA) -> tuple[bool, str]:
    """Give whether a file is valid, and what the validator said."""
    jars = ":".join(str(java / f"{name}.jar") for name in JARS)
    done = subprocess.run(
        ["java", "-cp", jars, MAIN, str(path)], capture_output=True, text=True, check=False
    )
    said = (done.stdout + done.stderr).strip()
    return f"{path.name} is a valid PDF/A-1b file" in said, said


def main(given: list[str]) -> int:
    """Validate, print a line a file, fail where one is not valid."""
    if not (JAVA / "preflight.jar").exists():
        print("PDFBox Preflight is not installed: see the head of this file.")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        some = [Path(one) for one in given] or samples(Path(folder))
        told = [(path, *verdict(path)) for path in some]
    for path, valid, said in told:
        print(f"{path.name}: {'valid PDF/A-1b' if valid else said}")
    return 0 if all(valid for _, valid, _ in told) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
