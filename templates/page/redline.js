// Comfort only: n and p go to the next and the previous changed clause, j and k to the next and the previous
// change. The switch in the bar turns the keys off.
const keys = document.getElementById("page-keys");
const steps = { n: [".change", 1], p: [".change", -1], j: [".pair", 1], k: [".pair", -1] };
const line = () => document.querySelector("body > .bar").getBoundingClientRect().bottom + 24;

function toward(selector, way) {
  const tops = [...document.querySelectorAll(selector)].map((place) => [place, place.getBoundingClientRect().top]);
  const [place] = (way > 0 ? tops.find(([, top]) => top > line()) : tops.findLast(([, top]) => top < line() - 8)) ?? [];
  document.querySelector(".here")?.classList.remove("here");
  if (!place) return;
  place.classList.add("here");
  place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView();
}

document.addEventListener("keydown", (event) => {
  const step = steps[event.key];
  if (!step || !keys.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  toward(...step);
});
document.documentElement.classList.add("scripted");
