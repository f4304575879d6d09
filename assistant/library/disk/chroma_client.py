"""A client of a Chroma server that waits for no answer forever and says what a refusal means.

Chroma's own waits without end, also while it is being made, and raises a bare `Exception` for what is no answer of
Chroma's. Importing this module takes as long as importing chromadb.
"""

import httpx
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.api.fastapi import FastAPI
from chromadb.api.models.Collection import Collection
from chromadb.config import Settings, System
from chromadb.errors import error_types

from assistant.errors import LibraryError
from assistant.library.disk.address import Address

_CONNECT = 5.0
"""Seconds to wait for a connection."""

_ANSWER = 10.0
"""Seconds to wait for an answer."""

_BULK_ANSWER = 120.0
"""The same where many passages are put in or taken out."""

_SHOWN = 200
"""Most characters of an answer that are shown."""

_BULK = ("/add", "/upsert", "/delete")


class ServerClient:
    """What the library needs of a Chroma server, in the tenant and database of one address."""

    def __init__(self, address: Address, settings: Settings) -> None:
        settings.chroma_api_impl = "chromadb.api.fastapi.FastAPI"
        settings.chroma_server_host = address.url
        settings.chroma_server_http_port = address.port
        settings.chroma_server_ssl_enabled = address.secure
        settings.chroma_server_headers = dict(address.headers)
        self._tenant, self._database = address.tenant, address.database
        self._url = address.url
        self._api = FastAPI(System(settings))
        self._session = self._api._session
        self._session.timeout = httpx.Timeout(_ANSWER, connect=_CONNECT)
        self._session.event_hooks = {"request": [self._allow_time], "response": [self._look]}

    def get_or_create_collection(
        self, name: str, *, embedding_function: None, configuration: CreateCollectionConfiguration
    ) -> Collection:
        """The collection `name`, made if it is not there."""
        model = self._api.create_collection(
            name, configuration=configuration, get_or_create=True, tenant=self._tenant, database=self._database
        )
        return Collection(self._api, model, embedding_function=embedding_function)

    def get_collection(self, name: str, *, embedding_function: None) -> Collection:
        """The collection `name`; chromadb's NotFoundError where it is not there."""
        model = self._api.get_collection(name, tenant=self._tenant, database=self._database)
        return Collection(self._api, model, embedding_function=embedding_function)

    def delete_collection(self, name: str) -> None:
        """Deletes the collection `name`."""
        self._api.delete_collection(name, tenant=self._tenant, database=self._database)

    def close(self) -> None:
        """Ends the connections."""
        self._session.close()

    def _allow_time(self, request: httpx.Request) -> None:
        if request.url.path.endswith(_BULK):
            request.extensions["timeout"] = httpx.Timeout(_BULK_ANSWER, connect=_CONNECT).as_dict()

    def _look(self, response: httpx.Response) -> None:
        """Tells what is no answer of Chroma's; what is one is Chroma's client's to read."""
        if response.status_code in (401, 403):
            raise LibraryError(
                f"The Chroma server at {self._url} does not let Dateline in ({response.status_code}). Put its token "
                "into DATELINE_CHROMA_URL, as in https://token@host:8000, or name:password@ for a proxy that asks for "
                "an account."
            )
        response.read()
        if not response.is_success and not _is_chromas(response):
            raise httpx.HTTPStatusError(
                f"{self._url} answered {response.status_code} {response.text[:_SHOWN]}".rstrip(),
                request=response.request,
                response=response,
            )


def _is_chromas(response: httpx.Response) -> bool:
    try:
        told = response.json()
    except ValueError:
        return False
    return isinstance(told, dict) and told.get("error") in error_types and "message" in told
