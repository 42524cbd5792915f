// Two comforts while a section is answered; without this script every box is there, and the buttons send the form.
// Boxes that the chosen level does not ask for are folded behind a button, until they hold something. Last year's
// answer is put into the boxes in place, so that it saves like everything else that is typed.

const chosenIn = (question) => question.querySelector("input[type=radio]:checked");
const boxesOf = (part) => [...part.querySelectorAll("textarea, input")];

function foldingOf(beside) {
  const question = beside.closest(".app-question");
  const number = question.querySelector(".app-question__number").textContent;
  const adds = document.createElement("div");
  adds.className = "app-adds app-not-printed";
  const parts = [...beside.querySelectorAll(":scope > [data-add]")].map((part) => {
    const why = part.querySelector("[data-why]");
    return { part, why, usual: why ? why.textContent : "", button: addButton(part, number, adds), isOpen: false };
  });
  beside.after(adds);

  const update = () => {
    const chosen = chosenIn(question);
    for (const one of parts) {
      const isNeeded = chosen !== null && (one.part.dataset.needed || "").split(" ").includes(chosen.value);
      const holds = boxesOf(one.part).some((box) => box.value.trim() || box.classList.contains("govuk-input--error"));
      const isWrong = one.part.querySelector(".govuk-error-message") !== null;
      const isThere = isNeeded || holds || isWrong || one.isOpen || one.part.contains(document.activeElement);
      one.part.hidden = !isThere;
      one.button.hidden = isThere || (one.part.matches(".app-beside__plan") && isNotApplicable(chosen));
      if (one.why) one.why.textContent = isNeeded ? reason(one.usual, question, chosen) : one.usual;
    }
    adds.hidden = parts.every((one) => one.button.hidden);
  };
  for (const one of parts) {
    one.button.addEventListener("click", () => {
      one.isOpen = true;
      update();
      boxesOf(one.part)[0].focus();
    });
  }
  question.addEventListener("change", update);
  question.addEventListener("input", update);
  update();
}

/** The option that stands apart from the levels: nothing follows from it that could be planned. */
function isNotApplicable(chosen) {
  const item = chosen && chosen.closest(".govuk-radios__item");
  return Boolean(item && item.previousElementSibling && item.previousElementSibling.matches(".govuk-radios__divider"));
}

function addButton(part, number, adds) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "app-add";
  button.textContent = part.dataset.add;
  const which = document.createElement("span");
  which.className = "govuk-visually-hidden";
  which.textContent = ` (${number})`;
  button.append(which);
  adds.append(button);
  return button;
}

function reason(usual, question, chosen) {
  if (usual === "Needed.") return usual;
  const label = question.querySelector(`label[for="${CSS.escape(chosen.id)}"]`).textContent.trim();
  return `Needed because you chose “${label}”: this audit asks for it with that level.`;
}

function takeOver(button) {
  const block = button.closest(".app-last");
  const question = button.closest(".app-question");
  const isInstead = button.name === "instead";
  const name = `q-${button.value}`;
  const words = new Map([...block.querySelectorAll("[data-last]")].map((one) => [one.dataset.last, one.textContent]));
  words.delete("by");
  if (button.dataset.by) words.set("by", button.dataset.by);
  const was = new Map();
  for (const [part, text] of words) {
    const box = document.getElementById(part === "value" ? name : `${name}:${part}`);
    if (box !== null && (isInstead || !box.value.trim())) {
      was.set(box, box.value);
      box.value = text;
    }
  }
  const chosen = chosenIn(question);
  const level = [...question.querySelectorAll("input[type=radio]")].find((one) => one.value === button.dataset.value);
  if (level !== undefined && !level.checked && !(isInstead && chosen)) level.click();
  tell(was, question);
  return was;
}

/** One answer is one save: the boxes say that they changed, the last of them for all. */
function tell(changed, question) {
  for (const box of changed.keys()) box.dispatchEvent(new Event("input", { bubbles: true }));
  const last = [...changed.keys()].pop() || chosenIn(question);
  if (last) last.dispatchEvent(new Event("change", { bubbles: true }));
}

function say(block, text) {
  let status = block.querySelector("[role=status]");
  if (status === null) {
    status = document.createElement("p");
    status.className = "app-last__said";
    status.setAttribute("role", "status");
    block.append(status);
  }
  status.textContent = text;
}

function keep(button) {
  const block = button.closest(".app-last");
  const question = button.closest(".app-question");
  say(block, "");
  takeOver(button);
  const levels = question.querySelector("input[type=radio]");
  const isAfresh = levels && !button.dataset.value;
  say(block, isAfresh ? "Last year’s words stand below. Choose an answer afresh." : "Last year’s answer stands below. Change whatever is different now.");
  button.hidden = true;
  (chosenIn(question) || levels || question.querySelector("textarea")).focus();
}

function putInstead(button) {
  const block = button.closest(".app-last");
  const question = button.closest(".app-question");
  const usual = button.firstChild.textContent;
  const was = takeOver(button);
  say(block, "Last year’s words stand below, in place of this year’s.");
  button.firstChild.textContent = "Put this year’s words back";
  button.putBack = () => {
    for (const [box, text] of was) box.value = text;
    tell(was, question);
    say(block, "This year’s words are back.");
    button.firstChild.textContent = usual;
    button.putBack = undefined;
  };
}

/** Questions may come to be asked while the page is open. */
function foldAll() {
  for (const beside of document.querySelectorAll(".app-beside:not([data-folds])")) {
    beside.dataset.folds = "";
    foldingOf(beside);
  }
}

foldAll();
const form = document.querySelector(".app-beside, .app-question")?.closest("form");
if (form) new MutationObserver(foldAll).observe(form, { childList: true });
// Questions that are shown later, by the script that saves.
document.addEventListener("app:question", ({ target }) => target.querySelectorAll(".app-beside").forEach(foldingOf));

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-fill]");
  if (button === null) return;
  event.preventDefault();
  if (button.putBack) button.putBack();
  else if (button.name === "instead") putInstead(button);
  else keep(button);
});
