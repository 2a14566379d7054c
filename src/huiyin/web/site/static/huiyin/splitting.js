// SPDX-License-Identifier: Apache-2.0
// Splitting a suggestion: break the text where the cursor stands, or at the end of what is selected above.

const field = document.getElementById("parts");
const whole = document.getElementById("whole");
const cut = document.getElementById("cut");
if (field && cut) {
  cut.hidden = false;
  cut.addEventListener("click", () => {
    const chosen = document.getSelection();
    let place = field.selectionStart;
    if (chosen && !chosen.isCollapsed && whole.contains(chosen.anchorNode)) {
      const text = chosen.toString().trim();
      const start = field.value.indexOf(text);
      if (start >= 0) {
        const end = start + text.length;
        field.value = `${field.value.slice(0, start).trimEnd()}\n${text}\n${field.value.slice(end).trimStart()}`.trim();
        return;
      }
    }
    field.value = `${field.value.slice(0, place).trimEnd()}\n${field.value.slice(place).trimStart()}`;
    field.focus();
  });
}
