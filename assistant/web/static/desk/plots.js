// Plots: drawn by Plotly in the page's colours once they come into view, and taken away as pictures.

import { find, gradio } from "./desk.js";

const QUIET = { displayModeBar: false, displaylogo: false, showTips: false, scrollZoom: false, doubleClick: false, responsive: true };
const PICTURE = { width: 960, height: 540 };
const NAMED = /^var\((--[\w-]+)\)$/;

let plotly = null; // the promise of the script, which is large and asked for at the first plot
const shown = new Set(); // plots that are drawn

/** Draws every plot that comes into the page, as soon as it is about to be seen. */
export function startPlots() {
  const seen = new IntersectionObserver((entries) => {
    for (const { target } of entries.filter((entry) => entry.isIntersecting)) {
      seen.unobserve(target);
      draw(target);
    }
  }, { rootMargin: "200px" });
  const added = new MutationObserver((changes) => {
    if (!changes.some((change) => change.addedNodes.length)) return;
    for (const plot of gradio.element.querySelectorAll(".plot[data-plot]:not([data-met])")) {
      plot.dataset.met = "true";
      seen.observe(plot);
    }
  });
  added.observe(gradio.element, { childList: true, subtree: true });
  gradio.element.addEventListener("dateline:view", fit);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  for (const root of [document.documentElement, document.body]) {
    new MutationObserver(repaint).observe(root, { attributes: true, attributeFilter: ["class", "data-theme", "style"] });
  }
}

/** Saves a plot as a picture of its own, with what its colours mean and what it is about. */
export async function savePlot(button) {
  const plot = find(".plot", button.closest("figure"));
  const { data, layout } = painted(plot);
  const named = new Set();
  for (const trace of data) {
    trace.showlegend = !named.has(trace.name);
    named.add(trace.name);
  }
  const whole = {
    ...layout,
    ...PICTURE,
    // The page's own fonts do not go with the picture, and its text was measured in them.
    font: { ...layout.font, family: "Arial, Helvetica, sans-serif" },
    showlegend: true,
    legend: { orientation: "h", y: -0.16, traceorder: data[0].type === "bar" ? "normal" : "reversed" },
    margin: { l: 24, r: 24, t: 72, b: 24 },
    paper_bgcolor: colourOf("--paper"),
    title: { text: escaped(titleOf(plot)), x: 0.03, font: { size: 17, color: colourOf("--ink") } },
  };
  const filename = `dateline ${plot.closest("[data-name]").dataset.name}`;
  (await load()).downloadImage({ data, layout: whole }, { format: button.dataset.format, ...PICTURE, scale: 2, filename });
}

function titleOf(plot) {
  const question = plot.closest(".turn");
  return question ? find(".question", question).textContent : find(".label", plot.closest("[data-name]")).textContent;
}

async function draw(plot) {
  const slow = setTimeout(() => plot.setAttribute("aria-busy", "true"), 150);
  try {
    const library = await load();
    if (!plot.isConnected) return;
    const { data, layout } = painted(plot);
    await library.newPlot(plot, data, layout, QUIET);
    shown.add(plot);
    plot.on("plotly_click", ({ points }) => {
      plot.dispatchEvent(new CustomEvent("dateline:point", { bubbles: true, detail: points[0].customdata }));
    });
    plot.dataset.drawn = "true";
  } catch {
    plot.classList.add("undrawn");
    plot.textContent = "The plot cannot be drawn here. The numbers stand beside it.";
  } finally {
    clearTimeout(slow);
    plot.removeAttribute("aria-busy");
  }
}

function load() {
  plotly ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("dateline/plotly.js", document.baseURI);
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      plotly = null;
      script.remove();
      reject(new Error("Plotly did not come."));
    };
    document.head.append(script);
  });
  return plotly;
}

// A plot whose view was hidden while the window or the colours changed.
function fit() {
  for (const plot of shown) if (plot.isConnected && plot.offsetParent) window.Plotly.Plots.resize(plot);
}

let paper = "";
function repaint() {
  const now = colourOf("--paper");
  if (now === paper) return;
  paper = now;
  for (const plot of shown) {
    if (!plot.isConnected) {
      window.Plotly.purge(plot);
      shown.delete(plot);
      continue;
    }
    const { data, layout } = painted(plot);
    window.Plotly.react(plot, data, layout, QUIET);
  }
}

// The plot as Plotly takes it: names of the style sheet's variables become what they stand for now.
function painted(plot) {
  paper = colourOf("--paper");
  const known = new Map();
  return JSON.parse(plot.dataset.plot, (_, value) => {
    const name = typeof value === "string" && NAMED.exec(value)?.[1];
    if (!name) return value;
    if (!known.has(name)) known.set(name, ["--sans", "--serif"].includes(name) ? fontOf(name) : colourOf(name));
    return known.get(name);
  });
}

function colourOf(name) {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  gradio.element.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}

const fontOf = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// Plotly reads some HTML in what it writes.
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
