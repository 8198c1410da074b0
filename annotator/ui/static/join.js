// Signs in by a personal link, or out again, then goes on.
const page = /** @type {HTMLElement} */ (document.querySelector("[data-next]"));
const form = /** @type {HTMLFormElement} */ (document.querySelector("form"));
const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
const trouble = /** @type {HTMLElement} */ (form.querySelector("[role=alert]"));

/** @param {string} sentence */
function refuse(sentence) {
  button.disabled = false;
  trouble.textContent = sentence;
  button.focus();
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  trouble.textContent = "";
  button.disabled = true;
  try {
    const answer = await fetch(form.dataset.api ?? "", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Claims": "1" },
      body: JSON.stringify({ token: location.pathname.split("/").pop() }),
    });
    // In place of this page: the way back in history must not lead to the link again.
    if (answer.ok) location.replace(page.dataset.next ?? "/");
    else refuse((await answer.json()).message);
  } catch {
    refuse("The program does not answer. Try again in a moment, or ask whoever runs it.");
  }
});
// The way back in history shows a page as it was left, with its button switched off.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
