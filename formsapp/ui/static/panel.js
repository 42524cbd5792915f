/* In the meeting room: Ctrl and Enter records the decision from anywhere in its form. Without this script the button does. */
(() => {
  const form = document.querySelector(".app-room__decision");
  if (!form) return;
  const hint = form.querySelector(".app-room__keys");
  if (hint) hint.hidden = false;
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit(form.querySelector("#record"));
    }
  });
})();
