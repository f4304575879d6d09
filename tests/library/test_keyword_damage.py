"""A damaged keyword index is noticed, opened or not, and made anew from the catalogue; a panic in it is an error."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import tantivy
from bag_of_words import BagOfWords
from conftest import MakeArticle
from consistency import assert_consistent

from assistant.errors import LibraryError
from assistant.library.disk import keywords
from assistant.library.disk.folder import writer_lock
from assistant.library.disk.keyword_files import KeywordFiles, KeywordsDamaged
from assistant.library.store import Library
from assistant.types import Article

TOPICS = ("budget", "floods", "taxes", "harbour", "trains")
QUESTION = "council budget floods"
SUFFIXES = (".idx", ".term", ".fast", ".fieldnorm", ".store", ".pos")


@pytest.fixture
def filled(folder: Path, embed: BagOfWords, make: MakeArticle) -> Path:
    """The folder of a closed library; its keyword index has two segments, one of them with deletions."""
    with opened(folder, embed) as library:
        library.ingest([make(topic) for topic in TOPICS[:3]], folder=None, embed=embed)
        library.ingest([make(topic) for topic in TOPICS[3:]], folder=None, embed=embed)
        library.remove("trains")
    return folder


def opened(folder: Path, embed: BagOfWords) -> Library:
    return Library.open(folder, embedder_name=embed.name, dimension=embed.dimension)


def search(library: Library) -> list[int]:
    return sorted(number for number, _ in library.find_keywords(QUESTION, top_k=50))


def flip(file: Path, *, at: float = 0.4) -> None:
    content = bytearray(file.read_bytes())
    content[int(at * len(content))] ^= 0x55
    with file.open("r+b") as stream:
        stream.write(content)


def files(folder: Path, suffix: str) -> list[Path]:
    return sorted((folder / "tantivy").glob(f"*{suffix}"))


def test_what_tantivy_writes_is_sound_and_counted(filled: Path) -> None:
    kept = KeywordFiles(filled / "tantivy")
    kept.check()
    assert kept.count() == 4
    assert KeywordFiles(filled / "nothing").count() == 0
    assert {path.suffix for path in (filled / "tantivy").iterdir()} >= {*SUFFIXES, ".del"}


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".del"])
def test_no_changed_byte_passes_for_sound(filled: Path, suffix: str) -> None:
    file = files(filled, suffix)[0]
    whole = file.read_bytes()
    body = whole.rindex(b'{"version"')
    for place in {0, body // 3, body // 2, body - 1, len(whole) - 1, len(whole) - 5, len(whole) - 12}:
        for bit in (1, 128):
            file.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])
            with pytest.raises(KeywordsDamaged, match=f"{file.name} was changed"):
                KeywordFiles(filled / "tantivy").check()
    file.write_bytes(whole)
    KeywordFiles(filled / "tantivy").check()


@pytest.mark.parametrize("is_open", [False, True])
@pytest.mark.parametrize("damage", ["flip", "cut", "delete"])
def test_a_damaged_file_is_noticed_and_the_index_made_anew(
    filled: Path, embed: BagOfWords, damage: str, is_open: bool
) -> None:
    for suffix in (".del", *SUFFIXES, "meta.json"):
        with opened(filled, embed) as library:
            if is_open:
                assert search(library) == [1, 2, 3, 4]
            file = files(filled, suffix)[0]
            if damage == "flip":
                flip(file)
            elif damage == "cut":
                os.truncate(file, file.stat().st_size // 2)
            else:
                file.unlink()

            # a deleted file that is open is whole in memory, and missed by the next who opens the index
            assert search(library) == [1, 2, 3, 4], suffix
            assert library.rarity(["council"])["council"] < library.rarity(["floods"])["floods"], suffix
        with opened(filled, embed) as library:
            assert search(library) == [1, 2, 3, 4], suffix
        assert_consistent(filled)


@pytest.mark.parametrize("suffix", [".idx", ".term", ".fast", ".store", "meta.json"])
def test_an_ingest_into_a_damaged_index_mends_it_first(
    filled: Path, embed: BagOfWords, make: MakeArticle, suffix: str
) -> None:
    flip(files(filled, suffix)[0], at=0.01)

    with opened(filled, embed) as library:
        assert library.ingest([make("roads")], folder=None, embed=embed).added == 1
    assert_consistent(filled)


def test_an_index_that_another_catalogue_was_indexed_in_is_made_anew(
    filled: Path, tmp_path: Path, embed: BagOfWords, make: MakeArticle
) -> None:
    """Sound files, and not those of this library."""
    with opened(tmp_path / "other", embed) as other:
        other.ingest([make("harbour")], folder=None, embed=embed)
    for file in (filled / "tantivy").iterdir():
        file.unlink()
    for file in (tmp_path / "other" / "tantivy").iterdir():
        file.rename(filled / "tantivy" / file.name)

    with opened(filled, embed) as library:
        assert search(library) == [1, 2, 3, 4]
    assert_consistent(filled)


def test_while_somebody_writes_damage_is_told(filled: Path, embed: BagOfWords) -> None:
    with opened(filled, embed) as library:
        search(library)
        flip(files(filled, ".idx")[0])
        with writer_lock(filled), pytest.raises(KeywordsDamaged, match=r"damaged: .*idx was changed.*dateline rebuild"):
            library.find_keywords(QUESTION, top_k=5)
        assert search(library) == [1, 2, 3, 4]


def test_a_panic_of_tantivy_is_an_error(filled: Path, embed: BagOfWords, monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks are taken away here: they keep such a file from being opened."""
    query = tantivy.Query.term_query(tantivy.Index.open(str(filled / "tantivy")).schema, "text", "council", "freq")
    file = next(file for file in files(filled, ".idx") if _panics(file, query))
    monkeypatch.setattr(KeywordFiles, "check", lambda self, *, anew=False: None)
    monkeypatch.setattr(KeywordFiles, "require_unchanged", lambda self: None)
    index = keywords.KeywordIndex(filled)

    with pytest.raises(LibraryError, match=r"keyword index cannot be searched.*dateline rebuild") as caught:
        index.search("council", 5, keywords.Scope())

    assert type(caught.value.__cause__).__name__ == "PanicException", file
    assert not isinstance(caught.value.__cause__, Exception)


def _panics(file: Path, query: tantivy.Query) -> bool:
    """Whether some byte of the file, which is left changed then, makes Tantivy panic."""
    whole = file.read_bytes()
    for place in range(len(whole) - 150):
        _put(file, whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            tantivy.Index.open(str(file.parent)).searcher().search(query, limit=5)
        except Exception:
            continue
        except BaseException:
            return True
    _put(file, whole)
    return False


def _put(file: Path, content: bytes) -> None:
    """Another file in the place of this one, which Tantivy may still have in its memory."""
    fresh = file.with_name("fresh")
    fresh.write_bytes(content)
    fresh.replace(file)


def test_a_file_that_is_cut_while_it_is_open_does_not_end_the_process(folder: Path, embed: BagOfWords) -> None:
    """Reading behind the end of a mapped file is a bus error, which no program can catch."""
    text = " ".join(f"word{number}x{number * 7919 % 1000}" for number in range(4000))
    with opened(folder, embed) as library:
        library.ingest([Article("long", text)], folder=None, embed=embed)
    code = """
        import os, sys
        from pathlib import Path
        from bag_of_words import BagOfWords
        from assistant.library.store import Library
        embed, folder = BagOfWords(), Path(sys.argv[1])
        with Library.open(folder, embedder_name=embed.name, dimension=embed.dimension) as library:
            library.find_keywords("word3x757", top_k=5)
            (file,) = (folder / "tantivy").glob("*.term")
            assert file.stat().st_size > 9_000
            os.truncate(file, 100)
            print(len(library.find_keywords("word3999x81 word2000x0 word3x757", top_k=50)))
    """
    command = [sys.executable, "-c", textwrap.dedent(code), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent)
    assert (done.returncode, done.stdout.split()) == (0, ["3"]), done.stderr
