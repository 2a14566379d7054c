// SPDX-License-Identifier: Apache-2.0
// The examination by keyboard: j k move, s chooses, Enter opens, f passes on, r returns, x refuses, a gives to a reviewer.

const form = document.getElementById("queue");
const rows = [...document.querySelectorAll("[data-row]")];
let at = -1;

function go(to) {
  if (!rows.length) return;
  rows[at]?.classList.remove("is-here");
  at = Math.max(0, Math.min(rows.length - 1, to));
  rows[at].classList.add("is-here");
  rows[at].querySelector("[data-open]").focus();
  rows[at].scrollIntoView({ block: "nearest" });
}

const boxes = () => [...(form?.querySelectorAll('[name="item"]') ?? [])];
function choose() {
  if (!boxes().some((box) => box.checked) && rows[at]) rows[at].querySelector('[name="item"]').checked = true;
  mark();
}
function mark() {
  for (const row of rows) row.classList.toggle("is-on", row.querySelector('[name="item"]').checked);
}
form?.addEventListener("change", mark);

function act(name) {
  choose();
  const button = form?.querySelector(`[data-act="${name}"]`);
  if (button) button.click();
}

const KEYS = {
  j: () => go(at + 1),
  k: () => go(at - 1),
  s: () => { if (rows[at]) { const box = rows[at].querySelector('[name="item"]'); box.checked = !box.checked; mark(); } },
  f: () => act(form?.dataset.pass),
  r: () => act("return"),
  x: () => act("refuse"),
  a: () => act("give"),
  "?": () => document.querySelector('[data-opens="keys"]')?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open]")) return;
  const step = KEYS[event.key];
  if (step) { event.preventDefault(); step(); }
});
mark();
