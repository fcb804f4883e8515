/**
 * In a page: what reaches over something else, is cut, or is too small to read, a line each. One look at everything that
 * is to be seen, so that a page needs no test of its own for it.
 */
const SMALLEST = 12.5;

export const OUT_OF_ORDER = `(() => {
  /** Asked once for each element: many texts stand in the same ones. */
  const once = (ask) => {
    const known = new Map();
    return (element) => {
      if (!known.has(element)) known.set(element, ask(element));
      return known.get(element);
    };
  };
  /** What is said to screen readers alone stands in a place of one pixel. */
  const isClipped = once((element) =>
    element !== null && (getComputedStyle(element).clipPath === 'inset(50%)' || isClipped(element.parentElement)));
  const seen = (element) =>
    !isClipped(element) &&
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    !element.closest('script, style, noscript, option, textarea, .pa-skip-link, .skip, .swagger-ui');
  /** What text may not reach out of unseen; an ellipsis says that there is more. */
  const frameOf = once((element) => {
    const { overflowX, textOverflow } = getComputedStyle(element);
    if (textOverflow === 'ellipsis' || element === document.body) return null;
    return ['hidden', 'clip'].includes(overflowX) ? element : frameOf(element.parentElement);
  });
  /** What shows no more than has room from its top to its bottom. */
  const roomOf = once((element) => {
    if (element === document.body) return null;
    return getComputedStyle(element).overflowY === 'visible' ? roomOf(element.parentElement) : element;
  });
  /** What lies over the page with a ground of its own, such as a menu, hides what is below it. */
  const layerOf = once((element) => {
    if (element === null || element === document.body) return null;
    const { position, backgroundColor } = getComputedStyle(element);
    const isLayer = ['absolute', 'fixed', 'sticky'].includes(position) && !/, 0\\)$|transparent/.test(backgroundColor);
    return isLayer ? element : layerOf(element.parentElement);
  });
  const named = (element) => element.outerHTML.replace(/\\s+/g, ' ').slice(0, 90);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
    node.data.trim() && seen(node.parentElement) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_REJECT);
  const faults = new Set();
  const lines = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
    if (boxes.length === 0) continue;
    if (parseFloat(getComputedStyle(element).fontSize) < ${SMALLEST}) faults.add('too small: ' + named(element));
    const frame = frameOf(element)?.getBoundingClientRect();
    if (frame && boxes.some(({ left, right }) => left < frame.left - 1 || right > frame.right + 1))
      faults.add('cut: ' + named(element));
    const end = getComputedStyle(element).textOverflow === 'ellipsis' ? element.getBoundingClientRect().right : Infinity;
    const shown = roomOf(element)?.getBoundingClientRect() ?? { top: -Infinity, bottom: Infinity };
    for (const { left, right, top: above, height } of boxes) {
      // Beyond the letters there is air: lines stand closer than the boxes of their letters.
      const [top, bottom] = [above + height * 0.25, above + height * 0.75];
      if (bottom > shown.top && top < shown.bottom)
        lines.push({ element, layer: layerOf(element), left: left + 1, right: Math.min(right, end) - 1, top, bottom });
    }
  }
  const apart = (one, other) => !one.contains(other) && !other.contains(one);
  const scrolled = (element) => element.closest('pre, [class*=code], [class*=document]');
  lines.sort((one, other) => one.top - other.top);
  for (const [index, one] of lines.entries())
    for (let next = index + 1; next < lines.length && lines[next].top < one.bottom; next += 1) {
      const other = lines[next];
      if (one.layer === other.layer && one.left < other.right && other.left < one.right &&
          apart(one.element, other.element) && !scrolled(one.element) && !scrolled(other.element))
        faults.add('over one another: ' + named(one.element) + ' and ' + named(other.element));
    }
  return [...faults].slice(0, 8);
})()`;
