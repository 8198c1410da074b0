// Signs in whoever was chosen, then goes where the page was asked for.
const page = one("[data-next]", HTMLElement);
const form = one("form", HTMLFormElement);
const field = one("#name", HTMLInputElement);
const trouble = one("[role=alert]", HTMLElement);

/**
 * @template {Element} T
 * @param {string} selector
 * @param {new () => T} kind
 * @returns {T}
 */
function one(selector, kind) {
  const found = document.querySelector(selector);
  if (!(found instanceof kind)) throw new Error(`The page has no “${selector}”.`);
  return found;
}

/** @param {boolean} disabled */
function lock(disabled) {
  for (const control of page.querySelectorAll("button, input"))
    control.toggleAttribute("disabled", disabled);
}

/** @param {{ name: string } | { analyst: string }} who */
async function begin(who) {
  trouble.textContent = "";
  lock(true);
  try {
    const answer = await fetch("/api/login", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Claims": "1" },
      body: JSON.stringify(who),
    });
    if (answer.ok) {
      location.replace(page.dataset.next ?? "/");
      return;
    }
    refuse((await answer.json()).message);
  } catch {
    refuse("The program does not answer. Look whether it still runs in its terminal, then try again.");
  }
}

/** @param {string} sentence */
function refuse(sentence) {
  lock(false);
  trouble.textContent = sentence;
  field.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  begin({ name: field.value });
});
for (const button of page.querySelectorAll("[data-analyst]")) {
  const analyst = button.getAttribute("data-analyst") ?? "";
  button.addEventListener("click", () => begin({ analyst }));
}
// Whoever types a name while a name of the list has the focus means a new one: Enter must not choose.
page.addEventListener("keydown", (event) => {
  const letter = event.key.length === 1 && event.key !== " ";
  if (letter && !event.ctrlKey && !event.metaKey && !event.altKey && event.target !== field) field.focus();
});
const back = /** @type {HTMLAnchorElement | null} */ (page.querySelector(".back a"));
page.addEventListener("keydown", (event) => {
  if (event.key === "Escape") back?.click();
});
// The way back in history shows this page as it was left, with everything switched off.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
