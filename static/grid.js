// The year's grid as a spreadsheet: arrows and Enter move, a block from Excel is pasted, changes are marked.
// Without this file the grid is an ordinary form.
const table = document.querySelector("[data-grid]");
const form = document.querySelector("[data-grid-form]");
const status = document.querySelector("[data-grid-status]");
const YES = ["x", "có", "1"];

const cellOf = (input) => input.closest("td");
const inputOf = (cell) => cell?.querySelector("input:not([type=hidden])") ?? null;
const shownOf = (input) => input.previousElementSibling.value;
const typedOf = (input) => (input.type === "checkbox" ? (input.checked ? input.value : "") : input.value);

// The nearest cell with a field from here on, column by column or row by row; none at the edge.
function neighbour(input, rows, columns) {
  const all = table.tBodies[0].rows;
  let y = cellOf(input).parentElement.sectionRowIndex + rows;
  let x = cellOf(input).cellIndex + columns;
  while (all[y]?.cells[x]) {
    const found = inputOf(all[y].cells[x]);
    if (found) return found;
    y += rows;
    x += columns;
  }
  return null;
}

// Left and right leave a field only where the caret cannot go further.
function mayLeave(input, forward) {
  if (input.type === "checkbox") return true;
  const { selectionStart: start, selectionEnd: end, value } = input;
  if (start === 0 && end === value.length) return true;
  return start === end && start === (forward ? value.length : 0);
}

function onKey(event) {
  const input = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !cellOf(input)) return;
  const steps = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    Enter: [event.shiftKey ? -1 : 1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  };
  const step = Object.hasOwn(steps, event.key) ? steps[event.key] : null;
  if (!step || (event.shiftKey && event.key !== "Enter")) return;
  if (step[1] !== 0 && !mayLeave(input, step[1] > 0)) return;
  event.preventDefault();
  const next = neighbour(input, ...step);
  next?.focus();
  if (next && next.type !== "checkbox") next.select();
}

// Excel puts a text that holds a tab, a line break or a quote between quotes and doubles the quotes inside.
function blockOf(text) {
  const rows = [[]];
  const piece = /(?:"((?:[^"]|"")*)"|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/y;
  while (piece.lastIndex < text.length) {
    const at = piece.lastIndex;
    const found = piece.exec(text) ?? plainPiece(text, at, piece);
    rows.at(-1).push((found[1]?.replaceAll('""', '"') ?? found[2]).replace(/\s+/g, " ").trim());
    if (found[3] !== "\t" && piece.lastIndex < text.length) rows.push([]);
    if (found[3] === "\t" && piece.lastIndex === text.length) rows.at(-1).push("");
  }
  return rows;
}

// A cell that begins with a quote of its own, as in «"Xuân" 2026», is taken as it stands.
function plainPiece(text, at, piece) {
  const plain = /([^\t\r\n]*)(\t|\r\n|\r|\n|$)/y;
  plain.lastIndex = at;
  const found = plain.exec(text);
  piece.lastIndex = plain.lastIndex;
  return [found[0], undefined, found[1], found[2]];
}

function fill(input, text) {
  if (input.type === "checkbox") input.checked = YES.includes(text.toLowerCase());
  else input.value = text;
  mark(input);
}

function onPaste(event) {
  const input = event.target;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!cellOf(input) || !/[\t\r\n]/.test(text)) return;
  event.preventDefault();
  const top = cellOf(input).parentElement.sectionRowIndex;
  const left = cellOf(input).cellIndex;
  let filled = 0;
  let outside = 0;
  blockOf(text).forEach((row, y) => {
    row.forEach((value, x) => {
      const target = inputOf(table.tBodies[0].rows[top + y]?.cells[left + x]);
      if (target) {
        fill(target, value);
        filled += 1;
      } else if (value !== "") outside += 1;
    });
  });
  tell(`Đã dán ${filled} ô${outside ? `; ${outside} ô không có chỗ trong bảng nên bỏ qua` : ""}.`);
}

function mark(input) {
  cellOf(input).classList.toggle("is-changed", typedOf(input).trim() !== shownOf(input));
}

const changed = () => table.querySelectorAll("td.is-changed").length;

function tell(before = "") {
  const count = changed();
  status.textContent = [before, count ? `${count} ô đã sửa, chưa ghi.` : ""].join(" ").trim();
}

function markAll() {
  table.querySelectorAll("tbody td").forEach((cell) => inputOf(cell) && mark(inputOf(cell)));
  tell();
}

let leaving = false;
table.addEventListener("keydown", onKey);
table.addEventListener("paste", onPaste);
for (const moment of ["input", "change", "focusout"]) {
  table.addEventListener(moment, (event) => {
    if (!cellOf(event.target)) return;
    mark(event.target);
    if (moment !== "focusout") tell();
  });
}
form.addEventListener("submit", () => (leaving = true));
window.addEventListener("pageshow", () => {
  leaving = false;
  markAll();
});
window.addEventListener("beforeunload", (event) => {
  if (!leaving && changed()) event.preventDefault();
});
