import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '../..');
const read = (folder: string, name: string) => readFileSync(path.join(ROOT, folder, name), 'utf8');
const templates = ['views', 'sandbox/views'].flatMap((folder) =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ejs'))
    .map((name) => [path.join(folder, name), read(folder, name)] as const),
);

/** In one partial: the highlighter has escaped it, see test/under-the-hood. */
const HIGHLIGHTED = '<%- part.html -%>';

describe('all templates', () => {
  it.each(templates)('%s escapes everything but includes', (_name, source) => {
    // What a layout goes around is HTML that a view has made.
    const made = source.replace('<%- model.content -%>', '').replace(HIGHLIGHTED, '');
    expect(made.match(/<%-(?!\s*include\()/g)).toBeNull();
  });

  it.each(templates)('%s keeps to the width', (_name, source) => {
    expect(source.split('\n').filter((line) => line.length > 140)).toEqual([]);
  });

  it.each(templates)('%s has its icons from the partial', (name, source) => {
    const pictures = [
      'views/partials/icon.ejs',
      'views/partials/rate-bar.ejs',
      'views/partials/empty.ejs',
      'views/partials/certificate-sheet.ejs',
      'views/partials/share.ejs',
      'views/partials/funnel.ejs',
      'views/partials/cover-lanes.ejs',
      ...['lane', 'seal', 'weave'].map((name) => `views/partials/cover-${name}.ejs`),
      'views/partials/brand-mark.ejs',
      'views/partials/hatch.ejs',
      'views/demo/icon.ejs',
      'views/partials/progress-dots.ejs',
    ];
    if (!pictures.includes(name)) expect(source).not.toContain('<svg');
    else expect(source).toContain('<svg');
  });

  it.each(templates)('%s has no inline style, script or handler', (_name, source) => {
    expect(source).not.toMatch(/\sstyle=|\son[a-z]+="|<style|<script(?![^>]*\ssrc=)/);
  });

  it.each(templates)('%s has its apostrophes set like print', (_name, source) => {
    expect(source.replace(/<%(?!=)[^]*?%>/g, '').match(/\w*[a-z]'[a-z]\w*/gi)).toBeNull();
  });

  it.each(templates.filter(([name]) => name.startsWith('views/')))(
    '%s has each address of the app from src/paths.ts',
    (_name, source) => {
      expect(source.match(/(?:href|src|action)="\/[^"]*|(?:href|action): '\/[^']*/g)).toBeNull();
    },
  );

  it.each(templates)('%s loads nothing from elsewhere', (_name, source) => {
    expect(source).not.toMatch(/<(?:link|script|img|iframe|source)[^>]*(?:src|href)="(?:https?:)?\/\//);
  });
});
