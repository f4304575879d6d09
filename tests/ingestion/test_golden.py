"""Golden pairs: every file of `tests/golden/ingestion/` reads as the `.expected.json` beside it says."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from assistant.ingestion.folders import folder_key
from assistant.ingestion.reading import read_articles
from assistant.types import Skip

GOLDEN = Path(__file__).parents[1] / "golden" / "ingestion"
INPUTS = sorted(path for path in GOLDEN.iterdir() if not path.name.endswith(".expected.json"))


def told(path):
    """What a file reads as, without what depends on where the folder lies."""
    entries = []
    for entry in read_articles(path):
        values = asdict(entry) | {"kind": type(entry).__name__}
        if not isinstance(entry, Skip):
            values["id"] = entry.id.replace(folder_key(GOLDEN), "<folder>")
            values["path"] = Path(entry.path).name
            values["published"] = str(entry.published) if entry.published else None
        entries.append({key: value for key, value in values.items() if value not in (None, (), "", 1)})
    return json.loads(json.dumps(entries))


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_a_file_reads_as_expected(path):
    expected = json.loads((GOLDEN / f"{path.name}.expected.json").read_text(encoding="utf-8"))
    assert told(path) == expected
