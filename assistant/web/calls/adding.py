"""What adding articles asks for: begin an ingest of uploaded files, follow it, stop it, save what it left out."""

import csv
import io
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from assistant.ingestion.problems import Problem, problems_of
from assistant.language.cells import one_line_cell
from assistant.types import IngestReport, Skip
from assistant.web.showing.ingests import Standing, render_report, render_stopped, standing_of
from assistant.web.visitors import owner_of
from assistant.web.working.ingesting import Ingest, Ingests
from assistant.web.working.names import safe_path
from assistant.web.working.uploads import MOST_FILES, UploadError, accepted

Asked = dict[str, Any]
Call = Callable[..., dict[str, Any]]

_OTHERS = "An ingest is running"
_QUEUED = "Waiting: another ingest is running, this one is next"
_REASON = 300
"""Characters of a reason that a browser gives."""


def adding_calls(ingests: Ingests, *, head: Callable[[], dict[str, Any]]) -> list[Call]:
    """The functions that adding articles calls.

    `head` gives what the page shows of the archive outside of this view.
    """

    def add_files(asked: Asked, request: gr.Request) -> dict[str, Any]:
        return _begun(ingests, owner_of(request), asked.get("files"), asked.get("unsent"))

    def go_on(_: Asked) -> dict[str, Any]:
        return {"ingest": ingests.begin(()).id}

    def look_ingest(asked: Asked) -> dict[str, Any]:
        return _looked(ingests, str(asked.get("ingest", "")), head)

    def cancel_ingest(asked: Asked) -> dict[str, Any]:
        ingests.cancel(str(asked.get("ingest")))
        return {}

    def ingest_problems(asked: Asked) -> dict[str, Any]:
        ingest = ingests.look(str(asked.get("ingest")))
        return {"csv": problems_csv(ingest.report) if ingest and ingest.report else ""}

    return [add_files, go_on, look_ingest, cancel_ingest, ingest_problems]


def problems_csv(report: IngestReport) -> str:
    """What a report skipped and noted as a table that spreadsheets open, and work nothing out of."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(Problem._fields)
    writer.writerows([one_line_cell(value or "") for value in problem] for problem in problems_of(report))
    return table.getvalue()


def _begun(ingests: Ingests, owner: str, files: object, unsent: object) -> dict[str, Any]:
    """The ingest of `files`, a list of `{path, name}` that an owner sent, and `{name, reason}` of those he did not."""
    try:
        pairs = [(str(file["path"]), str(file["name"])) for file in files if file] if isinstance(files, list) else []
        skips = [_unsent(file) for file in unsent[:MOST_FILES]] if isinstance(unsent, list) else []
        sent = partial(ingests.arrivals.sent_by, owner)
        uploaded = accepted(pairs, upload_folder=Path(get_upload_folder()), sent=sent)
        return {"ingest": ingests.begin(uploaded, unsent=skips).id}
    except (KeyError, TypeError):
        return {"problem": "The page sent no files that Dateline knows. Reload it and add them again."}
    except UploadError as error:
        return {"problem": str(error)}


def _unsent(file: dict[str, Any]) -> Skip:
    return Skip(str(safe_path(str(file["name"]))), str(file["reason"])[:_REASON])


def _looked(ingests: Ingests, ingest_id: str, head: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """How the ingest stands that a tab has begun, or that of somebody else; nothing where none is under way."""
    mine, running = ingests.look(ingest_id), ingests.running()
    if mine and mine.ended:
        return {"state": mine.state, "report": _report(mine), **head()}
    shown = mine or running
    if shown is None:
        return {"state": "none"}
    standing = _standing(ingests, shown) if shown.state == "running" else Standing(_QUEUED)
    if shown is not mine:
        standing = Standing(_OTHERS, standing.figures, share=standing.share)
    return {"state": shown.state, "mine": shown is mine, **asdict(standing)}


def _standing(ingests: Ingests, ingest: Ingest) -> Standing:
    return standing_of(ingest.progress, rate=ingest.rate, folder=str(ingests.folder))


def _report(ingest: Ingest) -> str:
    if ingest.report:
        return render_report(ingest.report, replaced=ingest.replaced)
    return render_stopped(ingest.problem or "")
