// Comforts only: every page reads and every form sends without this file.
const typing = (element) => element.closest("input, select, textarea, [contenteditable]") !== null;
const rows = () => [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent !== null);

function focusSearch() {
  const field = document.querySelector("input[type=search]");
  field?.focus();
  field?.select();
  return field;
}

function openMarked(key) {
  const link = document.querySelector(`a[data-key="${key}"]`);
  link?.click();
  return link;
}

// The row that holds the focus, or a link in it, is where the arrows start from.
function moveRow(step) {
  const all = rows();
  if (all.length === 0) return null;
  const at = all.indexOf(document.activeElement.closest("[data-row]"));
  const row = all[at < 0 ? (step > 0 ? 0 : -1) : at + step];
  if (!row) return null;
  row.tabIndex = -1;
  row.focus();
  return row;
}

function openRow(element) {
  if (!element.matches("[data-row]")) return null;
  const link = element.querySelector("a[href]");
  link?.click();
  return link;
}

// Arrows scroll the page unless a row is already chosen or the search field has just been left by them.
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || event.isComposing) return;
  const from = event.target;
  const fromSearch = from.matches?.("input[type=search]") && event.key === "ArrowDown";
  if (typing(from) && !fromSearch) return;
  const acts = {
    "/": focusSearch,
    n: () => openMarked("n"),
    ArrowDown: () => moveRow(1),
    ArrowUp: () => (from.closest("[data-row]") ? moveRow(-1) : null),
    Enter: () => openRow(from),
    Escape: closeMenus,
  };
  if (Object.hasOwn(acts, event.key) && acts[event.key]()) event.preventDefault();
}

function closeMenus() {
  const open = document.querySelectorAll("details.account[open], details.more-menu[open]");
  open.forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  return open.length > 0;
}

// 240223, 24/2/23, 24-2-2023 and 24.02.23 become 24/02/2023; anything else stays as typed for the server to judge.
// Two-digit years from the pivot on (data-date="30", else 70) are of the last century, as the server reads them.
function spelledDate(text, pivot) {
  const digits = /^(\d{2})(\d{2})(\d{4}|\d{2})$/;
  const parted = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$/;
  const found = digits.exec(text.trim()) ?? parted.exec(text.trim());
  if (!found) return text;
  const [, day, month, year] = found;
  const century = Number(year) >= pivot ? "19" : "20";
  return `${day.padStart(2, "0")}/${month.padStart(2, "0")}/${year.length === 2 ? century + year : year}`;
}

function onBlur(event) {
  const field = event.target;
  if (field.matches?.("input[data-date]")) field.value = spelledDate(field.value, Number(field.dataset.date) || 70);
}

// A second press while the first is on its way sends nothing; going back to the page frees the button.
function onSubmit(event) {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(freeForms, 8000); // an answer that is a download leaves the page standing
  form.querySelectorAll("button:not([type=button])").forEach((button) => button.classList.add("is-busy"));
}

function freeForms() {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll(".is-busy").forEach((button) => button.classList.remove("is-busy"));
  });
}

document.addEventListener("keydown", onKey);
document.addEventListener("focusout", onBlur);
document.addEventListener("submit", onSubmit);
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.account[open], details.more-menu[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
window.addEventListener("pageshow", freeForms);

// htmx is fetched only by pages that use it, and after load: earlier it would wait for a moment already past.
const htmxFile = document.querySelector("script[data-htmx]").dataset.htmx;
window.addEventListener("load", () => {
  if (!document.querySelector("[hx-get], [hx-post]")) return;
  const script = document.createElement("script");
  script.src = htmxFile;
  document.head.append(script);
});
