"use strict";
(() => {
  const picture = document.querySelector(".picture");
  const canvas = picture.querySelector("svg");
  const links = JSON.parse(document.getElementById("links").textContent);
  const element = id => document.getElementById(id);
  const visible = node => !node.parentElement.closest("details:not([open])");

  // The end of an arrow: a point within a group, or the group itself while it is folded.
  function place(group, point, origin) {
    const inner = element(point);
    const node = visible(inner) ? inner : element(group);
    const box = node.getBoundingClientRect();
    const outer = element(group).getBoundingClientRect();
    return {
      x: box.left + box.width / 2 - origin.left,
      top: (node === inner ? box : outer).top - origin.top,
      bottom: (node === inner ? box : outer).bottom - origin.top,
      rowTop: element(group).parentElement.getBoundingClientRect().top - origin.top,
      rowBottom: element(group).parentElement.getBoundingClientRect().bottom - origin.top,
    };
  }

  function draw() {
    const origin = picture.getBoundingClientRect();
    const shown = links.filter(link => visible(element(link[0])) && visible(element(link[2])));
    const arriving = new Map();
    const arrows = shown.map(([from, out, to, into]) => {
      const target = element(to);
      const arrow = { from: place(from, out, origin), to: place(to, into, origin), pass: target.classList.contains("pass"),
        ends: target.classList.contains("card") || (target.tagName === "DETAILS" && !target.open) };
      if (arrow.ends) arriving.set(to, [...(arriving.get(to) || []), arrow]);
      return arrow;
    });
    for (const beside of arriving.values()) {
      beside.sort((a, b) => a.from.x - b.from.x);
      beside.forEach((arrow, i) => { arrow.to.x += (i - (beside.length - 1) / 2) * 18; });
    }
    canvas.innerHTML = arrows.map(({ from, to, ends, pass }) => {
      const bend = (to.rowTop - from.rowBottom) / 2;
      const line = `M${from.x} ${from.bottom}V${from.rowBottom}C${from.x} ${from.rowBottom + bend} ${to.x} ${to.rowTop - bend} `
        + `${to.x} ${to.rowTop}V${pass ? to.rowBottom : to.top}`;
      return `<path d="${line}"/>` + (ends ? `<path class="head" d="M${to.x} ${to.top}l-4 -7h8z"/>` : "");
    }).join("");
  }

  const groups = () => document.querySelectorAll(".picture details");
  element("fold").addEventListener("click", () => groups().forEach(group => { group.open = false; }));
  element("unfold").addEventListener("click", () => groups().forEach(group => { group.open = true; }));
  // A step that the address names is shown, whatever is folded around it.
  function reveal() {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (target) target.scrollIntoView({ block: "center" });
  }
  addEventListener("hashchange", reveal);
  new ResizeObserver(draw).observe(picture);
  picture.addEventListener("toggle", draw, true);
  const scroller = picture.parentElement;
  scroller.scrollLeft = (scroller.scrollWidth - scroller.clientWidth) / 2;
  reveal();
  draw();
})();
