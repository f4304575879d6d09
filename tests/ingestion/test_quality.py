"""The quality gate: notices, walls and lists are refused with their reason, and the shortest real news passes."""

import json
from pathlib import Path

import pytest

from assistant.ingestion.articles import Fields
from assistant.ingestion.quality import why_refused
from assistant.ingestion.reading import read_articles
from assistant.types import Article, Skip

LABELLED = json.loads((Path(__file__).parents[1] / "golden" / "quality.json").read_text(encoding="utf-8"))
WALL = LABELLED["refused"]["consent wall"]
BRIEF = LABELLED["kept"]["fire brief"][1]


@pytest.mark.parametrize("kind", LABELLED["refused"])
@pytest.mark.parametrize("title", [None, "Harbor bridge to close for repairs"])
def test_what_is_no_article_is_refused(kind, title):
    assert why_refused(Fields(text=LABELLED["refused"][kind], title=title, outlet="Harbor Ledger"))


@pytest.mark.parametrize("kind", LABELLED["kept"])
def test_short_news_passes(kind):
    title, text = LABELLED["kept"][kind]
    assert why_refused(Fields(text=text, title=title)) is None
    assert why_refused(Fields(text=text)) is None


def test_a_reason_says_what_the_text_is():
    assert why_refused(Fields(text="Too short")) == "has almost no text"
    headline = "Harbor bridge to close for repairs in spring"
    assert why_refused(Fields(text=headline, title=headline)) == "has no text but its title"
    assert "list of headlines" in why_refused(Fields(text=LABELLED["refused"]["index"]))
    assert 'speaks of "privacy"' in why_refused(Fields(text=WALL))
    assert "reports nothing" in why_refused(Fields(text=LABELLED["refused"]["region"]))


def test_a_notice_beside_a_story_does_not_refuse_the_story():
    story = "\n\n".join([BRIEF] * 3)
    assert why_refused(Fields(text=f"{story}\n\n{LABELLED['refused']['newsletter']}")) is None


def test_paragraphs_of_a_script_without_full_stops_are_no_headlines():
    clause = "สะพานเก่าข้ามแม่น้ำจะปิดซ่อมในวันจันทร์"
    assert why_refused(Fields(text="\n\n".join([" ".join([clause] * 6)] * 9))) is None
    assert why_refused(Fields(text="\n\n".join(["पुल सोमवार को मरम्मत के लिए बंद रहेगा।"] * 9))) is None


def test_the_gate_stands_before_every_format(tmp_path):
    (tmp_path / "wall.txt").write_text(WALL, encoding="utf-8")
    (tmp_path / "wall.md").write_text(f"# Harbor bridge to close\n\n{WALL}", encoding="utf-8")
    (tmp_path / "wall.json").write_text(json.dumps({"title": "Bridge", "text": WALL}), encoding="utf-8")
    lines = [{"title": "Bridge", "text": WALL}, {"title": "Barn burns", "text": BRIEF}]
    (tmp_path / "two.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (tmp_path / "wall.html").write_text(f"<html><body><h1>Bridge</h1><p>{WALL}</p></body></html>", encoding="utf-8")
    entries = list(read_articles(tmp_path))
    assert [entry.title for entry in entries if isinstance(entry, Article)] == ["Barn burns"]
    skipped = {entry.path: entry.reason for entry in entries if isinstance(entry, Skip)}
    assert skipped.keys() == {"wall.txt", "wall.md", "wall.json", "two.jsonl:1", "wall.html"}
    assert all("not an article" in reason for reason in skipped.values())
