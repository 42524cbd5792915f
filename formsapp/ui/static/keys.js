// Keys for pages on which one rating after the other is judged. They work outside fields alone, are listed on the page
// under "Keys", and can be switched off there: for all such pages of this browser.

const OFF = "desk-keys-off";

const areOn = () => {
  try {
    return localStorage.getItem(OFF) === null;
  } catch {
    return true;
  }
};

/** Show the list of keys, with the box that switches them off. */
export function offer(place) {
  const list = place.querySelector("[data-keys]");
  if (!list) return;
  list.hidden = false;
  const box = list.querySelector("[data-keys-on]");
  box.checked = areOn();
  box.addEventListener("change", () => {
    try {
      box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "yes");
    } catch {
      // Without a store the keys stay on.
    }
  });
}

/** Whether a key is meant for the page: not for a field or the browser, and not from somebody who wants no keys. */
export function isForPage(event) {
  const isTyping = event.target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  return !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey && areOn();
}

export const isLevel = (key) => /^[0-9c]$/.test(key);

/** Choose a radio button as if it had been clicked, and say so. */
export function choose(level, spoken) {
  if (!level) return;
  level.checked = true;
  level.dispatchEvent(new Event("change", { bubbles: true }));
  spoken.textContent = `${level.labels[0].textContent.trim()}, chosen`;
}

export function openList() {
  const list = document.getElementById("keys");
  if (!list) return;
  list.open = true;
  list.querySelector("summary").focus();
}
