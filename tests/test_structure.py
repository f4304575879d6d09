"""The structure holds: rooms import one way only, foreign packages stay in their rooms, names are what they say."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import assistant

PACKAGE = Path(assistant.__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "_shipped" not in path.parts)
ROOMS = [
    "types", "errors", "settings", "language", "models", "ingestion", "library", "retrieval", "evidence", "answering",
    "parts", "asking", "chat", "process_wide", "evaluation", "web", "cli",
]  # fmt: skip
HOMES = {
    "pydantic_settings": {"settings"},
    "sentence_transformers": {"models"},
    "torch": {"models"},
    "transformers": {"models"},
    "xllamacpp": {"models"},
    "langchain": {"models"},
    "langchain_openai": {"models"},
    "nncf": {"models"},
    "trafilatura": {"ingestion"},
    "htmldate": {"ingestion"},
    "lxml": {"ingestion"},
    "pypdf": {"ingestion"},
    "docx": {"ingestion"},
    "feedparser": {"ingestion"},
    "pyarrow": {"ingestion"},
    "watchfiles": {"ingestion"},
    "datasketch": {"library"},
    "sqlite3": {"library"},
    "chromadb": {"library"},
    "tantivy": {"library"},
    "gradio": {"web"},
    "plotly": {"web"},
    "bcrypt": {"web"},
    "typer": {"cli"},
    "rich": {"cli"},
}
"""Where each foreign package may be imported."""


def place(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def own_imports(path: Path) -> set[str]:
    return {name for name in imports(path) if name.split(".")[0] == "assistant" and "." in name}


@pytest.mark.parametrize("path", [path for path in MODULES if path != PACKAGE / "__init__.py"], ids=place)
def test_a_module_imports_only_from_rooms_above_its_own(path: Path) -> None:
    room = room_of(path)
    for name in own_imports(path):
        other = name.split(".")[1]
        assert other == room or ROOMS.index(other) < ROOMS.index(room), f"{path} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_foreign_package_is_imported_only_in_its_room(path: Path) -> None:
    for name in imports(path):
        allowed = HOMES.get(name.split(".")[0])
        assert allowed is None or room_of(path) in allowed, f"{path} imports {name}"


def test_inside_a_room_imports_make_no_circle() -> None:
    graph = {}
    for path in MODULES:
        name = ".".join(["assistant", *path.relative_to(PACKAGE).with_suffix("").parts])
        graph[name] = {other for other in own_imports(path) if other != name}
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("path", MODULES, ids=place)
def test_a_module_is_short_enough_to_read(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") <= 300


def test_only_the_terminal_prints() -> None:
    for path in MODULES:
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        printing = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]
        assert room_of(path) == "cli" or not printing, path


def test_public_names_are_there_and_at_most_fourteen() -> None:
    assert len(assistant.__all__) <= 14
    assert all(getattr(assistant, name) for name in assistant.__all__)
    with pytest.raises(AttributeError):
        _ = assistant.nothing


def test_no_two_test_files_share_a_name() -> None:
    """pytest takes two files of one name for one module, and collects nothing at all."""
    names = [path.name for path in Path(__file__).parent.rglob("test_*.py")]
    assert len(names) == len(set(names))
