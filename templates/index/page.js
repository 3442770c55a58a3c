(() => {
  const finder = document.querySelector(".finder");
  const find = document.getElementById("find");
  const onlyOpen = document.getElementById("only-open");
  const found = document.getElementById("found");
  if (!finder || !find || !onlyOpen || !found) return;
  finder.hidden = false;
  const tasks = [...document.querySelectorAll(".task")].map((item) => [item, item.textContent.toLowerCase()]);
  const show = () => {
    const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [item, text] of tasks) {
      const fits = words.every((word) => text.includes(word)) && (!onlyOpen.checked || item.dataset.open === "yes");
      item.hidden = !fits;
      if (fits) count += 1;
    }
    for (const part of document.querySelectorAll(".part")) {
      part.hidden = !part.querySelector(".task:not([hidden])");
    }
    found.textContent = words.length || onlyOpen.checked ? `${count} ${found.dataset.of} ${tasks.length}` : "";
  };
  find.addEventListener("input", show);
  onlyOpen.addEventListener("change", show);
})();
