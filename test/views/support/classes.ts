/** Names of classes as they stand in styles, templates and scripts. */

export const classesOfSelector = (selector: string): string[] =>
  [...selector.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name!);

/** What stands in `class="…"`. Of a name that a template completes it is the beginning. */
export function classesOfTemplate(template: string): string[] {
  const values = [...template.matchAll(/\sclass="((?:<%[^]*?%>|[^"<])*)"/g)].map(([, value]) => value!);
  return values.flatMap((value) => {
    const plain = value.replace(/(?:<%[^]*?%>)+[^\s<]*/g, '\0').split(/\s+/);
    return [...plain.map((name) => name.replace('\0', '')), ...textsOf(value)].filter(Boolean);
  });
}

/** The names that code puts there whole: after a space, or where nothing stands before. */
function textsOf(value: string): string[] {
  const texts = (value.match(/<%[^]*?%>/g) ?? []).flatMap((code) => [...code.matchAll(/'([^']*)'/g)]);
  const whole = texts
    .map(([, text]) => text!)
    .filter((text) => text.startsWith(' ') || value.startsWith('<%'));
  return whole.flatMap((text) => text.trim().split(' '));
}

export function classesOfScript(script: string): string[] {
  const lines = script.split('\n').filter((line) => /class(Name|List)\b|'class'/.test(line));
  const set = lines.flatMap((line) => [...line.matchAll(/'([^']+)'/g)].map(([, text]) => text!));
  const asked = [...script.matchAll(/(?:querySelector(?:All)?|closest|matches)\('([^']+)'/g)];
  return [
    ...set.filter((text) => text !== 'class').flatMap((text) => text.split(' ')),
    ...asked.flatMap(([, text]) => classesOfSelector(text!)),
  ];
}
