/** What a colour scheme and a width can change of colours. */
export const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/** More than these are looked for in the whole page, which is then quicker. */
const MANY = 40;

/**
 * In a page, where axe is loaded: a function that gives axe's results for the colours of the texts whose own colour,
 * ground or largeness was not there yet when it was called before. So each width is looked at, and costs what it changes.
 */
export const NEW_COLOURS = `(() => {
  const known = new WeakMap();
  const look = () => {
    const grounds = new Map();
    const groundOf = (element) => {
      if (element === null) return '';
      if (!grounds.has(element)) {
        const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
        const own = /, 0\\)$/.test(backgroundColor) && backgroundImage === 'none' && opacity === '1' ? '' :
          [backgroundColor, backgroundImage, opacity, ''].join();
        grounds.set(element, own + groundOf(element.parentElement));
      }
      return grounds.get(element);
    };
    const saysSomething = (element) =>
      element.matches('input, select, textarea') ||
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== '');
    const isNew = (element) => {
      const { color, fontSize, fontWeight } = getComputedStyle(element);
      const isLarge = parseFloat(fontSize) * 0.75 >= (Number(fontWeight) >= 700 ? 14 : 18);
      const colours = [color, isLarge, groundOf(element)].join();
      const before = known.get(element) ?? new Set();
      known.set(element, before);
      return before.size < before.add(colours).size;
    };
    // The library of the API reference follows the scheme by a script of its own.
    return [...document.body.querySelectorAll('*')].filter((element) =>
      saysSomething(element) && element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      !element.closest('script, style, noscript, .swagger-ui') && isNew(element));
  };
  return async (options) => {
    const found = look();
    if (found.length === 0) return { violations: [] };
    const context = found.length > ${MANY} ? document : { include: found };
    return axe.run(context, { ...options, runOnly: ${JSON.stringify(COLOUR_RULES)} });
  };
})()`;
