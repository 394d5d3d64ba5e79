// A list to choose from: one tick takes all, the button tells how many are chosen. Without this file it is a plain form.
const form = document.querySelector("[data-choose]");
const boxes = [...form.querySelectorAll('input[name="people"]')];
const button = form.querySelector("[data-choose-label]");
const all = document.createElement("input");

function tell() {
  const chosen = boxes.filter((box) => box.checked).length;
  button.textContent = button.dataset.chooseLabel.replace("{n}", chosen);
  button.toggleAttribute("disabled", chosen === 0);
  all.checked = chosen === boxes.length;
  all.indeterminate = chosen > 0 && chosen < boxes.length;
}

// The tick that takes all stands above the list, where phones show it too.
function addAll() {
  const label = document.createElement("label");
  label.className = "choice";
  all.type = "checkbox";
  label.append(all, ` Chọn cả ${boxes.length} người`);
  form.querySelector(".card-head").append(label);
}

addAll();
form.querySelector("[name=everybody]").remove(); // the tick above does it, and shows whom
tell();
all.addEventListener("change", () => {
  for (const box of boxes) box.checked = all.checked;
  tell();
});
form.addEventListener("change", tell);
window.addEventListener("pageshow", tell);
