/**
 * Questions to a page from inside it. Handed over as text, because the types of a document and those of a Worker do not fit into one
 * program. Changes nothing on the page.
 */
globalThis.look = (() => {
  const INTERACTIVE = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, iframe, [tabindex], [contenteditable]';
  const OUTLINE_PX_MIN = 2;

  /** Of radio buttons of one name Tab reaches one: the chosen one, else the first. */
  function isStopOfGroup(element) {
    if (element.type !== "radio") return true;
    const group = [...document.querySelectorAll('input[type="radio"]')].filter(
      ({ name, form, disabled }) => name === element.name && form === element.form && !disabled,
    );
    return element === (group.find(({ checked }) => checked) ?? group[0]);
  }

  /** A browser makes a stop of a box that scrolls, and of what has no control in it. */
  const interactive = () =>
    [...document.querySelectorAll(INTERACTIVE)].filter(
      (element) =>
        !element.disabled &&
        !element.closest('[inert], [aria-hidden="true"]') &&
        element.checkVisibility({ visibilityProperty: true }) &&
        isStopOfGroup(element),
    );

  function described(element) {
    const words = (element.innerText ?? "").trim() || element.getAttribute("aria-label") || element.name || element.id;
    return `${element.localName} ${words}`.slice(0, 60);
  }

  function hasOutline(element) {
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= OUTLINE_PX_MIN && outlineColor !== "rgba(0, 0, 0, 0)";
  }

  /** A label that surrounds a control may show the focus for it. */
  function showsFocus(element) {
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    const isInView = width > 0 && height > 0 && right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
    const label = element.closest("label");
    return isInView && (hasOutline(element) || (label !== null && hasOutline(label)));
  }

  return {
    controls: () => interactive().map(described),

    /** The stop that has the focus, by its place among the controls; null where none has it. */
    focused() {
      const element = document.activeElement;
      if (element === null || element === document.body || element === document.documentElement) return null;
      return { place: interactive().indexOf(element), name: described(element), isVisible: showsFocus(element) };
    },

    /**
     * Shifts with what moved, when two more frames have been drawn; none where they come to no more than `sumMax`. A browser with little time draws
     * a page before its last line is there, and what stands there already moves by a few pixels, also in the first frame after the load.
     */
    async layoutShifts(sumMax) {
      const shifts = [];
      const observer = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
      observer.observe({ type: "layout-shift", buffered: true });
      for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
      shifts.push(...observer.takeRecords());
      const moved = ({ sources }) => sources.map(({ node }) => (node instanceof Element ? described(node) : (node?.nodeName ?? "nothing")));
      const sum = shifts.reduce((total, { value }) => total + value, 0);
      const counted = sum > sumMax ? shifts : [];
      return counted.map((shift) => `${shift.value.toFixed(4)}: ${moved(shift).join(", ")}`);
    },

    /** The elements that reach past the window's inline end and is not in a box that scrolls by itself; empty where the page does not scroll sideways. */
    tooWide() {
      const { clientWidth, scrollWidth } = document.documentElement;
      if (scrollWidth <= clientWidth) return [];
      return [...document.querySelectorAll("body *")]
        .filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5)
        .map(described);
    },

    /** Controls that a finger would miss. A link in running text is as high as its line, and a box to tick is as large as its label. */
    tooSmall(pxMin) {
      const controls = 'button, select, textarea, summary, .button, input:not([type="hidden"], [type="checkbox"], [type="radio"])';
      return [...document.querySelectorAll(controls)]
        .filter((element) => element.checkVisibility() && element.getBoundingClientRect().height < pxMin - 0.5)
        .map(described);
    },

    /** Boxes whose text is wider than they are and that neither scroll nor are hidden from sight on purpose. */
    cut() {
      const own = (element) => [...element.childNodes].some(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim() !== "");
      const isMadeToScroll = (element) => {
        for (let box = element; box !== null; box = box.parentElement)
          if (["auto", "scroll"].includes(getComputedStyle(box).overflowX)) return true;
        return false;
      };
      return [...document.querySelectorAll("body *")]
        .filter(
          (element) =>
            own(element) && element.checkVisibility() && element.closest("[aria-hidden=true]") === null && element.clientWidth > 1,
        )
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && !isMadeToScroll(element))
        .map(described);
    },

    /** Texts that are names of messages. Code names files as well, with the same dot. */
    keys() {
      const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walker.nextNode()) {
        const text = walker.currentNode.data.trim();
        if (/^[a-z_]+(?:\.[a-z_]+)+$/u.test(text) && walker.currentNode.parentElement.closest("code") === null) found.push(text);
      }
      return found;
    },
  };
})();
