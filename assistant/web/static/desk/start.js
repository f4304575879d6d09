// Starts the page: which part hears which click and which key.

import { cancelAdding, chooseFiles, chooseFolder, goOn, saveProblems, startAdding } from "./adding.js";
import { listArticles, removeArticle, restoreArticle, startArchive, toggleVersions } from "./archive.js";
import { ask, askAgain, gradioSettled, lookAfter, settle, show, stop } from "./asking.js";
import { begin, startConversations } from "./conversations.js";
import { copy, offerExport } from "./copying.js";
import { choosePeriod, startCoverage } from "./coverage.js";
import { find, findAll, gradio, narrow } from "./desk.js";
import { drop, editLimits, startLimits } from "./limits.js";
import { offerDeeds, pressedInList } from "./managing.js";
import { coverViews, lowerPanel, openSource, raisePanel, step } from "./panel.js";
import { startPeeks } from "./peek.js";
import { savePlot, startPlots } from "./plots.js";
import { close, markWrong, unmarkWrong } from "./remarks.js";
import { copyPart, save } from "./saving.js";
import { openSettings, startSettings } from "./settings.js";
import { closeDrawer, startSidebar, toggleSidebar } from "./sidebar.js";
import { startTimeline } from "./timeline.js";
import { startToast } from "./toast.js";
import { showView } from "./views.js";

const LOOK_AFTER = 4000;
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

const clicks = {
  "[data-article]": (button) => openSource(button).then(raisePanel),
  ".example": (button) => ask(button.textContent),
  ".again": (button) => askAgain(button.closest(".turn")),
  ".drop": drop,
  ".edit-limits": editLimits,
  ".manner": openSettings,
  "dialog .dismiss": (button) => button.closest("dialog").close(),
  ".forget": begin,
  ".begin": begin,
  ".stop": stop,
  ".choose-files": chooseFiles,
  ".choose-folder": chooseFolder,
  ".cancel-adding": cancelAdding,
  ".go-on": goOn,
  ".problems": saveProblems,
  ".more": () => listArticles(true),
  ".versions": toggleVersions,
  ".remove-article": removeArticle,
  ".restore-article": restoreArticle,
  ".close": lowerPanel,
  ".previous": () => step(-1),
  ".next": () => step(1),
  ".sidebar-toggle": toggleSidebar,
  ".sidebar-close": () => closeDrawer(),
  ".kept-more": offerDeeds,
  ".copy": copy,
  ".export": offerExport,
  ".wrong": markWrong,
  ".unmark": unmarkWrong,
  ".later": (button) => close(button.closest(".turn")),
  ".period": choosePeriod,
  ".save-plot": savePlot,
  ".save-csv": (button) => save(button, "csv", "text/csv", "csv"),
  ".save-markdown": (button) => save(button, "markdown", "text/markdown", "md"),
  ".copy-markdown": (button) => copyPart(button, "markdown"),
};

/** Called once, with what Gradio gives. */
export function start(given) {
  Object.assign(gradio, given);
  gradio.element.addEventListener("click", clicked);
  gradio.element.addEventListener("keydown", pressed);
  startSettings();
  startLimits();
  startPeeks();
  startArchive();
  startAdding();
  composer(find(".composer"), find("#question"));
  narrow.addEventListener("change", coverViews);
  document.addEventListener("dateline:settled", gradioSettled);
  setInterval(lookAfter, LOOK_AFTER);
  gradio.watch("value", () => show(gradio.props.value));
  show(gradio.props.value);
  settle();
  startToast(gradio.element);
  startSidebar();
  startConversations(gradio.element);
  startPlots();
  startTimeline();
  startCoverage();
  gradio.element.addEventListener("dateline:point", openFigure);
  window.addEventListener("hashchange", showView);
  showView();
  gradio.element.dataset.started = "true";
  if (!narrow.matches && !find(".talk").hidden) find("#question").focus({ preventScroll: true });
}

// A point of a plot opens the citation of its row in the table.
function openFigure({ target, detail }) {
  if (target.dataset.opens !== "figure") return;
  openSource(findAll("tbody [data-article]", target.closest(".figures"))[detail]).then(raisePanel);
}

function clicked(event) {
  const button = event.target.closest("button");
  const selector = button && Object.keys(clicks).find((one) => button.matches(one));
  if (selector) clicks[selector](button);
}

function pressed(event) {
  if (event.key === "Escape" && !closeDrawer()) lowerPanel();
  pressedInList(event);
  const by = STEPS[event.key];
  if (!by || event.altKey || event.ctrlKey || event.metaKey) return;
  const focus = event.target.closest("[data-article]");
  const inPanel = find(".panel").contains(event.target) && event.key !== "ArrowUp" && event.key !== "ArrowDown";
  if (!focus && !inPanel) return;
  event.preventDefault();
  step(by, focus);
}

// The box in which a question is typed: it grows with its lines, Enter sends it.
function composer(form, question) {
  const grow = () => {
    question.style.height = "auto";
    question.style.height = `${question.scrollHeight}px`;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!ask(question.value)) return;
    question.value = "";
    grow();
  });
  question.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  question.addEventListener("input", grow);
}
