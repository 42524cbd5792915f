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

  say(words, hasFailed = false) {
    this.state.textContent = words;
    this.state.classList.toggle("app-save-bar__state--failed", hasFailed);
  }

  saveSoon(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.isChanged() && !this.isLeaving && this.save(), delay);
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
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (answer.ok && isJson) {
      this.taken(await answer.json(), sent);
    } else if (isJson) {
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
    this.say(`Saved at ${answer.at}`);
    this.count(answer.count);
    this.offer("undo", answer.undo);
    this.offer("redo", answer.redo);
    if (!isStill) {
      this.saveSoon(500);
    }
  }

  /** Fields that ask for other things now are shown anew, with the reader left where they were. */
  rebuild(fields) {
    const focused = document.activeElement?.id;
    for (const [id, shown] of Object.entries(fields)) {
      const field = document.getElementById(`field-${id}`);
      if (field) {
        field.innerHTML = shown;
      }
    }
    if (focused && document.activeElement?.id !== focused) {
      document.getElementById(focused)?.focus();
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

  count(words) {
    for (const shown of document.querySelectorAll("[data-count=problems]")) {
      shown.textContent = words;
    }
  }

  offer(way, words) {
    const form = document.querySelector(`form[data-way=${way}]`);
    if (form) {
      form.hidden = !words;
      form.querySelector("button").title = words;
      form.querySelector("[data-words]").textContent = words ? `: ${words}` : "";
    }
  }
}

/** A link to a box leads into it. */
function focusTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target?.matches("input, select, textarea, button, summary, [tabindex]")) {
    target.focus();
  }
}

for (const form of document.querySelectorAll("form[data-saves]")) {
  new SavedAsYouGo(form);
}
focusTarget();
