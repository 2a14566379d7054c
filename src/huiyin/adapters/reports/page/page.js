// SPDX-License-Identifier: Apache-2.0
// The page works without this file: links are anchors. It adds filters, the other language, and jumps that keep place.
"use strict";
(() => {
  const root = document.documentElement;
  const by = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const words = JSON.parse(by("words").textContent);
  let lang = root.lang.startsWith("zh") ? "zh" : "en";
  const say = (key, params) =>
    ((words[key] || {})[lang] || key).replace(/\{(\w+)\}/g, (hole, name) =>
      params && name in params ? String(params[name]) : hole);

  // --- language -------------------------------------------------------------------------------------------------
  const speak = (next) => {
    lang = next;
    root.lang = lang === "zh" ? "zh-CN" : "en";
    for (const node of all("[data-w]")) {
      node.textContent = say(node.dataset.w, node.dataset.p ? JSON.parse(node.dataset.p) : null);
    }
    for (const node of all("[data-a]")) {
      for (const [name, key, params] of JSON.parse(node.dataset.a)) node.setAttribute(name, say(key, params));
    }
    for (const node of all(".ui[lang]")) node.lang = root.lang;
    const title = document.querySelector("title");
    title.textContent = [say("page.title"), title.dataset.subject].filter(Boolean).join(" · ");
    count();
  };

  // --- filters --------------------------------------------------------------------------------------------------
  const entries = all(".entry");
  const rows = new Map(all("[data-row]").map((row) => [row.dataset.row, row]));
  const texts = new Map();
  const wide = matchMedia("(min-width: 60em)");
  let shown = entries.length;
  const count = () => {
    const params = { n: shown, all: entries.length };
    by("shown").dataset.p = JSON.stringify(params);
    by("shown").textContent = say("page.shown", params);
  };
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ");
  const textOf = (entry) => {
    if (!texts.has(entry)) {
      texts.set(entry, fold(all("h4, blockquote, .facts dd, .evidence", entry).map((n) => n.textContent).join(" ")));
    }
    return texts.get(entry);
  };
  const chosen = () => ({
    find: fold(by("find").value.trim()),
    verdict: by("by-verdict").value, kind: by("by-kind").value, speaker: by("by-speaker").value,
    body: by("by-body").value, source: by("by-source").value,
  });
  const filter = () => {
    const want = chosen();
    const kept = new Set();
    for (const entry of entries) {
      const held = entry.dataset;
      const keep = (!want.verdict || held.verdict === want.verdict) && (!want.kind || held.kind === want.kind)
        && (!want.speaker || held.speaker === want.speaker) && (!want.source || held.source === want.source)
        && (!want.body || held.body.split(" ").includes(want.body)) && (!want.find || textOf(entry).includes(want.find));
      entry.hidden = !keep;
      if (keep) kept.add(entry.id.slice(2));
    }
    shown = kept.size;
    for (const [id, row] of rows) row.hidden = !kept.has(id);
    for (const body of all(".grid tbody")) body.hidden = !all("[data-row]:not([hidden])", body).length;
    for (const part of all(".of-source")) part.hidden = !all(".entry:not([hidden])", part).length;
    for (const part of all(".doc")) part.hidden = Boolean(want.source) && part.dataset.source !== want.source;
    for (const mark of all("a.m[data-f]")) mark.classList.toggle("off", !mark.dataset.f.split(" ").some((id) => kept.has(id)));
    by("nothing").hidden = shown > 0 || !entries.length;
    const active = Object.values(want).some(Boolean);
    by("filters").classList.toggle("active", active);
    count();
  };

  // --- jumps ----------------------------------------------------------------------------------------------------
  const view = (name) => {
    root.dataset.view = name;
    for (const button of all("#switch button")) button.setAttribute("aria-pressed", String(button.dataset.view === name));
  };
  const light = (id) => {
    for (const node of all(".on")) node.classList.remove("on");
    const entry = by(`f-${id}`);
    if (entry) entry.classList.add("on");
    for (const mark of all(`a.m[data-f~="${CSS.escape(id)}"]`)) mark.classList.add("on");
  };
  // what was left alone by the browser has its true height only once it is drawn: correct for a few frames
  const steady = (act, frames = 4) => {
    act();
    if (frames) requestAnimationFrame(() => steady(act, frames - 1));
  };
  const isInPane = (node) => {
    const box = node.getBoundingClientRect();
    const around = by("pane").getBoundingClientRect();
    return box.top >= around.top && box.bottom <= around.bottom;
  };
  const inPane = (node) => {
    const pane = by("pane");
    const gap = node.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTo({ top: pane.scrollTop + gap - pane.clientHeight / 3, behavior: "auto" });
  };
  let waiting = 0;
  const settle = () => {
    if (waiting) filter();
    clearTimeout(waiting);
    waiting = 0;
  };
  const jump = (hash, focus) => {
    settle();
    const target = hash.length > 1 && by(decodeURIComponent(hash.slice(1)));
    if (!target) return false;
    const [, to, id] = /^(f|q|d)-(.+)$/.exec(target.id) || [];
    if (!to) return false;
    if (target.hidden || target.closest("[hidden]") || target.classList.contains("off")) {
      by("filters").reset();
      filter();
    }
    view(to === "f" ? "ledger" : "text");
    if (to !== "d") light(id);
    const focused = target.matches("a, article") ? target : target.nextElementSibling || target;
    if (to === "f" || !wide.matches) {
      steady(() => target.scrollIntoView({ block: "start" }));
      const mark = to === "f" && wide.matches && by(`q-${id}`);
      if (mark && !isInPane(mark)) steady(() => inPane(mark));
    } else {
      steady(() => inPane(target));
      if (by("text").getBoundingClientRect().top > innerHeight / 2) by("text").scrollIntoView();
    }
    if (focus) focused.focus({ preventScroll: true });
    return true;
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.dataset.set) {
      by("filters").reset();
      by("by-verdict").value = link.dataset.set;
      by("by-kind").value = "suggestion";
      filter();
      return;
    }
    if (jump(link.hash, true)) {
      event.preventDefault();
      history.pushState(null, "", link.hash);
    }
  });
  addEventListener("popstate", () => jump(location.hash, false));

  // --- the bar --------------------------------------------------------------------------------------------------
  by("filters").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(settle, 90); });
  by("filters").addEventListener("reset", () => setTimeout(filter));
  by("filters").addEventListener("submit", (event) => { event.preventDefault(); filter(); });
  by("more").addEventListener("click", () => {
    const open = by("filters").classList.toggle("open");
    by("more").setAttribute("aria-expanded", String(open));
  });
  by("lang").addEventListener("click", () => speak(lang === "zh" ? "en" : "zh"));
  by("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  });
  addEventListener("beforeprint", () => { for (const folded of all("details")) folded.open = true; });
  by("print").addEventListener("click", () => print());
  for (const button of all("#switch button")) {
    button.addEventListener("click", () => {
      view(button.dataset.view);
      by(button.dataset.view).scrollIntoView();
    });
  }
  for (const node of [document.querySelector(".tools"), by("filters"), by("switch")]) node.hidden = false;
  root.classList.add("js");
  view("ledger");
  speak(lang);
  if (location.hash) jump(location.hash, false);
})();
