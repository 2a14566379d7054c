// SPDX-License-Identifier: Apache-2.0
// The hall: countdowns held against the time of the server, steps sent without leaving the page, and the keys of the chair.

const CLOCK = "/meetings/clock";
const TRIES = 3;
const NEAR = 60;
let ahead = 0; // how far the clock of the server runs ahead of ours, in milliseconds

async function hear() {
  let best = Infinity;
  for (let n = 0; n < TRIES; n += 1) {
    const asked = Date.now();
    try {
      const told = await (await fetch(CLOCK, { cache: "no-store" })).json();
      const took = Date.now() - asked;
      if (took < best) {
        best = took;
        ahead = told.now + took / 2 - Date.now();
      }
    } catch { return; /* the network is away: it is asked again when it is back */ }
  }
  tick();
}

function tick() {
  for (const at of document.querySelectorAll("[data-ends]")) {
    const left = Math.round((Number(at.dataset.ends) - Date.now() - ahead) / 1000);
    const whole = Math.abs(left);
    const said = `${left < 0 ? "+" : ""}${String(Math.floor(whole / 60)).padStart(2, "0")}:${String(whole % 60).padStart(2, "0")}`;
    if (at.textContent !== said) at.textContent = said;
    at.classList.toggle("is-over", left < 0);
    at.classList.toggle("is-near", left >= 0 && left < NEAR);
  }
}

if (document.querySelector(".countdown, [data-live]")) {
  hear();
  setInterval(tick, 250);
  window.addEventListener("online", hear);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) hear(); });
}

// Steps: sent in the background; what they changed comes live, a refusal is said above.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-quiet]") || event.defaultPrevented) return;
  event.preventDefault();
  const said = document.getElementById("messages");
  const offline = document.getElementById("offline");
  const body = new FormData(form, event.submitter);
  offline.hidden = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
    said.innerHTML = answer.ok ? "" : await answer.text();
    if (!answer.ok) return;
  } catch {
    offline.hidden = false; // nothing was done: the form stands as it is
    return;
  }
  form.reset();
  if (form.hasAttribute("data-resets")) form.querySelector("input[type=text]").focus();
  document.dispatchEvent(new CustomEvent("live:ask"));
}, true);

// The queue: one's own line on the phone, the chosen line of the chair.
let chosen = "";
function mark() {
  const mine = document.querySelector("[data-mine]")?.dataset.mine;
  for (const line of document.querySelectorAll("[data-participant]")) line.classList.toggle("is-mine", line.dataset.participant === mine);
  for (const line of document.querySelectorAll("[data-line]")) line.classList.toggle("is-here", line.dataset.line === chosen);
}
document.addEventListener("live:shown", () => { mark(); tick(); });
mark();

function move(by) {
  const lines = [...document.querySelectorAll("[data-line]")];
  if (!lines.length) return;
  const at = lines.findIndex((line) => line.dataset.line === chosen);
  chosen = lines[Math.max(0, Math.min(lines.length - 1, at + by))].dataset.line;
  mark();
  document.querySelector(".is-here")?.scrollIntoView({ block: "nearest" });
}

const press = (act) => document.querySelector(`[data-line="${chosen}"] [data-act="${act}"]`)?.click();
const MOVES = {
  j: () => move(1), k: () => move(-1), u: () => press("up"), d: () => press("down"),
  c: () => press("call"), "?": () => document.querySelector('[data-opens="keys"]')?.click(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog[open]")) return;
  const key = event.key.toLowerCase();
  const step = document.querySelector("[data-hall]") ? MOVES[key] : null;
  const button = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  const field = document.querySelector(`[data-focus="${CSS.escape(key)}"]`);
  if (!button && !field && !step) return;
  event.preventDefault();
  if (button) button.click();
  else if (field) field.focus();
  else step();
});
