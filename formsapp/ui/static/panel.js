// In the meeting room: keys choose, skip and record. Without this script the buttons and links do.

const { choose, isForPage, isLevel, offer, openList } = await import(document.getElementById("page-keys").href);

const room = document.querySelector(".app-room");
const form = room.querySelector(".app-room__decision");
const spoken = room.querySelector("[data-spoken]");
const reason = form?.querySelector("[name=reason]");
const SAID = ["decision", "how", "reason", "minority"];
const isBegun = () => [...new FormData(form)].some(([name, said]) => SAID.includes(name) && said.trim());

/** A key pressed by mistake must not throw away what the panel has said. */
function skip() {
  const link = room.querySelector("[data-skip]");
  if (form && isBegun()) {
    spoken.textContent = "Not skipped: something is chosen or typed here. Record it, or follow the link to skip it.";
    link?.focus();
  } else if (link) link.click();
  else if (spoken) spoken.textContent = "This is the only one left.";
}

const actions = {
  n: skip,
  r: () => reason?.focus(),
  "?": openList,
};

document.addEventListener("keydown", (event) => {
  if (form?.contains(event.target) && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector("#record"));
  } else if (event.target === reason && event.key === "Escape") {
    form.querySelector("#decide").focus();
  } else if (isForPage(event)) {
    const isDigit = form && isLevel(event.key);
    const action = isDigit ? () => choose(form.querySelector(`[data-digit="${event.key}"]`), spoken) : actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }
});
offer(room);
