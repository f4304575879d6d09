import subprocess
import sys
from pathlib import Path

READ = """
import sys
from pathlib import Path
held = bytearray(b"x") * 1_300_000_000
from assistant.ingestion.reading import read_articles
print(*(type(entry).__name__ for entry in read_articles(Path(sys.argv[1]))))
"""


def test_a_caller_of_any_size_has_its_files_read(tmp_path: Path) -> None:
    """A new process inherits the peak of its caller's memory, and must not take it for its own."""
    text = "The council voted on Tuesday to rebuild the old bridge over the river before the winter. "
    (tmp_path / "a.txt").write_text(f"Bridge\n\n{text * 5}", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", READ, str(tmp_path)], check=True, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.split() == ["Article"]
