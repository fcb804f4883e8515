/**
 * In a page: the words that a line break cuts in two. A name made of parts, such as an id or a path, may break after a
 * separator; a part longer than this may break anywhere, since no column of a phone has room for it.
 */
const LONGEST = 20;

export const BROKEN_WORDS = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const broken = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!parent.checkVisibility() || parent.closest('script, style, pre, textarea, select, .pa-visually-hidden')) continue;
    for (const match of node.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      if (match[0].length > ${LONGEST}) continue;
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const tops = [...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => Math.round(top));
      if (new Set(tops).size > 1) broken.push(match[0] + ' in ' + parent.outerHTML.slice(0, 80));
    }
  }
  return broken.slice(0, 8);
})()`;
