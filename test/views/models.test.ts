import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from '../../lib/project-root';
import { namedViews, pages, problemsOf } from './support/view-types';

describe('views and their models', () => {
  it('are one to one', () => {
    expect(pages.length).toBeGreaterThan(8);
    expect(namedViews.map(({ name }) => name).sort()).toEqual([...pages].sort());
  });

  it('agree: a view reads only names that its model has', () => {
    const home = 'views/home.ejs';
    const misspelt = readFileSync(path.join(PROJECT_ROOT, home), 'utf8').replace(
      'model.groups',
      'model.groupz',
    );
    expect(problemsOf({ [home]: misspelt })).toEqual([expect.stringContaining("'groupz' does not exist")]);
  });
});
