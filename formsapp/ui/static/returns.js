// A section of a return saves itself as it is filled in. Without this script its buttons do the same. What is not saved
// yet is kept in this page alone, and never in the browser's storage.

const WHEN_QUIET = 3000;
const WHEN_CHOSEN = 200;
const TIMEOUT = 15_000;
const WAITS = [2000, 5000, 15_000, 30_000, 60_000];
const AGAIN = 500;
const BEAT = 30_000;
const LEAVING = 2000;
const SIGNED_OUT = "you have been signed out.";
const STILL_HERE = "This page keeps what you typed, and saves it then.";
const NO_REASON = "A reason is still needed";
const OUTCOMES = {
  403: "Not saved: you may no longer answer this section. Copy what you typed before you leave this page.",
  404: "Not saved: this section is no longer open to you. Copy what you typed before you leave this page.",
  413: "Not saved: the text is too long to send. Shorten it.",
  415: "Not saved: what this page sent did not arrive as it should. Copy what you typed, then reload the page.",
  422: "Not saved: this page no longer fits the tool. Copy what you typed, then reload the page.",
};
const STOPS_EVERYTHING = [403, 404];

function make(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

function element(name, className, words) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = words;
  return made;
}

/** One question: what was saved of it last, and on which revision that was. */
class Question {
  constructor(section, key, base) {
    this.section = section;
    this.key = key;
    this.base = base;
    this.take(document.getElementById(`question-${key}`));
  }

  /** Begin with what the boxes hold, as it came from the server. */
  take(box) {
    this.box = box;
    this.saved = this.held();
    this.line = box.appendChild(element("p", "app-question__state", ""));
    this.line.setAttribute("aria-hidden", "true");
  }

  /** Where to go on: what was chosen or written, else the first box. */
  get first() {
    const boxes = [...this.box.querySelectorAll("input:not([type=hidden]), textarea, select")];
    const open = boxes.filter((one) => one.offsetParent !== null);
    const isOption = (one) => one.matches("[type=radio], [type=checkbox]");
    return open.find((one) => one.checked) ?? open.find((one) => !isOption(one) && one.value.trim()) ?? open[0];
  }

  /** What the chosen option asks for and does not hold yet. */
  get gap() {
    const reason = this.box.querySelector(".govuk-radios__conditional:not(.govuk-radios__conditional--hidden) textarea");
    return reason && !reason.value.trim() ? `. ${NO_REASON}` : "";
  }

  get number() {
    return this.box.querySelector(".app-question__number").textContent;
  }

  entries() {
    const name = `q-${this.key}`;
    const own = (one) => one === name || one.startsWith(`${name}:`);
    return [...new FormData(this.section.form)].filter(([one]) => own(one));
  }

  held() {
    return JSON.stringify(this.entries());
  }

  get isChanged() {
    return !this.box.hidden && this.held() !== this.saved;
  }

  /** What was refused waits until it is mended; of two texts, until somebody chooses. */
  get isSendable() {
    return this.isChanged && !this.conflict && this.held() !== this.refused;
  }

  dueIn(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.isDue = true;
      this.section.send();
    }, delay);
  }

  say(words, hasFailed = false) {
    this.line.textContent = words;
    this.line.classList.toggle("app-question__state--failed", hasFailed);
  }

  show(isShown) {
    if (this.box.hidden === !isShown) {
      return;
    }
    this.box.hidden = !isShown;
    for (const input of this.box.querySelectorAll("input, textarea, select")) {
      input.disabled = !isShown;
    }
    this.isDue = isShown;
  }

  replace(html) {
    const fresh = make(html);
    this.box.replaceWith(fresh);
    this.take(fresh);
    this.section.prepare(fresh);
  }

  clearErrors() {
    for (const message of this.box.querySelectorAll(".app-held, .govuk-error-message")) {
      for (const box of message.parentElement.querySelectorAll("[aria-describedby]")) {
        const others = box.getAttribute("aria-describedby").split(" ").filter((id) => id !== message.id);
        box.setAttribute("aria-describedby", others.join(" "));
      }
      message.closest(".govuk-form-group")?.classList.remove("govuk-form-group--error");
      message.remove();
    }
    for (const box of this.box.querySelectorAll(".govuk-textarea--error, .govuk-input--error")) {
      box.classList.remove("govuk-textarea--error", "govuk-input--error");
    }
  }

  showError(id, words, held = "") {
    const box = document.getElementById(id);
    const group = box?.closest(".govuk-form-group");
    if (!group || document.getElementById(`${id}-error`)) {
      return;
    }
    const message = element("p", "govuk-error-message", "");
    message.append(element("span", "govuk-visually-hidden", "Error:"), ` ${words}`);
    message.id = `${id}-error`;
    group.classList.add("govuk-form-group--error");
    const isOption = box.matches("[type=radio], [type=checkbox]");
    (isOption ? box.closest(".govuk-radios, .govuk-checkboxes") : (box.closest(".govuk-input__wrapper") ?? box)).before(message);
    box.setAttribute("aria-describedby", `${box.getAttribute("aria-describedby") ?? ""} ${message.id}`.trim());
    box.insertAdjacentHTML("afterend", held);
  }
}

/** A section as somebody fills it in. */
class Section {
  constructor(form) {
    this.form = form;
    this.page = [...crypto.getRandomValues(new Uint32Array(4))].map((one) => one.toString(36)).join("-");
    this.number = 0;
    this.tries = 0;
    this.bar = document.querySelector("[data-saving]");
    this.spoken = document.querySelector("[data-spoken]");
    this.questions = new Map();
    for (const part of form.elements.revisions.value.split(" ").filter(Boolean)) {
      this.know(part);
    }
    this.beginWithWhatIsUnsaved();
    this.listen();
    this.bar.hidden = false;
    for (const button of document.querySelectorAll("[data-without-script]")) {
      button.hidden = true;
    }
    this.warn = (event) => event.preventDefault();
    this.guardLeaving();
    this.send();
  }

  know(part) {
    const [key] = part.split(":");
    if (document.getElementById(`question-${key}`)) {
      this.questions.set(key, new Question(this, key, part));
    }
  }

  /** After the server refused the whole section: what it refused waits for a change, the rest is saved now. */
  beginWithWhatIsUnsaved() {
    for (const key of this.form.dataset.unsaved.split(" ").filter(Boolean)) {
      const question = this.questions.get(key);
      if (question) {
        question.saved = null;
        question.refused = question.box.querySelector(".govuk-error-message") ? question.held() : undefined;
        question.isDue = true;
      }
    }
  }

  listen() {
    this.form.addEventListener("input", (event) => this.changed(event.target, WHEN_QUIET));
    this.form.addEventListener("change", (event) => this.changed(event.target, WHEN_CHOSEN));
    this.form.addEventListener("focusout", (event) => this.changed(event.target, 0));
    this.form.addEventListener("click", (event) => this.clicked(event.target.closest("[data-choice], [data-show]")));
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.bar.addEventListener("click", (event) => this.wentTo(event));
    document.addEventListener("click", (event) => this.leftBy(event));
    addEventListener("online", () => this.tryNow());
    addEventListener("focus", () => this.isSignedOut && this.tryNow());
    // A page that the browser kept would show old words: what is saved is asked for anew.
    addEventListener("pageshow", (event) => event.persisted && this.broughtBack());
  }

  broughtBack() {
    this.isLeaving = false;
    if (!this.unsaved.length) {
      location.reload();
    }
  }

  get unsaved() {
    return [...this.questions.values()].filter((one) => one.isChanged);
  }

  get due() {
    return this.isOver ? undefined : [...this.questions.values()].find((one) => one.isDue && one.isSendable);
  }

  questionOf(target) {
    const key = target.closest?.(".app-question")?.id.slice("question-".length);
    return this.questions.get(key);
  }

  changed(target, delay) {
    const question = this.questionOf(target);
    if (!question) {
      return;
    }
    this.guardLeaving();
    if (question.isSendable) {
      question.say("Not saved yet");
      const isChosen = delay === WHEN_QUIET && target.matches("[type=radio], [type=checkbox], select");
      question.dueIn(isChosen ? WHEN_CHOSEN : delay);
    } else if (!question.isChanged && question.refused !== undefined) {
      question.refused = undefined; // what could not be saved was taken back
      question.clearErrors();
      question.say("");
      this.say(this.unsaved.length ? "Not everything is saved." : "");
    }
  }

  guardLeaving() {
    const way = this.unsaved.length && !this.isLeaving ? "addEventListener" : "removeEventListener";
    window[way]("beforeunload", this.warn);
  }

  tryNow() {
    clearTimeout(this.timer);
    this.isWaiting = false;
    this.send();
  }

  say(words, hasFailed = false, question = null) {
    const [, first, more] = words.match(/^(.*?[.…]|.*?)( .*)?$/s);
    const parts = hasFailed && more ? [first, element("span", "app-saving__more", more)] : [words];
    this.write(words, hasFailed, hasFailed && question ? [...parts, " ", this.linkTo(question)] : parts);
  }

  /** What the bar shows, which is short, and what is read out, which is all of it. */
  write(spoken, hasFailed, parts) {
    this.bar.replaceChildren(...parts);
    this.bar.classList.toggle("app-saving--failed", hasFailed);
    if (spoken !== "Saving…" && this.spoken.textContent !== spoken) {
      this.spoken.textContent = spoken;
    }
  }

  linkTo(question, words = `Go to ${question.number}`, id = `question-${question.key}`) {
    const link = element("a", "govuk-link", words);
    link.href = `#${id}`;
    return link;
  }

  /** Another tab, because this page holds what is not saved yet. */
  saySignedOut(before) {
    const link = element("a", "govuk-link", "Sign in again in another tab");
    Object.assign(link, { href: this.form.dataset.signIn, target: "_blank", rel: "noopener" });
    const more = element("span", "app-saving__more", ` ${STILL_HERE}`);
    this.write(`${before} ${link.textContent}. ${STILL_HERE}`, true, [`${before} `, link, ".", more]);
  }

  /** A link of the bar leads to a box that can be typed in at once. */
  wentTo(event) {
    const id = event.target.closest("a")?.hash.slice(1);
    const there = id && document.getElementById(decodeURIComponent(id));
    if (there) {
      event.preventDefault();
      (this.questions.get(there.id.slice("question-".length))?.first ?? there).focus();
    }
  }

  /** Whoever follows a link in a hurry waits for what is on its way to be saved, and is asked only if it cannot be. */
  async leftBy(event) {
    const link = event.target.closest?.("a[href]");
    const isOther = event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    const isHere = link && link.origin === location.origin && !link.target && !link.hasAttribute("download");
    const isAnchor = link?.hash && link.pathname + link.search === location.pathname + location.search;
    if (isOther || !isHere || isAnchor || this.isOver || !(this.isSending || this.unsaved.length)) {
      return;
    }
    event.preventDefault();
    await Promise.race([this.flush(), new Promise((resolve) => setTimeout(resolve, LEAVING))]);
    this.guardLeaving();
    location.assign(link.href);
  }

  writeBases() {
    this.form.elements.revisions.value = [...this.questions.values()].map((one) => one.base).join(" ");
  }

  /** One answer at a time, so that they arrive in the order in which they were given. */
  async send() {
    const question = this.due;
    if (this.isSending || this.isWaiting || !question) {
      return;
    }
    this.isSending = true;
    question.isDue = false;
    clearTimeout(question.timer);
    const text = question.held();
    question.say("Saving…");
    this.say("Saving…");
    try {
      await this.answered(question, text, await this.post(question));
    } catch {
      this.lost(question, navigator.onLine ? "the service cannot be reached" : "you are offline");
    } finally {
      this.isSending = false;
    }
    this.guardLeaving();
    this.finished?.();
    if (this.due) {
      this.send();
    }
  }

  post(question) {
    const body = new URLSearchParams(question.entries());
    this.number += 1;
    const more = {
      csrf_token: this.form.elements.csrf_token.value,
      question: question.key,
      revisions: question.base,
      page: this.page,
      number: this.number,
      holds: [...this.questions.keys()].join(" "),
    };
    for (const [name, value] of Object.entries(more)) {
      body.append(name, value);
    }
    const headers = { Accept: "application/json" };
    return fetch(this.form.dataset.saves, { method: "POST", headers, body, signal: AbortSignal.timeout(TIMEOUT) });
  }

  async answered(question, text, answer) {
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    const said = isJson ? await answer.json() : {};
    if (answer.ok && said.question === question.key) {
      this.taken(question, text, said);
    } else if (answer.ok) {
      this.lost(question, "the network answered in place of the service. You may have to sign in to it");
    } else if (said.state === "conflict") {
      this.clash(question, said);
    } else if (said.state === "locked") {
      this.stop(question, `Not saved: ${said.why} Copy what you typed if you want to keep it.`);
    } else if (said.state === "refused") {
      this.refused(question, text, said);
    } else if ([400, 401].includes(answer.status)) {
      await this.signedOut(question);
    } else if (answer.status === 429 || answer.status >= 500) {
      this.lost(question, answer.status === 429 ? "too many tries" : "the service is busy", answer.headers.get("Retry-After"));
    } else {
      question.refused = text;
      const words = OUTCOMES[answer.status] ?? OUTCOMES[415];
      STOPS_EVERYTHING.includes(answer.status) ? this.stop(question, words) : this.fail(question, words);
    }
  }

  taken(question, text, said) {
    this.tries = 0;
    this.renewed = false;
    this.isSignedOut = false;
    question.base = said.revisions;
    question.refused = undefined;
    const isStill = question.held() === text;
    question.clearErrors();
    question.saved = isStill ? question.held() : text;
    if (said.state !== "saved") {
      question.saved = null;
    }
    if (question.isSendable) {
      question.dueIn(AGAIN); // what was changed, or changed back, while this was on its way
    }
    this.unfold(said);
    this.writeBases();
    const isSaved = !question.isChanged;
    question.say(isSaved ? `Saved at ${said.at}${question.gap}` : "Not saved yet");
    const refused = this.unsaved.find((one) => one.conflict || one.refused);
    if (!this.due && refused) {
      this.say("Not everything is saved.", true, refused);
    } else {
      this.say(isSaved ? `Saved at ${said.at}${question.gap}` : "Saving…");
    }
  }

  /** Answers bring up other questions, or take some away; what was written in those stays where it is. */
  unfold({ shown, added }) {
    if (!shown) {
      return;
    }
    for (const one of added) {
      const before = this.questions.get(shown[shown.indexOf(one.question) - 1]);
      const box = make(one.html);
      before ? before.box.after(box) : this.form.querySelector(".app-question").before(box);
      this.prepare(box);
      this.know(one.revisions);
    }
    for (const question of this.questions.values()) {
      question.show(shown.includes(question.key));
    }
  }

  /** The design system's scripts for what came later. */
  async prepare(box) {
    const { initAll } = await import(document.getElementById("govuk-frontend").href);
    initAll({ scope: box });
    box.dispatchEvent(new CustomEvent("app:question", { bubbles: true }));
  }

  fail(question, words) {
    question.say(words, true);
    this.say(words, true, question);
  }

  /** Nobody knows whether it arrived. It is sent again, on top of whatever this page sent before. */
  lost(question, why, after = null) {
    const [key, revision] = question.base.split(":");
    question.isDue = true;
    question.base = `${key}:${revision}:0`;
    this.writeBases();
    const wait = Number(after) * 1000 || WAITS[Math.min(this.tries, WAITS.length - 1)];
    this.tries += 1;
    this.fail(question, `Not saved: ${why}. This page keeps what you typed, and tries again in ${wait / 1000} seconds.`);
    this.retry(wait);
  }

  retry(wait) {
    this.isWaiting = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.tryNow(), wait);
  }

  stop(question, words) {
    this.isOver = true;
    this.fail(question, words);
  }

  refused(question, text, { errors, held }) {
    const isStill = question.held() === text;
    question.clearErrors();
    for (const [id, words] of Object.entries(errors)) {
      question.showError(id, words, held[id]);
    }
    question.refused = isStill ? question.held() : text;
    const words = `Not saved: ${Object.values(errors).join(". ")}.`;
    const [id] = Object.keys(errors);
    const box = document.getElementById(`${id}:keep`) ?? document.getElementById(id);
    if (!box) {
      this.fail(question, words);
      return;
    }
    question.say("Not saved", true);
    this.write(words, true, ["Not saved: ", this.linkTo(question, `see ${question.number}`, box.id)]);
  }

  /** After signing in again in another tab the page's token is out of date; the page itself has a new one. */
  async signedOut(question) {
    const fresh = await this.fetchPage();
    const form = fresh?.querySelector("form[data-saves]");
    if (form && form.dataset.person !== this.form.dataset.person) {
      this.stop(question, "Not saved: somebody else is signed in in this browser now. Copy what you typed before you leave this page.");
    } else if (form && !this.renewed) {
      this.renewed = true;
      question.isDue = true;
      for (const input of document.querySelectorAll("input[name=csrf_token]")) {
        input.value = form.elements.csrf_token.value;
      }
    } else if (form) {
      question.refused = question.held();
      this.fail(question, OUTCOMES[415]);
    } else if (fresh) {
      this.isSignedOut = true;
      question.isDue = true;
      question.say(`Not saved: ${SIGNED_OUT}`, true);
      this.saySignedOut(`Not saved: ${SIGNED_OUT}`);
      this.retry(WAITS[2]);
    }
  }

  async fetchPage() {
    const answer = await fetch(location.pathname, { signal: AbortSignal.timeout(TIMEOUT) });
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  clash(question, said) {
    question.conflict?.remove();
    question.conflict = make(said.html);
    question.offered = said;
    question.changedNote?.remove();
    question.box.prepend(question.conflict);
    this.fail(question, "Not saved: somebody else saved another answer. Choose which to keep.");
  }

  clicked(button) {
    const question = button && this.questionOf(button);
    if (!question) {
      return;
    }
    const { choice } = button.dataset;
    if ("show" in button.dataset) {
      this.showTheirs(question);
    } else if (choice === "edit") {
      question.conflict.querySelector("[data-mine]").parentElement.replaceChildren(
        element("p", "govuk-body", "Yours is what the boxes below hold. When it is right, press “Keep mine”."),
      );
      question.first?.focus();
    } else if (choice) {
      this.choose(question, choice);
    }
  }

  choose(question, choice) {
    const { revisions, theirs } = question.offered;
    question.conflict.remove();
    question.conflict = undefined;
    if (!theirs) {
      question.show(false);
      this.say("");
    } else {
      question.base = revisions;
      question.isDue = true;
      if (choice === "theirs") {
        question.replace(theirs);
        question.say("Theirs is kept");
        this.say("Theirs is kept.");
      }
    }
    this.writeBases();
    this.guardLeaving();
    question.first?.focus({ preventScroll: true });
    this.tryNow();
  }

  async showTheirs(question) {
    const fresh = await this.fetchPage();
    const box = fresh.getElementById(`question-${question.key}`);
    const bases = fresh.querySelector("[name=revisions]")?.value.split(" ") ?? [];
    const base = bases.find((one) => one.startsWith(`${question.key}:`));
    if (box && base && !question.isChanged) {
      question.base = base;
      question.replace(box.outerHTML);
      question.first?.focus();
      this.writeBases();
    }
  }

  /** The buttons send the whole section, once what is open here is saved: if it cannot be, nobody is led away. */
  async submitted(event) {
    const { submitter } = event;
    if (!this.isLeaving && (this.isSending || this.unsaved.length)) {
      event.preventDefault();
      if (await this.flush()) {
        this.leave();
        this.form.requestSubmit(submitter);
      }
    } else {
      this.leave();
    }
  }

  leave() {
    this.isLeaving = true;
    this.guardLeaving();
    this.number += 1;
    this.form.elements.page.value = this.page;
    this.form.elements.number.value = this.number;
  }

  /** Save everything that can be. False while the service cannot be reached; what it refused, the button shows. */
  async flush() {
    this.isWaiting = false;
    for (const question of this.unsaved) {
      question.isDue = true;
    }
    while (this.isSending || (this.due && !this.isWaiting)) {
      if (this.isSending) {
        await new Promise((resolve) => (this.finished = resolve));
      } else {
        await this.send();
      }
    }
    return !this.isWaiting;
  }
}

/** Says that this section is open here, and hears who else is in it. */
class Presence {
  constructor(section) {
    this.section = section;
    this.form = section.form;
    this.here = document.querySelector("[data-here]");
    setInterval(() => this.beat(), BEAT);
    document.addEventListener("visibilitychange", () => this.beat());
    addEventListener("pagehide", () => navigator.sendBeacon(this.form.dataset.presence, this.body({ left: 1 })));
    this.beat();
  }

  body(more = {}) {
    const { csrf_token, revisions } = this.form.elements;
    const held = { csrf_token: csrf_token.value, revisions: revisions.value, page: this.section.page, number: 0 };
    return new URLSearchParams({ ...held, ...more });
  }

  async beat() {
    if (document.visibilityState !== "visible" || this.section.isOver) {
      return;
    }
    try {
      const headers = { Accept: "application/json" };
      const signal = AbortSignal.timeout(TIMEOUT);
      const answer = await fetch(this.form.dataset.presence, { method: "POST", headers, body: this.body(), signal });
      if (answer.status === 401) {
        this.section.saySignedOut("You have been signed out.");
      } else if (answer.ok) {
        this.tell(await answer.json());
      }
    } catch {
      // Whoever is here too can wait for the next beat.
    }
  }

  tell({ here, changed }) {
    const words = here.length ? `In this section now: ${here.join(", ")}. You can all write: nobody’s words are overwritten.` : "";
    if (this.words !== words && (words || this.words)) {
      this.words = words;
      this.here.textContent = words;
      this.here.hidden = !words;
    }
    for (const one of changed) {
      this.note(one);
    }
  }

  note({ question: key, number, by, at }) {
    const question = this.section.questions.get(key);
    if (!question || question.isChanged || question.conflict || question.changedNote?.isConnected) {
      return;
    }
    const note = element("p", "app-question__changed", `${by} changed the answer to ${number} at ${at}. `);
    const button = element("button", "app-question__show", "Show it");
    button.type = "button";
    button.dataset.show = "";
    note.append(button);
    note.setAttribute("role", "status");
    question.changedNote = note;
    question.box.prepend(note);
  }
}

const form = document.querySelector("form[data-saves]");
if (form && AbortSignal.timeout) {
  new Presence(new Section(form));
}
