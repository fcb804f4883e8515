import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';

const LANGUAGES = { bash, javascript, json, python };
hljs.configure({ classPrefix: 'pa-code-' });
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language);

/** Code as HTML: escaped, with classes `pa-code-…` on its words. What is cut or no such language is shown all the same. */
export function highlight(code: string, language: keyof typeof LANGUAGES): string {
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}
