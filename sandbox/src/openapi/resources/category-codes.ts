import { ok, operation, type ResourceReference } from '../operations';
import { answered, ids, ref, text } from '../schemas';

const example = [
  { category_code: 'jc_MTqpkbkp6G', name: 'Computer Service or Repair' },
  { category_code: 'jc_5Tqpkbkp6G', name: 'Spokesperson / Influencer' },
];

export const categoryCodes: ResourceReference = {
  tag: {
    name: 'Job category codes',
    description: 'Classes of work, approved for each organisation in advance. A job names one.',
  },
  schemas: {
    CategoryCode: answered({ category_code: ids.categoryCode, name: text('What the work is.') }),
  },
  paths: {
    '/category_codes': {
      get: operation(
        {
          id: 'listCategoryCodes',
          summary: 'List job category codes',
          description: 'All approved codes at once. That there are no pages is a guess.',
          uncertain: true,
        },
        {
          answers: {
            200: ok('All approved codes.', { type: 'array', items: ref('CategoryCode') }, example),
          },
        },
      ),
    },
  },
};
