// Adding articles: files are uploaded through Gradio, then the server takes them in while this page looks on.

import { show } from "./asking.js";
import { archiveChanged, call, complain, inArchive, openArchive } from "./archive.js";
import { draw, find, gradio } from "./desk.js";
import { chosenFiles, droppedFiles } from "./dropping.js";
import { saveFile } from "./saving.js";

const AT_ONCE = 3; // files on their way at the same time
const LOOK = { near: 700, far: 3000, idle: 10000 }; // milliseconds between two looks at an ingest
const MEGABYTE = 1024 * 1024;
const KEPT = "dateline-ingest"; // under which the browser remembers its ingest until it has ended, and the tab its report

let limits = { limit: 50, most: 5000 };
let uploading = null; // the upload under way: whether it was stopped, and what stops it
let looking = null; // the timer of the next look
let skipped = []; // files that this browser did not send, with reasons

const remembered = () => sessionStorage.getItem(KEPT) ?? localStorage.getItem(KEPT) ?? "";

function remember(ingest) {
  sessionStorage.setItem(KEPT, ingest);
  localStorage.setItem(KEPT, ingest);
}

function forgetIngest() {
  sessionStorage.removeItem(KEPT);
  localStorage.removeItem(KEPT);
}

/** Hears the drop zone and the choosers. */
export function startAdding() {
  const zone = find(".dropzone");
  for (const input of [find("#choose-files"), find("#choose-folder")]) {
    input.addEventListener("change", () => {
      add(chosenFiles(input));
      input.value = "";
    });
  }
  for (const type of ["dragenter", "dragover"]) {
    zone.addEventListener(type, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    });
  }
  zone.addEventListener("dragleave", (event) => zone.contains(event.relatedTarget) || zone.classList.remove("over"));
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    add(await droppedFiles(event.dataTransfer));
  });
  gradio.element.addEventListener("dateline:view", viewed);
  if (remembered()) look();
}

async function viewed() {
  clearTimeout(looking);
  if (inArchive()) limits = { ...limits, ...(await openArchive()) };
  if (inArchive()) find(".drop-limit").textContent = `up to ${limits.limit} MB a file`;
  if (inArchive() || remembered()) look();
}

export const chooseFiles = () => find("#choose-files").click();
export const chooseFolder = () => find("#choose-folder").click();

/** Stops what is under way: the upload, or the ingest that came of it. */
export function cancelAdding() {
  if (uploading) uploading.stop();
  else call("cancel_ingest", { ingest: remembered() });
  find(".ingest-doing").textContent = "Stopping …";
  find(".cancel-adding").disabled = true;
}

/** Takes in what an ingest that was stopped has left. */
export async function goOn() {
  begun(await call("go_on"));
}

async function add(files) {
  complain();
  if (uploading) return complain("Files are on their way already. Add these when they have arrived.");
  if (!files.length) return complain("There were no files in what you added.");
  if (files.length > limits.most) {
    return complain(
      `These are ${files.length.toLocaleString("en")} files; ${limits.most.toLocaleString("en")} can be added at once. ` +
        "Add them in parts or as a zip file, or run “dateline ingest FOLDER” where Dateline runs.",
    );
  }
  draw(find(".report-slot"), "");
  skipped = [];
  unsent();
  const mine = (uploading = { stopped: false });
  const stop = new Promise((resolve) => {
    mine.stop = () => resolve((mine.stopped = true));
  });
  const arrived = [];
  await Promise.race([uploadAll(files, arrived, mine), stop]);
  uploading = null;
  if (mine.stopped) return ended("The upload was cancelled. Nothing was added.");
  if (!arrived.length) return ended();
  begun(await call("add_files", { files: arrived, unsent: skipped }));
}

// A few files at a time; what does not arrive is skipped with its reason.
async function uploadAll(files, arrived, mine) {
  const waiting = [...files];
  const all = files.reduce((sum, { file }) => sum + file.size, 0);
  let sent = 0;
  const worker = async () => {
    while (waiting.length && !mine.stopped) {
      const next = waiting.shift();
      progress({
        doing: "Uploading",
        figures: `${(files.length - waiting.length).toLocaleString("en")} of ${files.length.toLocaleString("en")} ${files.length === 1 ? "file" : "files"}`,
        current: next.name,
        share: all ? sent / all : null,
      });
      const path = await uploadOne(next);
      if (path) arrived.push({ path, name: next.name });
      sent += next.file.size;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function uploadOne({ file, name }) {
  if (file.size > limits.limit * MEGABYTE) {
    const size = (file.size / MEGABYTE).toFixed(0);
    skipped.push({ name, reason: `is ${size} MB large; the limit is ${limits.limit} MB. DATELINE_UPLOAD_LIMIT raises it.` });
    return null;
  }
  try {
    return (await gradio.upload(file)).path;
  } catch {
    skipped.push({ name, reason: "could not be uploaded. Its file may have changed, or Dateline has no room for it." });
    return null;
  }
}

// The server has taken the files, or has not.
function begun(answer) {
  if (answer.problem) return ended(answer.problem);
  remember(answer.ingest);
  draw(find(".report-slot"), "");
  progress({ doing: "Taking the files in" });
  look();
}

// Looks how the ingest stands, and again later while there is something to see.
async function look() {
  clearTimeout(looking);
  const standing = await call("look_ingest", { ingest: remembered() });
  if (uploading) return;
  const running = standing.state === "running" || standing.state === "waiting";
  if (running) progress(standing);
  else if (remembered() && standing.report) report(standing);
  else if (!standing.problem) find(".ingest").hidden = true;
  if (standing.state === "none" || (standing.state && !standing.mine && running)) forgetIngest();
  clearTimeout(looking);
  if (running && (standing.mine || inArchive())) looking = setTimeout(look, inArchive() ? LOOK.near : LOOK.far);
  else if (inArchive()) looking = setTimeout(look, LOOK.idle);
}

function progress({ doing, figures = "", current = "", share = null, mine = true }) {
  find(".ingest").hidden = false;
  if (find(".ingest-doing").textContent !== doing) find(".ingest-doing").textContent = doing;
  find(".ingest-figures").textContent = figures;
  find(".ingest-current").textContent = current;
  const bar = find(".ingest-bar");
  if (share === null || share === undefined) bar.removeAttribute("value");
  else bar.value = share;
  const cancel = find(".cancel-adding");
  cancel.hidden = !mine;
  if (!find(".ingest-doing").textContent.startsWith("Stopping")) cancel.disabled = false;
}

function ended(problem) {
  find(".ingest").hidden = true;
  find(".cancel-adding").disabled = false;
  complain(problem);
  unsent();
}

function report(standing) {
  find(".ingest").hidden = true;
  find(".cancel-adding").disabled = false;
  sessionStorage.setItem(KEPT, remembered());
  localStorage.removeItem(KEPT);
  const before = find(".report-slot").innerHTML;
  draw(find(".report-slot"), standing.report);
  show(standing);
  if (before !== find(".report-slot").innerHTML) archiveChanged();
}

// Where nothing was sent there is no report but this.
function unsent() {
  const list = find(".unsent");
  list.hidden = !skipped.length;
  list.replaceChildren(
    ...skipped.map(({ name, reason }) => {
      const item = document.createElement("li");
      const path = document.createElement("bdi");
      path.className = "skip-path";
      path.textContent = name;
      item.append(path, ` ${reason}`);
      return item;
    }),
  );
}

/** Saves what the ingest skipped and noted as a file. */
export async function saveProblems() {
  const { csv, problem } = await call("ingest_problems", { ingest: remembered() });
  complain(problem);
  if (csv) saveFile("dateline-skipped.csv", csv, "text/csv");
}
