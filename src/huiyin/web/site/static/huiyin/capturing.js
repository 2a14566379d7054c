// SPDX-License-Identifier: Apache-2.0
// Capturing by keyboard and by touch: j k move, Enter confirms, e corrects, x leaves out; what is selected is added by 1 to 5.

const part = document.getElementById("capture");
const adding = document.getElementById("adding");
let here = "";

const rows = () => [...part.querySelectorAll("[data-caught]")];

function go(step) {
  const some = rows();
  if (!some.length) return;
  const at = some.findIndex((row) => row.id === here);
  const to = at < 0 ? (step > 0 ? 0 : some.length - 1) : Math.max(0, Math.min(some.length - 1, at + step));
  choose(some[to]);
}

function choose(row) {
  for (const one of rows()) one.classList.toggle("is-here", one === row);
  here = row?.id ?? "";
  row?.querySelector("[data-do=confirm]")?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "nearest" });
}

function press(what) {
  const some = rows();
  const row = some.find((one) => one.id === here) ?? some[0];
  if (!row) return;
  here = row.id;
  row.querySelector(`[data-do=${what}]`)?.click();
}

// A row that is settled goes; the one behind it is next.
part.addEventListener("submit", (event) => {
  const some = rows();
  const at = some.indexOf(event.target.closest("[data-caught]"));
  if (at >= 0) here = (some[at + 1] ?? some[at - 1])?.id ?? "";
}, true);

// What is selected inside one utterance, in code points of its text.
function selected() {
  const chosen = document.getSelection();
  if (!chosen || chosen.isCollapsed || !chosen.rangeCount) return null;
  const range = chosen.getRangeAt(0);
  const inside = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest("[data-words]");
  const words = inside(range.startContainer);
  if (!words || inside(range.endContainer) !== words || !part.contains(words)) return null;
  const before = document.createRange();
  before.setStart(words, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const start = [...before.toString()].length;
  const length = [...range.toString()].length;
  const said = words.closest("[data-said]");
  return length ? { said, start, end: start + length } : null;
}

function offer() {
  const found = selected();
  adding.hidden = !found;
  if (!found) return;
  adding.elements.utterance.value = found.said.dataset.said;
  adding.elements.edition.value = found.said.dataset.edition;
  adding.elements.start.value = found.start;
  adding.elements.end.value = found.end;
}

document.addEventListener("selectionchange", offer);
adding.addEventListener("submit", () => setTimeout(() => document.getSelection()?.removeAllRanges(), 50));

const KEYS = {
  j: () => go(1),
  k: () => go(-1),
  e: () => press("correct"),
  x: () => press("reject"),
  "?": () => document.querySelector('[data-opens="keys"]')?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open]")) return;
  if (!adding.hidden && /^[1-5]$/.test(event.key)) {
    event.preventDefault();
    adding.querySelectorAll("[data-kind]")[event.key - 1].click();
    return;
  }
  if (event.key === "Enter" && !event.target.closest("a, button, summary")) {
    event.preventDefault();
    press("confirm");
    return;
  }
  if (KEYS[event.key]) { event.preventDefault(); KEYS[event.key](); }
});

// After the part was shown anew: the place is found again, and the end of the transcript stays in sight.
function again() {
  window.htmx?.process(part);
  const row = document.getElementById(here);
  if (row) choose(row);
  const said = part.querySelector(".said");
  if (said && document.getSelection()?.isCollapsed !== false) said.scrollTop = said.scrollHeight;
}
part.addEventListener("live:shown", again);
part.addEventListener("htmx:afterSwap", again);
again();
