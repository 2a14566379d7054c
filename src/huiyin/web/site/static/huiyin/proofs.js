// SPDX-License-Identifier: Apache-2.0
// A sentence shows its proof when the pointer rests on its number; pressing works without this.
const REST = 250;
let waiting;

for (const button of document.querySelectorAll("button.fn[popovertarget]")) {
  const proof = document.getElementById(button.getAttribute("popovertarget"));
  if (!proof?.showPopover) continue;
  button.addEventListener("pointerenter", (event) => {
    if (event.pointerType !== "mouse") return;
    waiting = setTimeout(() => proof.matches(":popover-open") || proof.showPopover(), REST);
  });
  button.addEventListener("pointerleave", () => clearTimeout(waiting));
}
