// The builder saves as you go, and moves sections and questions where they are dropped. Without this script its buttons
// do the same.

const RETRY_AFTER = [3000, 10000, 30000];

/** What a form holds that a person can change, as one text to compare. */
function held(form) {
  const made = ["csrf_token", "base"];
  const entries = [...new FormData(form)].filter(([name]) => !made.includes(name) && !name.endsWith("-was"));
  return JSON.stringify(entries);
}

/** Saves a form of one part of a tool whenever a field is left that was changed. */
class SavedAsYouGo {
  constructor(form) {
    this.form = form;
    this.state = form.querySelector("[data-state]");
    this.saved = "unsaved" in form.dataset ? null : held(form);
    this.isSaving = false;
    this.isLeaving = false;
    this.tries = 0;
    form.addEventListener("focusout", () => this.saveSoon(0));
    form.addEventListener("change", () => this.saveSoon(0));
    form.addEventListener("input", () => this.say(""));
    form.addEventListener("submit", (event) => this.submitted(event));
    addEventListener("beforeunload", (event) => this.isChanged() && !this.isLeaving && event.preventDefault());
    addEventListener("online", () => this.saveSoon(0));
  }

  isChanged() {
    return held(this.form) !== this.saved;
  }

  /** What was refused is not sent again until it is mended. */
  isWorthSaving() {
    return this.isChanged() && !this.isLeaving && held(this.form) !== this.refusedText;
  }

  say(words, hasFailed = false) {
    this.state.textContent = words;
    this.state.classList.toggle("app-save-bar__state--failed", hasFailed);
  }

  saveSoon(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.isWorthSaving() && this.save(), delay);
  }

  submitted(event) {
    const isSave = event.submitter?.hasAttribute("data-save");
    if (isSave && !this.isConflict) {
      event.preventDefault();
      this.save();
    } else {
      this.isLeaving = true;
    }
  }

  async save(isSecondTry = false) {
    if (this.isSaving) {
      this.isWanted = true;
      return;
    }
    this.isSaving = true;
    this.say("Saving…");
    const sent = held(this.form);
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new URLSearchParams(new FormData(this.form)),
      });
      await this.answered(answer, sent, isSecondTry);
    } catch {
      this.tryAgain("Not saved: the service cannot be reached. What you typed is kept on this page");
    } finally {
      this.isSaving = false;
    }
    if (this.isWanted) {
      this.isWanted = false;
      this.saveSoon(0);
    }
  }

  async answered(answer, sent, isSecondTry) {
    const isJson = answer.status !== 401 && answer.headers.get("Content-Type")?.startsWith("application/json");
    if (answer.ok && isJson) {
      this.taken(await answer.json(), sent);
    } else if (isJson) {
      this.refusedText = sent;
      this.refused(await answer.json());
    } else if ([400, 401].includes(answer.status) && !isSecondTry && (await this.renewToken())) {
      this.isSaving = false;
      await this.save(true);
    } else if ([400, 401].includes(answer.status)) {
      this.say("Not saved: you have been signed out. Sign in in another tab, then press Save here.", true);
    } else if (answer.status >= 500 || answer.status === 429) {
      this.tryAgain("Not saved: the service is busy. What you typed is kept on this page");
    } else {
      this.say("Not saved. Press Save to see why.", true);
      this.isConflict = true;
    }
  }

  /** After signing in again in another tab the page's token is out of date; the page itself has a new one. */
  async renewToken() {
    const page = await fetch(location.href.split("#")[0]);
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    const token = fresh.querySelector("form[data-saves] input[name=csrf_token]");
    if (!token) {
      return false;
    }
    for (const input of document.querySelectorAll("input[name=csrf_token]")) {
      input.value = token.value;
    }
    return true;
  }

  tryAgain(words) {
    const wait = RETRY_AFTER[Math.min(this.tries, RETRY_AFTER.length - 1)];
    this.tries += 1;
    this.say(`${words}; trying again in ${wait / 1000} seconds.`, true);
    this.saveSoon(wait);
  }

  taken(answer, sent) {
    this.tries = 0;
    this.form.elements.base.value = answer.base;
    for (const [name, value] of Object.entries(answer.hidden)) {
      const input = this.form.elements[name];
      if (input) {
        input.value = value;
      }
    }
    this.clearErrors();
    const isStill = held(this.form) === sent;
    if (isStill) {
      this.rebuild(answer.rebuilt);
    }
    this.saved = isStill ? held(this.form) : sent;
    for (const [id, words] of Object.entries(answer.problems)) {
      const slot = document.getElementById(`problems-${id}`);
      if (slot) {
        slot.innerHTML = words;
      }
    }
    for (const [id, words] of Object.entries(answer.previews)) {
      const preview = document.getElementById(`preview-${id}`);
      if (preview) {
        preview.innerHTML = words;
      }
    }
    this.say(`Saved at ${answer.at}`);
    showAround(answer);
    if (!isStill) {
      this.saveSoon(500);
    }
  }

  /** Fields that ask for other things now are shown anew, with the reader left where they were. */
  rebuild(fields) {
    const { id: focused, selectionStart, selectionEnd } = document.activeElement ?? {};
    for (const [id, shown] of Object.entries(fields)) {
      const field = document.getElementById(`field-${id}`);
      if (field) {
        field.innerHTML = shown;
      }
    }
    if (focused && document.activeElement?.id !== focused) {
      const box = document.getElementById(focused);
      box?.focus();
      if (typeof selectionStart === "number") {
        box?.setSelectionRange?.(selectionStart, selectionEnd);
      }
    }
  }

  refused(answer) {
    this.isConflict = Boolean(answer.is_conflict);
    this.clearErrors();
    for (const [id, words] of Object.entries(answer.errors ?? {})) {
      this.showError(id, words);
    }
    this.say(`Not saved: ${answer.why}`, true);
  }

  showError(id, words) {
    const box = document.getElementById(id);
    const group = box?.closest(".govuk-form-group");
    if (!group || document.getElementById(`${id}-error`)) {
      return;
    }
    const message = document.createElement("p");
    message.id = `${id}-error`;
    message.className = "govuk-error-message";
    message.dataset.error = "";
    message.innerHTML = '<span class="govuk-visually-hidden">Error:</span> ';
    message.append(words);
    group.classList.add("govuk-form-group--error");
    (box.closest(".govuk-input__wrapper") ?? box).before(message);
    box.setAttribute("aria-describedby", `${box.getAttribute("aria-describedby") ?? ""} ${message.id}`.trim());
  }

  clearErrors() {
    for (const message of this.form.querySelectorAll(".govuk-error-message")) {
      const group = message.closest(".govuk-form-group");
      group?.classList.remove("govuk-form-group--error");
      for (const box of group?.querySelectorAll("[aria-describedby]") ?? []) {
        const others = box.getAttribute("aria-describedby").split(" ").filter((id) => id !== message.id);
        box.setAttribute("aria-describedby", others.join(" "));
      }
      message.remove();
    }
  }
}

/** What stands around every page: how much the checker finds, and what can be undone and done again. */
function showAround({ count, step, undo, redo }) {
  for (const shown of document.querySelectorAll("[data-count=problems]")) {
    shown.textContent = count;
  }
  for (const [way, words] of [["undo", undo], ["redo", redo]]) {
    const form = document.querySelector(`form[data-way=${way}]`);
    if (form) {
      form.hidden = !words;
      form.querySelector("[name=seen]").value = step;
      form.querySelector("button").title = words;
      form.querySelector("[data-words]").textContent = words ? `: ${words}` : "";
    }
  }
}

/** Moves sections and questions of the outline: a step with the arrows, or anywhere by dragging. */
class Arranged {
  constructor(form) {
    this.form = form;
    this.words = document.querySelector("[data-moved]");
    form.addEventListener("submit", (event) => this.stepped(event));
    for (const part of form.querySelectorAll("[data-section], [data-question]")) {
      this.makeDraggable(part);
    }
    form.addEventListener("dragover", (event) => this.over(event));
    form.addEventListener("drop", (event) => this.dropped(event));
    form.addEventListener("dragend", () => this.ended());
    document.querySelector("[data-needs-script]").hidden = false;
  }

  makeDraggable(part) {
    const handle = part.matches("[data-section]") ? part.querySelector(".app-outline__head") : part;
    handle.classList.add("app-grip");
    handle.draggable = true;
    for (const link of handle.querySelectorAll("a")) {
      link.draggable = false;
    }
    handle.addEventListener("dragstart", (event) => {
      this.dragged = part;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", handle.innerText);
      part.classList.add("app-dragged");
    });
  }

  /** Where what is dragged would go: beside which part, and on which side of it. */
  target(event) {
    const isSection = this.dragged?.matches("[data-section]");
    const section = event.target.closest("[data-section]");
    if (!this.dragged || !section) {
      return null;
    }
    const beside = isSection ? section : (event.target.closest("[data-question]") ?? section.querySelector("ol"));
    if (beside === this.dragged) {
      return null;
    }
    const box = beside.getBoundingClientRect();
    return { beside, section, isBefore: event.clientY < box.top + box.height / 2 };
  }

  over(event) {
    this.unmark();
    const target = this.target(event);
    if (!target) {
      return;
    }
    event.preventDefault();
    target.beside.classList.add(target.isBefore ? "app-drop-before" : "app-drop-after");
    this.openSoon(event.target.closest("summary"));
  }

  /** A closed section opens when something is held over it. */
  openSoon(summary) {
    if (summary === this.heldOver) {
      return;
    }
    clearTimeout(this.opening);
    this.heldOver = summary;
    if (summary) {
      this.opening = setTimeout(() => (summary.parentElement.open = true), 600);
    }
  }

  unmark() {
    for (const marked of this.form.querySelectorAll(".app-drop-before, .app-drop-after")) {
      marked.classList.remove("app-drop-before", "app-drop-after");
    }
  }

  ended() {
    this.unmark();
    clearTimeout(this.opening);
    this.dragged?.classList.remove("app-dragged");
    this.dragged = null;
  }

  dropped(event) {
    const target = this.target(event);
    const part = this.dragged;
    this.ended();
    if (!target) {
      return;
    }
    event.preventDefault();
    if (part.matches("[data-section]")) {
      this.ask(part, { do: `section to ${part.dataset.section}`, index: this.indexAt(part, target) });
    } else {
      const place = `${target.section.dataset.place}.${this.indexAt(part, target)}`;
      this.ask(part, { do: `question to ${part.dataset.question}`, place });
    }
  }

  /** The place in its list, counted without what is moved. */
  indexAt(part, { beside, isBefore }) {
    if (beside.matches("ol")) {
      return beside.querySelectorAll(":scope > li").length;
    }
    const others = [...beside.parentElement.children].filter(
      (one) => one !== part && one.matches("[data-section], [data-question]"),
    );
    return others.indexOf(beside) + (isBefore ? 0 : 1);
  }

  stepped(event) {
    const button = event.submitter;
    const part = button?.closest("[data-question], [data-section]");
    if (part) {
      event.preventDefault();
      this.ask(part, { do: button.value }, button);
    }
  }

  async ask(part, wanted, button = null) {
    if (this.isAsking) {
      return;
    }
    this.isAsking = true;
    try {
      const body = new URLSearchParams({ ...wanted, csrf_token: this.form.elements.csrf_token.value });
      const answer = await fetch(this.form.action, { method: "POST", headers: { Accept: "application/json" }, body });
      const said = await answer.json();
      this.say(said.words);
      if (said.moved) {
        this.show(part, said);
        (button ?? part.querySelector("a")).focus();
      }
    } catch {
      this.say("Not moved: the service cannot be reached, or you have been signed out. Reload the page.", true);
    } finally {
      this.isAsking = false;
    }
  }

  say(words, hasFailed = false) {
    this.words.textContent = words;
    this.words.classList.toggle("govuk-visually-hidden", !hasFailed);
    this.words.classList.toggle("govuk-error-message", hasFailed);
  }

  show(part, { section, index, marks, ...around }) {
    const sections = [...this.form.querySelectorAll("[data-section]")];
    if (part.matches("[data-section]")) {
      this.put(part, sections, section);
    } else {
      const list = sections.find((one) => Number(one.dataset.place) === section).querySelector("ol");
      list.closest("details").open = true;
      this.put(part, [...list.children], index, list);
    }
    this.countAgain();
    this.mark(marks);
    showAround(around);
    part.classList.add("app-just-moved");
    setTimeout(() => part.classList.remove("app-just-moved"), 2500);
    part.scrollIntoView({ block: "nearest" });
  }

  put(part, all, index, list = part.parentElement) {
    const others = all.filter((one) => one !== part);
    if (index < others.length) {
      others[index].before(part);
    } else if (others.length && others.at(-1).parentElement === list) {
      others.at(-1).after(part);
    } else {
      list.append(part);
    }
  }

  countAgain() {
    this.form.querySelectorAll("[data-section]").forEach((section, place) => {
      const number = section.querySelectorAll("[data-question]").length;
      section.dataset.place = place;
      section.querySelector("summary").firstChild.data = `${number} ${number === 1 ? "question" : "questions"}`;
    });
  }

  mark(marks) {
    for (const mark of this.form.querySelectorAll(".app-mark")) {
      mark.remove();
    }
    for (const part of this.form.querySelectorAll("[data-section], [data-question]")) {
      const words = marks[part.dataset.question ?? part.dataset.section];
      if (words) {
        part.querySelector(".app-outline__marks").insertAdjacentHTML("beforeend", words);
      }
    }
  }
}

/** A link to a box leads into it. */
function focusTarget() {
  const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (target?.matches("input, select, textarea, button, summary, [tabindex]")) {
    target.focus();
  }
}

for (const form of document.querySelectorAll("form[data-saves]")) {
  new SavedAsYouGo(form);
}
// Parts known by their place have another address once something has moved: then the page is better loaded anew.
for (const form of document.querySelectorAll("form[data-arranges]")) {
  if (!form.querySelector("[data-question^='@'], [data-section^='@']")) {
    new Arranged(form);
  }
}
focusTarget();
