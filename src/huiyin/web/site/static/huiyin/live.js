// SPDX-License-Identifier: Apache-2.0
// Parts of a page that follow a live channel: pushed as a stream, asked for every few seconds where no stream comes through.
// A part is <div data-live="channel" data-live-version="7">; what is being typed or selected in it is never lost.

const FAILURES = 2;
const OPENS_WITHIN = 8000;
const ASKS_EVERY = 3000;
const STREAM_AGAIN = 60000;
const HIDDEN_FOR = 30000;

const parts = new Map();
for (const part of document.querySelectorAll("[data-live]")) parts.set(part.dataset.live, part);
const lang = document.documentElement.lang.startsWith("en") ? "en" : "zh";
const origin = document.body.dataset.liveOrigin || "";
const held = new Map();
let source = null;
let failures = 0;
let timer = 0;
let opening = 0;
let stopped = parts.size === 0;

const address = (base, tail) => {
  const since = [...parts].filter(([, part]) => part.dataset.liveVersion).map(([name, part]) => `${name}=${part.dataset.liveVersion}`);
  const query = new URLSearchParams({ lang, since: since.join(",") });
  return `${base}/live/${[...parts.keys()].map(encodeURIComponent).join(",")}${tail}?${query}`;
};

function show({ channel, version, html }) {
  const part = parts.get(channel);
  if (!part || Number(part.dataset.liveVersion || -1) >= version) return; // what was asked for may overtake the stream
  if (selecting(part)) {
    if (!held.has(channel)) document.addEventListener("selectionchange", () => setTimeout(release, 400, channel), { once: true });
    held.set(channel, { channel, version, html });
    return;
  }
  if (pressed === part) {
    held.set(channel, { channel, version, html });
    return;
  }
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const typed = [...part.querySelectorAll("input, textarea, select")].filter(changed);
  if (typed.some((field) => !field.id || !fresh.content.getElementById(field.id))) {
    if (!held.has(channel)) part.addEventListener("focusout", () => setTimeout(release, 200, channel), { once: true });
    held.set(channel, { channel, version, html });
    return;
  }
  held.delete(channel);
  const focus = part.contains(document.activeElement) ? document.activeElement.id : "";
  for (const one of part.querySelectorAll("details[open][id]")) {
    const again = fresh.content.getElementById(one.id);
    if (again) again.open = true;
  }
  for (const field of typed) fresh.content.getElementById(field.id).value = field.value;
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  for (const form of fresh.content.querySelectorAll('form[method="post"]')) {
    if (token && !form.elements.csrfmiddlewaretoken) form.prepend(token.cloneNode());
  }
  part.replaceChildren(fresh.content);
  part.dataset.liveVersion = version;
  if (focus) document.getElementById(focus)?.focus();
  part.dispatchEvent(new CustomEvent("live:shown", { bubbles: true }));
}

// A part is not changed under a finger: what comes between press and release waits for the click.
let pressed = null;
document.addEventListener("pointerdown", (event) => { pressed = event.target.closest("[data-live]"); });
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    const part = pressed;
    pressed = null;
    if (part && held.has(part.dataset.live)) setTimeout(release, 50, part.dataset.live);
  });
}

function release(channel) {
  const fragment = held.get(channel);
  held.delete(channel);
  if (fragment) show(fragment);
}

function selecting(part) {
  const chosen = document.getSelection();
  return Boolean(chosen && !chosen.isCollapsed && part.contains(chosen.anchorNode));
}

function changed(field) {
  if (field.type === "hidden") return false;
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") return [...field.options].some((one) => one.selected !== one.defaultSelected);
  return field.value !== field.defaultValue;
}

function forget(channel) {
  parts.delete(channel);
  if (parts.size === 0) stop();
}

function pause() {
  clearTimeout(timer);
  clearTimeout(opening);
  source?.close();
  source = null;
}

function stop() {
  stopped = true;
  pause();
}

function stream() {
  pause();
  if (stopped) return;
  const own = new EventSource(address(origin, ""), { withCredentials: true });
  source = own;
  const fail = () => {
    if (source !== own) return;
    pause();
    failures += 1;
    if (failures >= FAILURES) ask(Date.now() + STREAM_AGAIN);
    else timer = setTimeout(stream, 500 + Math.random() * 1500);
  };
  opening = setTimeout(fail, OPENS_WITHIN);
  own.onopen = () => {
    clearTimeout(opening);
    failures = 0;
  };
  own.onerror = fail;
  own.addEventListener("fragment", (event) => show(JSON.parse(event.data)));
  own.addEventListener("gone", (event) => forget(JSON.parse(event.data).channel));
}

async function ask(until) {
  clearTimeout(timer);
  if (stopped) return;
  if (origin && Date.now() > until) {
    failures = FAILURES - 1;
    stream();
    return;
  }
  try {
    const answer = await fetch(address("", "/now"), { cache: "no-store" });
    if (answer.ok || answer.status === 404) {
      const told = await answer.json();
      told.fragments.forEach(show);
      told.gone.forEach(forget);
    }
  } catch { /* the network is away: it is asked again */ }
  if (!stopped && !document.hidden) timer = setTimeout(ask, ASKS_EVERY * (0.8 + Math.random() * 0.4), until);
}

function begin() {
  if (stopped || document.hidden) return;
  failures = 0;
  if (origin) stream();
  else ask(Infinity);
}

// A part that knows that something changed asks at once, whatever way the page follows.
document.addEventListener("live:ask", async () => {
  if (stopped) return;
  try {
    const answer = await fetch(address("", "/now"), { cache: "no-store" });
    if (answer.ok) (await answer.json()).fragments.forEach(show);
  } catch { /* it comes by the stream, or when it is asked the next time */ }
});

let hidden = 0;
document.addEventListener("visibilitychange", () => {
  clearTimeout(hidden);
  if (document.hidden) hidden = setTimeout(pause, HIDDEN_FOR);
  else if (!source) begin();
});
window.addEventListener("online", begin);
window.addEventListener("pagehide", pause);
window.addEventListener("pageshow", (event) => { if (event.persisted) begin(); });
begin();
