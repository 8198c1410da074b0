// Signs in whoever was chosen, then goes where the page was asked for.
const page = document.querySelector("[data-next]");
const form = document.querySelector("form");
const field = document.querySelector("#name");
const trouble = document.querySelector("[role=alert]");

const controls = () => page.querySelectorAll("button, input");

async function begin(who) {
  trouble.textContent = "";
  for (const control of controls()) control.disabled = true;
  try {
    const answer = await fetch("/api/login", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Claims": "1" },
      body: JSON.stringify(who),
    });
    if (answer.ok) {
      location.replace(page.dataset.next);
      return;
    }
    refuse((await answer.json()).message);
  } catch {
    refuse("The program does not answer. Look whether it still runs in its terminal, then try again.");
  }
}

function refuse(sentence) {
  for (const control of controls()) control.disabled = false;
  trouble.textContent = sentence;
  field.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  begin({ name: field.value });
});
for (const button of page.querySelectorAll("[data-analyst]")) {
  button.addEventListener("click", () => begin({ analyst: button.dataset.analyst }));
}
// Whoever types a name while a name of the list has the focus means a new one: Enter must not choose.
page.addEventListener("keydown", (event) => {
  const letter = event.key.length === 1 && event.key !== " ";
  if (letter && !event.ctrlKey && !event.metaKey && !event.altKey && event.target !== field) field.focus();
});
// The way back in history shows this page as it was left, with everything switched off.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
