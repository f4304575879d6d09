"""The README says what is true: its examples run, its settings are all of them, its two commands are the ones used."""

import re
from pathlib import Path

import pytest

import assistant.process_wide
from assistant.settings import Settings

README = (Path(__file__).resolve().parent.parent / "README.md").read_text("utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES, ids=["ask", "assistant"])
def test_the_python_examples_run(
    example: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    articles = tmp_path / "my-articles"
    articles.mkdir()
    (articles / "bridge.txt").write_text(
        "Bridge closes for repair\n\nMarch 23, 2022\n\nThe Tanner Street Bridge was closed because divers found that "
        "its second pier has been hollowed out by the current, the town engineer said.\n"
    )
    assistant.process_wide._shared.cache_clear()
    exec(compile(example, "README.md", "exec"), {"__name__": "readme"})
    printed = capsys.readouterr().out
    assert "1,000" in printed or "hollowed out" in printed
    if assistant.process_wide._shared.cache_info().currsize:
        assistant.process_wide._shared().close()
        assistant.process_wide._shared.cache_clear()


def test_there_are_two_examples() -> None:
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_table(name: str) -> None:
    assert f"`DATELINE_{name.upper()}`" in README


def test_no_setting_is_invented() -> None:
    told = set(re.findall(r"DATELINE_(?!SHARED)([A-Z_]+)", README))
    assert told == {name.upper() for name in Settings.model_fields}


def test_the_two_commands_stand_at_the_top() -> None:
    top = README[:1500]
    assert "<!-- command one -->\n```bash\n" in top
    assert "<!-- command two -->\n```bash\n" in top


def test_files_that_the_readme_names_are_there() -> None:
    root = Path(__file__).resolve().parent.parent
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (root / target).is_file(), target
