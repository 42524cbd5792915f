// The moderator's desk: questions open in place and are saved by themselves when the moderator goes on. Without this
// script the same addresses are whole pages. What is not saved is kept in this page alone.

const { choose, isForPage, isLevel, offer, openList } = await import(document.getElementById("page-keys").href);

const desk = document.querySelector("[data-desk]");
const here = desk?.querySelector("[data-here]");
const bar = desk?.querySelector("[data-saving]");
const spoken = desk?.querySelector("[data-spoken]");
const TIMEOUT = 15000;
const WAITS = [2000, 5000, 15000, 30000];
const COPY = "Copy what you typed before you leave this page.";

/** The panels of questions opened so far, by question: what was typed stays in them while others are looked at. */
const panels = new Map();
let tries = 0;
let retryTimer;

const itemOf = (key) => desk.querySelector(`[data-item="${CSS.escape(key)}"]`);
const linkOf = (key) => itemOf(key)?.querySelector("a");
const keysInQueue = () => [...desk.querySelectorAll("[data-item]")].map((item) => item.dataset.item);
const current = () => here.querySelector("[data-question]");
const formOf = (panel) => panel.querySelector("form[data-judge]");
const held = (panel) => {
  const form = formOf(panel);
  const typed = [...new FormData(form)].filter(([name]) => /^(rating|reason)-/.test(name));
  return JSON.stringify(typed.map(([name, text]) => [name, String(text).trim()]));
};
const isChanged = (panel) => panel.dataset.saved !== undefined && held(panel) !== panel.dataset.saved;
const isChosen = (panel) => Boolean(panel.querySelector("input[type=radio]:checked"));
const isJudged = (key) => itemOf(key)?.querySelector("[data-status]").classList.contains("app-desk__status--judged");

function made(html) {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild;
}

/** A panel as it came from the server begins with nothing unsaved. */
function known(panel) {
  panel.dataset.saved = held(panel);
  panels.set(panel.dataset.question, panel);
  return panel;
}

function say(words, hasFailed = false, key = null) {
  bar.hidden = false;
  bar.classList.toggle("app-desk__saving--failed", hasFailed);
  bar.replaceChildren(words);
  if (key && key !== current().dataset.question) {
    const link = document.createElement("a");
    link.className = "govuk-link";
    link.href = linkOf(key)?.href ?? "#";
    link.textContent = `Go to ${number(key)}`;
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(key);
    });
    bar.append(" ", link);
  }
  if (words !== "Saving…") spoken.textContent = words;
}

const number = (key) => panels.get(key).querySelector(".app-desk__number").textContent;

function mark(key, words, kind) {
  const status = itemOf(key)?.querySelector("[data-status]");
  if (!status) return;
  status.dataset.was ??= status.outerHTML;
  if (kind === "judged") delete status.dataset.was;
  status.textContent = words;
  status.classList.toggle("app-desk__status--judged", kind === "judged");
  status.classList.toggle("app-desk__status--failed", kind === "failed");
}

/** What was typed was taken back: what the server has stands again. */
function unmark(key) {
  const status = itemOf(key)?.querySelector("[data-status]");
  if (status?.dataset.was) status.replaceWith(made(status.dataset.was));
}

function fetched(address, more = {}) {
  const headers = { Accept: "application/json" };
  return fetch(address, { headers, signal: AbortSignal.timeout(TIMEOUT), ...more });
}

/** The panel of a question: the one opened before, or a new one from the server. */
async function panelOf(key) {
  if (panels.has(key)) return panels.get(key);
  const answer = await fetched(linkOf(key).href);
  if (answer.redirected || !answer.headers.get("Content-Type")?.startsWith("application/json")) throw new Error(key);
  const said = await answer.json();
  return panels.get(key) ?? known(made(said.html));
}

async function show(key, { push = true, focus = true } = {}) {
  const link = linkOf(key);
  if (!link || key === current()?.dataset.question) return;
  let panel;
  try {
    panel = await panelOf(key);
  } catch {
    location.assign(link.href); // whatever stands in the way, the page of the question says it
    return;
  }
  here.replaceChildren(panel);
  desk.querySelectorAll(".app-desk__link[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
  link.setAttribute("aria-current", "true");
  link.scrollIntoView({ block: "nearest" });
  document.title = `${number(key)}: ${document.title.replace(/^[^:]*: /, "")}`;
  if (push) history.pushState({ key }, "", link.href);
  prepare(panel);
  if (focus) panel.querySelector("h2").focus({ preventScroll: true });
  here.scrollIntoView({ block: "nearest" });
  if (here.getBoundingClientRect().top < 0) here.scrollIntoView();
  ahead(key);
}

/** The next one is fetched while this one is read. */
function ahead(key) {
  const next = neighbour(key, 1);
  if (next) panelOf(next).catch(() => {});
}

async function prepare(panel) {
  if (panel.dataset.prepared) return;
  panel.dataset.prepared = "yes";
  const { initAll } = await import(document.getElementById("govuk-frontend").href);
  initAll({ scope: panel });
}

function neighbour(key, step) {
  const keys = keysInQueue();
  return keys[keys.indexOf(key) + step];
}

function nextLeft(key) {
  const keys = keysInQueue();
  const from = keys.indexOf(key) + 1;
  return [...keys.slice(from), ...keys.slice(0, from)].find((one) => one !== key && !isJudged(one));
}

/** Save one question. True once the server has it. */
async function save(panel, then = "") {
  const key = panel.dataset.question;
  const form = formOf(panel);
  if (panel.dataset.saving) return false;
  panel.dataset.saving = "yes";
  const text = held(panel);
  const body = new URLSearchParams(new FormData(form));
  if (then) body.set("then", then);
  say("Saving…");
  try {
    const answer = await fetched(form.action, { method: "POST", body });
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    return await answered(panel, text, answer, isJson ? await answer.json() : {});
  } catch {
    lost(key, navigator.onLine ? "the service cannot be reached" : "you are offline", then);
    return false;
  } finally {
    delete panel.dataset.saving;
    guard();
  }
}

async function answered(panel, text, answer, said) {
  const key = panel.dataset.question;
  if (answer.ok && said.state === "saved") {
    taken(panel, text, said);
    return true;
  }
  if (said.state === "refused") {
    fail(key, `Not saved: ${said.why}`);
    error(panel, said);
  } else if (said.state === "conflict") {
    const fresh = replace(panel, said.html);
    fresh.dataset.saved = "[]";
    fail(key, `Not saved: ${said.why}`);
  } else if (said.state === "locked") {
    fail(key, `Not saved: ${said.why} ${COPY}`);
  } else if ([400, 401].includes(answer.status)) {
    await signedOut(panel);
  } else if (answer.ok || answer.status === 429 || answer.status >= 500) {
    lost(key, answer.ok ? "the network answered in place of the service" : "the service is busy");
  } else {
    fail(key, `Not saved: this return is no longer open to you. ${COPY}`);
  }
  return false;
}

function taken(panel, text, said) {
  tries = 0;
  const key = panel.dataset.question;
  if (held(panel) === text) replace(panel, said.html);
  else panel.dataset.saved = text; // more was typed while this was on its way
  mark(key, said.status, "judged");
  desk.querySelector("[data-left]").textContent = said.left
    ? `${said.left} of ${said.of} ${said.of === 1 ? "question" : "questions"} not judged`
    : `All ${said.of} judged`;
  say(`Saved at ${said.at}.`);
  if (said.requeue) requeue();
}

/** In a blind audit a rating that is seen now may bring up other questions. */
async function requeue() {
  const answer = await fetch(location.href, { signal: AbortSignal.timeout(TIMEOUT) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-queue]");
  if (fresh) desk.querySelector("[data-queue]").replaceWith(fresh);
}

function replace(panel, html) {
  const fresh = made(html);
  const had = panel.contains(document.activeElement);
  if (panel.isConnected) panel.replaceWith(fresh);
  known(fresh);
  if (fresh.isConnected) {
    prepare(fresh);
    if (had) fresh.querySelector("h2").focus({ preventScroll: true });
  }
  return fresh;
}

function fail(key, words) {
  mark(key, "Not saved", "failed");
  say(words, true, key);
}

function error(panel, { where, why, keep }) {
  clearError(panel);
  const box = where === "reason" ? panel.querySelector("textarea") : panel.querySelector("fieldset");
  const message = document.createElement("p");
  message.className = "govuk-error-message";
  message.id = `error-${panel.dataset.question}`;
  const prefix = document.createElement("span");
  prefix.className = "govuk-visually-hidden";
  prefix.textContent = "Error: ";
  message.append(prefix, why);
  box.closest(".govuk-form-group").classList.add("govuk-form-group--error");
  where === "reason" ? box.before(message) : box.querySelector("legend").after(message);
  box.setAttribute("aria-describedby", message.id);
  // Beside a reason that is held back, a box for why its words stay; what was typed into it stays too.
  if (keep && !panel.querySelector(".app-held")) box.closest(".govuk-form-group").after(made(keep));
  if (!panel.isConnected) return;
  (where === "reason" ? box : panel.querySelector("input[type=radio]")).focus();
}

function clearError(panel) {
  panel.querySelectorAll(".govuk-error-message").forEach((one) => one.remove());
  panel.querySelectorAll(".govuk-form-group--error").forEach((one) => one.classList.remove("govuk-form-group--error"));
  panel.querySelectorAll("textarea, fieldset").forEach((one) => one.removeAttribute("aria-describedby"));
}

function lost(key, why, then = "") {
  const wait = WAITS[Math.min(tries, WAITS.length - 1)];
  tries += 1;
  fail(key, `Not saved: ${why}. This page keeps what you typed, and tries again in ${wait / 1000} seconds.`);
  clearTimeout(retryTimer);
  retryTimer = setTimeout(() => save(panels.get(key), then), wait);
}

/** Signed in again in another tab, this page needs that tab's token; somebody else must not save for the first. */
async function signedOut(panel) {
  const key = panel.dataset.question;
  const answer = await fetch(location.href, { signal: AbortSignal.timeout(TIMEOUT) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-desk]");
  if (fresh && fresh.dataset.person !== desk.dataset.person) {
    fail(key, `Not saved: somebody else is signed in in this browser now. ${COPY}`);
  } else if (fresh) {
    const token = page.querySelector("input[name=csrf_token]").value;
    [...panels.values(), document].forEach((one) =>
      one.querySelectorAll("input[name=csrf_token]").forEach((input) => (input.value = token)),
    );
    lost(key, "the page was out of date");
  } else {
    fail(key, "Not saved: you have been signed out. This page keeps what you typed. ");
    const link = document.createElement("a");
    Object.assign(link, { className: "govuk-link", href: desk.dataset.signIn, target: "_blank", rel: "noopener" });
    link.textContent = "Sign in again in another tab";
    bar.append(link);
    clearTimeout(retryTimer);
    retryTimer = setTimeout(() => save(panels.get(key)), WAITS[2]);
  }
}

/** Go to another question; what was chosen here is saved meanwhile, what is not finished stays as it is. */
function go(key) {
  const panel = current();
  if (!key) return;
  if (isChanged(panel)) {
    if (isChosen(panel)) save(panel);
    else mark(panel.dataset.question, "Not saved: choose a rating", "failed");
  }
  show(key);
}

async function saveAndGoOn(then = "next") {
  const panel = current();
  const key = panel.dataset.question;
  const mustSave = then !== "next" || isChanged(panel) || !isJudged(key);
  if (mustSave && !(await save(panel, then))) return;
  if (current().dataset.question !== key) return;
  const next = nextLeft(key);
  if (next) await show(next);
  else say("Every question in this list is judged.");
}

const unsaved = () => [...panels.values()].filter(isChanged);
const warn = (event) => event.preventDefault();
function guard() {
  (unsaved().length ? addEventListener : removeEventListener)("beforeunload", warn);
}

function pressed(event) {
  const inReason = event.target.matches("textarea");
  if (inReason && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    saveAndGoOn();
  } else if (inReason && event.key === "Escape") {
    current().querySelector("h2").focus();
  }
  if (!isForPage(event)) return;
  const isArrow = event.key.startsWith("Arrow");
  // Arrows move between levels, and scroll the list, where those have the focus.
  if (isArrow && event.target.matches("input, [data-queue], [data-queue] *, summary")) return;
  const action = actions[event.key] ?? (isLevel(event.key) && (() => pick(`[data-digit="${event.key}"]`)));
  if (action) {
    event.preventDefault();
    action();
  }
}

const pick = (which) => choose(current().querySelector(`input${which}`), spoken);
const step = (by) => () => go(neighbour(current().dataset.question, by));
const actions = {
  j: step(1),
  ArrowDown: step(1),
  k: step(-1),
  ArrowUp: step(-1),
  a: () => pick("[data-self]"),
  n: () => saveAndGoOn(),
  r: () => current().querySelector("textarea").focus(),
  "?": openList,
};

function listen() {
  document.addEventListener("keydown", pressed);
  desk.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-judge]")) return;
    event.preventDefault();
    saveAndGoOn(event.submitter?.value);
  });
  desk.addEventListener("click", (event) => {
    const item = event.target.closest("[data-item] a");
    if (!item || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go(item.closest("[data-item]").dataset.item);
  });
  const changed = ({ target }) => {
    const panel = target.closest("[data-question]");
    if (!panel || !target.name) return;
    if (target.matches("[data-template]") && target.value) begin(panel, target);
    if (!target.closest(".app-held")) clearError(panel);
    if (isChanged(panel)) mark(panel.dataset.question, "Not saved yet", "");
    else unmark(panel.dataset.question);
    guard();
  };
  here.addEventListener("input", changed);
  here.addEventListener("change", changed);
  addEventListener("popstate", () => {
    const key = keysInQueue().find((one) => new URL(linkOf(one).href).pathname === location.pathname);
    if (key) show(key, { push: false });
  });
}

/** Words to begin from go into the box, after what is there. */
function begin(panel, select) {
  const box = panel.querySelector("textarea");
  box.value = box.value.trim() ? `${box.value.trim()} ${select.value}` : select.value;
  select.value = "";
  box.focus();
}

if (here && AbortSignal.timeout && formOf(current() ?? document)) {
  const panel = known(current());
  panel.dataset.prepared = "yes";
  // What came back with an error is not saved.
  if (panel.querySelector(".govuk-error-message")) panel.dataset.saved = "[]";
  history.replaceState({ key: panel.dataset.question }, "");
  offer(desk);
  listen();
  guard();
  ahead(panel.dataset.question);
}
