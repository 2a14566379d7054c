// SPDX-License-Identifier: Apache-2.0
// What every page gains with JavaScript; without it all of this still reads and posts.

// Dialogs: modal instead of a popover.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog instanceof HTMLDialogElement && !dialog.open) {
      event.preventDefault();
      dialog.removeAttribute("popover");
      dialog.showModal();
    }
  }
  const closer = event.target.closest("[data-closes]");
  if (closer) {
    const dialog = document.getElementById(closer.dataset.closes);
    if (dialog instanceof HTMLDialogElement && dialog.open) dialog.close();
  }
});

// One press, one post: a form that was sent is not sent twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  setTimeout(() => delete form.dataset.sent, 8000);
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A refusal is shown also when the form it answers was replaced while the answer was on its way.
document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
  elt.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr } = event.detail;
    if (elt.isConnected || xhr.getResponseHeader("HX-Retarget") !== "#messages") return;
    event.preventDefault();
    document.getElementById("messages").innerHTML = xhr.response;
  }, { once: true });
});

// Choices that act at once where a page asks for it.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form?.requestSubmit();
});

// The first fault gets the focus, so that a screen reader begins there.
document.querySelector(".note-fault[tabindex]")?.focus({ preventScroll: false });

// A session that is about to end says so, once, while there is time to save.
const life = Number(document.body.dataset.session || 0);
const ending = document.getElementById("session-ending");
if (life > 180 && ending) setTimeout(() => { ending.hidden = false; }, (life - 120) * 1000);
