"""Settings come from the environment, and a key never leaves them."""

import pytest

from assistant.errors import SettingsError
from assistant.settings import Settings, read_settings, shipped


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_MODEL", "ollama:llama3.2")
    monkeypatch.setenv("DATELINE_PORT", "8123")
    settings = read_settings()
    assert (settings.model, settings.port) == ("ollama:llama3.2", 8123)


def test_proxies_are_named_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().trusted_proxies == ()
    monkeypatch.setenv("DATELINE_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8,2001:db8::1")
    assert read_settings().trusted_proxies == ("127.0.0.1", "10.0.0.0/8", "2001:db8::1")


def test_the_caller_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_PORT", "8123")
    assert read_settings(port=9000).port == 9000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"),
        ("MODEL_TIMEOUT", "-1"),
        ("ANSWER_LENGTH", "0"),
        ("TRUSTED_PROXIES", "*"),
        ("TRUSTED_PROXIES", "10.0.0.1, proxy"),
    ],
)
def test_a_value_that_cannot_be_used_names_its_variable(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"DATELINE_{name}", value)
    with pytest.raises(SettingsError, match=f"DATELINE_{name}"):
        read_settings()


@pytest.mark.parametrize("name", ["model_key", "password", "chroma_url"])
def test_a_secret_is_never_shown(name: str) -> None:
    settings = Settings(**{name: "sk-secret"})
    assert "sk-secret" not in repr(settings)
    assert "sk-secret" not in settings.model_dump_json()


def test_prompts_and_the_demo_archive_come_along() -> None:
    assert list(shipped("prompts").glob("*.txt"))
    assert (shipped("corpus") / "README.md").is_file()
