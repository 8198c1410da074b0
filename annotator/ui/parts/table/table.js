// A table of others' text. Every cell is set as text; nothing of it can become part of the page.

/**
 * @typedef {object} Shown
 * @property {string} label
 * @property {string[]} columns
 * @property {string[][]} rows
 * @property {Record<string, [string, string]>} letters the letter and the colour of each tag
 * @property {number[]} tags columns in which a tag stands
 * @property {number[]} numbers columns set flush right
 * @property {number[]} wide columns that are cut
 */

/**
 * @param {keyof HTMLElementTagNameMap} name
 * @param {(Node | string)[]} children
 */
function element(name, ...children) {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

/**
 * @param {Shown} shown
 * @param {HTMLElement} cell
 * @param {number} column
 * @param {string} text
 */
function fill(shown, cell, column, text) {
  const found = shown.tags.includes(column) ? shown.letters[text] : undefined;
  if (found !== undefined) {
    const [letter, colour] = found;
    const badge = element("i", letter);
    badge.dataset.look = colour;
    badge.style.setProperty("--mark", `var(--ca-${colour})`);
    badge.style.setProperty("--on", `var(--ca-on-${colour})`);
    badge.ariaHidden = "true";
    cell.append(badge);
  }
  const words = element("bdi", text);
  if (shown.numbers.includes(column)) cell.className = "number";
  if (shown.wide.includes(column)) {
    cell.className = "wide";
    cell.title = text;
  }
  cell.append(words);
}

/** @param {Shown} shown */
function table(shown) {
  const heads = shown.columns.map((name, column) => {
    const head = element("th", element("bdi", name));
    head.setAttribute("scope", "col");
    if (shown.numbers.includes(column)) head.className = "number";
    return head;
  });
  const rows = shown.rows.map((texts) =>
    element(
      "tr",
      ...texts.map((text, column) => {
        const cell = element("td");
        fill(shown, cell, column, text);
        return cell;
      }),
    ),
  );
  return element("table", element("thead", element("tr", ...heads)), element("tbody", ...rows));
}

/**
 * Streamlit calls this again, with the same parent, whenever the data have changed.
 *
 * @param {{ data: Shown, parentElement: HTMLElement | ShadowRoot }} component
 */
export default function show({ data, parentElement }) {
  const frame = parentElement.querySelector("#frame");
  if (!(frame instanceof HTMLElement)) return;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", data.label);
  frame.tabIndex = 0; // it scrolls sideways: the arrows must reach it
  frame.replaceChildren(table(data));
}
