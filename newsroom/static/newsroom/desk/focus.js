// The focal point of a photo: set by a click on the picture, moved by the arrow keys, kept in two number fields.
const area = document.querySelector("[data-focus]");
const fields = ["x", "y"].map((axis) => document.getElementById(`id_focal_${axis}`));

if (area && fields.every(Boolean)) {
  const point = area.querySelector("[data-focus-point]");
  const cuts = document.querySelectorAll("[data-focus-cuts] img");
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const inside = (value) => Math.min(100, Math.max(0, Math.round(value)));
  const read = () => fields.map((field) => inside(field.value === "" ? 50 : Number(field.value) || 0));

  const show = () => {
    const [x, y] = read();
    Object.assign(point.style, { left: `${x}%`, top: `${y}%` });
    point.setAttribute("aria-label", `Focal point: ${x}% from the left, ${y}% from the top. Arrow keys move it.`);
    cuts.forEach((cut) => { cut.style.objectPosition = `${x}% ${y}%`; });
  };

  const set = (x, y) => {
    [fields[0].value, fields[1].value] = [inside(x), inside(y)];
    show();
  };

  const follow = ({ clientX, clientY }) => {
    const box = area.getBoundingClientRect();
    set((100 * (clientX - box.left)) / box.width, (100 * (clientY - box.top)) / box.height);
  };

  area.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    area.setPointerCapture(event.pointerId);
    point.focus({ preventScroll: true });
    follow(event);
  });
  area.addEventListener("pointermove", (event) => {
    if (area.hasPointerCapture(event.pointerId)) follow(event);
  });
  point.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const [x, y] = read();
    const by = event.shiftKey ? 10 : 1;
    set(x + by * step[0], y + by * step[1]);
  });
  fields.forEach((field) => field.addEventListener("input", show));

  point.hidden = false;
  document.querySelector("[data-focus-words]").hidden = false;
  area.classList.add("focus-on");
  show();
}
