import type { SandboxContext } from '../context';
import { emit } from '../delivery/events';
import type { CategoryCode } from '../model/parties';
import { ALL } from '../objects';
import { scenarios } from '../scenarios';

/** A class of work with its code. */
export interface Category extends CategoryCode {
  code: string;
}

type Row = readonly [
  code: string,
  name: string,
  wc: number,
  gl: number,
  pl: number,
  wcClass: number,
  glClass: number,
];

/**
 * The job category codes of the sandbox's organisation with base rates in cents per $100 (workers' compensation,
 * general, professional) and class codes. The first two codes and names are the vendor's samples; the rest, and
 * all figures, are made up.
 */
const rows: readonly Row[] = [
  ['jc_MTqpkbkp6G', 'Computer Service or Repair', 45, 20, 18, 5191, 91555],
  ['jc_5Tqpkbkp6G', 'Spokesperson / Influencer', 28, 24, 22, 8810, 41677],
  ['jc_a7RkW2mQx9', 'Accounting or Bookkeeping', 22, 12, 30, 8803, 41677],
  ['jc_b4NvT8sYp2', 'Administrative Assistant', 24, 12, 14, 8810, 41677],
  ['jc_c9HdZ3fKw5', 'Animal Care or Pet Sitting', 96, 44, 16, 8831, 91200],
  ['jc_d2MxP6gRt8', 'Appliance Installation or Repair', 148, 58, 18, 9519, 91150],
  ['jc_e5QbL9vJn3', 'Audio Visual Technician', 118, 38, 16, 9516, 91555],
  ['jc_f8YcS4hDk6', 'Bartender', 92, 66, 12, 9084, 16911],
  ['jc_g3TwF7zXm4', 'Brand Ambassador', 74, 32, 16, 8017, 41677],
  ['jc_h6KpV2rBq7', 'Caregiver, Non-medical', 132, 62, 34, 8835, 95080],
  ['jc_j9ZnC5tGs2', 'Carpentry, Interior', 388, 96, 14, 5437, 91341],
  ['jc_k4DhR8wLy5', 'Catering Staff', 104, 46, 12, 9082, 16910],
  ['jc_m7XsJ3bPv9', 'Cleaning, Commercial', 216, 52, 12, 9014, 96816],
  ['jc_n2GfQ6kTz4', 'Cleaning, Residential', 188, 48, 12, 9014, 96816],
  ['jc_p5WvH9yMc8', 'Content Writer or Editor', 20, 14, 26, 8810, 41677],
  ['jc_q8LrB4xNd3', 'Copywriter, Advertising', 20, 16, 28, 8810, 41677],
  ['jc_r3SzK7pFg6', 'Courier, on Foot or Bicycle', 276, 74, 12, 7231, 94099],
  ['jc_s6JtY2cVh9', 'Customer Support Agent', 22, 12, 16, 8810, 41677],
  ['jc_t9BmW5nQk4', 'Data Analyst', 20, 12, 34, 8810, 41677],
  ['jc_v4PxD8gRs7', 'Data Entry', 22, 10, 12, 8810, 41677],
  ['jc_w7FhT3zLb2', 'Delivery Driver', 342, 88, 12, 7231, 94099],
  ['jc_x2NkG6vYc5', 'Dental Hygienist', 58, 36, 72, 8839, 66561],
  ['jc_y5RqM9wJd8', 'Electrician, Interior Wiring', 264, 84, 20, 5190, 92478],
  ['jc_z8CsX4bHf3', 'Event Staff', 98, 54, 12, 9016, 41650],
  ['jc_A3VtL7kPg6', 'Field Technician, Fiber Optic', 182, 64, 18, 7600, 99746],
  ['jc_B6ZwQ2nSh9', 'Fitness Instructor', 76, 68, 36, 9063, 41667],
  ['jc_C9DyF5rTj4', 'Graphic Designer', 20, 14, 28, 8810, 41677],
  ['jc_D4HcJ8xWk7', 'Handyperson', 298, 92, 14, 5645, 95625],
  ['jc_E7KbN3mZp2', 'HVAC Service', 246, 86, 20, 5537, 95647],
  ['jc_F2LgR6vBq5', 'Interpreter or Translator', 22, 12, 32, 8810, 41677],
  ['jc_G5MhS9yCt8', 'Landscaping, Lawn Care', 312, 72, 12, 42, 97047],
  ['jc_H8NjT4zDv3', 'Licensed Practical Nurse', 174, 78, 146, 8835, 95080],
  ['jc_J3PkV7bFw6', 'Marketing Consultant', 22, 16, 38, 8810, 41677],
  ['jc_K6QmW2cGx9', 'Model, Photo or Film', 64, 34, 14, 9610, 41677],
  ['jc_L9RnX5dHy4', 'Mover, Household Goods', 468, 112, 12, 7219, 99793],
  ['jc_M4SpY8fJz7', 'Painter, Interior', 286, 74, 12, 5474, 98304],
  ['jc_N7TqZ3gKb2', 'Photographer or Videographer', 58, 30, 26, 4361, 41677],
  ['jc_P2VrB6hLc5', 'Project Manager', 26, 16, 42, 8810, 41677],
  ['jc_Q5WsC9jMd8', 'Registered Nurse', 152, 82, 168, 8835, 95080],
  ['jc_R8XtD4kNf3', 'Sales Representative, Outside', 42, 22, 20, 8742, 41677],
  ['jc_S3YvF7mPg6', 'Security Guard, Unarmed', 224, 118, 22, 7720, 98751],
  ['jc_T6ZwG2nQh9', 'Software Developer', 18, 12, 44, 8810, 41677],
  ['jc_V9BxH5pRj4', 'Tutor or Teacher', 34, 26, 28, 8868, 47474],
  ['jc_W4CyJ8qSk7', 'Warehouse Worker', 334, 64, 10, 8292, 99938],
];

/** For demonstration: a code that exists and is not approved yet, so it is not in the list. */
const unapproved: Row = [scenarios.unapprovedCode.value, 'Drone Pilot', 210, 140, 40, 7422, 99777];

const builtIn: ReadonlyMap<string, Category> = new Map(
  [...rows.map((row) => toCategory(row, true)), toCategory(unapproved, false)].map((category) => [
    category.code,
    category,
  ]),
);

function toCategory([code, name, wc, gl, pl, wcClass, glClass]: Row, approved: boolean): Category {
  return {
    code,
    name,
    approved,
    workersComp: wc,
    general: gl,
    professional: pl,
    workersCompClass: wcClass,
    generalClass: glClass,
  };
}

/** What is kept on disk goes before what is built in: a code that was added, or that was approved later. */
export function findCategory({ objects }: SandboxContext, code: string): Category | undefined {
  const kept = objects.find('category_code', code);
  return kept ? { code, ...kept.data } : builtIn.get(code);
}

/** The built-in ones first, then those that were added, oldest first. */
export function allCategories({ objects }: SandboxContext): Category[] {
  const kept = objects.page('category_code', { limit: ALL }).reverse();
  const all = new Map(builtIn);
  for (const { id, data } of kept) all.set(id, { code: id, ...data });
  return [...all.values()];
}

/** Keeps a code, in the place of what was known of it, and tells of it once it is approved. */
export function keepCategory(context: SandboxContext, { code, ...data }: Category): void {
  const { objects, clock } = context;
  const kept = objects.find('category_code', code);
  if (kept) objects.update('category_code', kept, data);
  else objects.insert('category_code', code, clock.seconds(), data);
  if (!data.approved) return;
  emit(context, 'category_code.added', { object: 'category_code', category_code: code, name: data.name });
}
