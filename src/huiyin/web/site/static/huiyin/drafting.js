// SPDX-License-Identifier: Apache-2.0
// A draft as it is written: rows of suggestions, and text that is kept in this browser until the server has it.

const form = document.getElementById("draft");
const list = form?.querySelector("[data-asks]");
const pattern = document.getElementById("ask-row");
const key = `huiyin:draft:${form?.dataset.uid}`;

// Rows.
form?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  const row = button.closest(".ask-row");
  const act = button.dataset.do;
  event.preventDefault();
  if (act === "add") {
    list.append(pattern.content.cloneNode(true));
    list.lastElementChild.querySelector("textarea").focus();
    return;
  }
  if (act === "remove") (row.nextElementSibling ?? row.previousElementSibling ?? form).querySelector("textarea")?.focus();
  if (act === "remove") row.remove();
  if (act === "up" && row.previousElementSibling) row.previousElementSibling.before(row);
  if (act === "down" && row.nextElementSibling) row.nextElementSibling.after(row);
  if (act !== "remove") button.focus();
  form.dispatchEvent(new Event("change", { bubbles: true }));
});

// What was typed is kept here until the server has said that it holds it.
const NOT_TYPED = /^(csrfmiddlewaretoken|do|(.+[-_])?version)$/;
const typed = () => [...new FormData(form)].filter(([name, value]) => !NOT_TYPED.test(name) && typeof value === "string");
let beginning = form ? JSON.stringify(typed()) : "";
let sent = "";

function keep() {
  const now = JSON.stringify(typed());
  if (now !== beginning) localStorage.setItem(key, JSON.stringify({ at: Date.now(), said: now }));
}
form?.addEventListener("input", keep);
form?.addEventListener("change", keep);
form?.addEventListener("submit", keep);

document.body.addEventListener("htmx:configRequest", (event) => {
  if (event.target.id === "saved") sent = JSON.stringify(typed());
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.target.id !== "saved") return;
  if (event.detail.successful) {
    beginning = sent;
    if (JSON.stringify(typed()) === sent) localStorage.removeItem(key);
    document.body.dispatchEvent(new Event("draft-saved"));
  }
});

// On coming back: offer what the server does not have.
const offer = document.getElementById("kept");
const held = form ? JSON.parse(localStorage.getItem(key) ?? "null") : null;
if (held && held.said === beginning) localStorage.removeItem(key);
else if (held && offer && !form.querySelector("[name=over_version]")) {
  document.getElementById("kept-at").textContent = new Date(held.at).toLocaleString();
  offer.hidden = false;
}

function bring(pairs) {
  const asks = pairs.filter(([name]) => name === "ask").length;
  while (list.children.length > Math.max(1, asks)) list.lastElementChild.remove();
  while (list.children.length < asks) list.append(pattern.content.cloneNode(true));
  const seen = {};
  for (const [name, value] of pairs) {
    const n = (seen[name] = (seen[name] ?? -1) + 1);
    const fields = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].filter((one) => !one.closest("template"));
    const field = fields[n] ?? fields[0];
    if (!field) continue;
    if (field.type === "radio") for (const one of fields) one.checked = one.value === value;
    else if (field.type === "checkbox") field.checked = true;
    else field.value = value;
  }
  form.dispatchEvent(new Event("change", { bubbles: true }));
}
document.getElementById("kept-back")?.addEventListener("click", () => {
  bring(JSON.parse(held.said));
  offer.hidden = true;
});
document.getElementById("kept-drop")?.addEventListener("click", () => {
  localStorage.removeItem(key);
  offer.hidden = true;
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-drop-kept]")) localStorage.removeItem(key);
});

// The name of a proposing body is asked only of bodies.
const kind = form?.querySelector("[name=kind]");
const collective = form?.querySelector("[data-collective]");
const follow = () => { collective.hidden = ["individual", "joint"].includes(kind.value); };
if (kind && collective) { kind.addEventListener("change", follow); follow(); }
