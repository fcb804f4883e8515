/** Which operation a call is, and what our client and the vendor's Python SDK call it. */

/** The kinds of objects by their path: in our client, and in the Python SDK where it has them. */
const KINDS: readonly (readonly [path: string, one: string, many: string, python: string | null])[] = [
  ['contractors', 'Contractor', 'Contractors', 'Contractors'],
  ['entities', 'Entity', 'Entities', 'Entities'],
  ['jobs', 'Job', 'Jobs', 'Jobs'],
  ['quotes', 'Quote', 'Quotes', 'Quotes'],
  ['apply/sessions', 'ApplicationSession', 'ApplicationSessions', 'InsuranceApplicationSessions'],
  ['policies', 'Policy', 'Policies', 'Policies'],
  ['assignments', 'Assignment', 'Assignments', 'Assignments'],
  ['invoices', 'Invoice', 'Invoices', 'Invoices'],
  ['events', 'Event', 'Events', 'Events'],
  ['webhook_endpoints', 'WebhookEndpoint', 'WebhookEndpoints', 'WebhookEndpoints'],
  ['category_codes', 'CategoryCode', 'CategoryCodes', null],
  ['files/certificates', 'Certificate', 'Certificates', null],
  ['payment/sessions', 'PaymentSession', 'PaymentSessions', null],
];

/** Calls that are like no other; our client's name for each. */
const OTHERS: readonly (readonly [method: string, path: string, node: string])[] = [
  ['POST', 'contractors/{id}/login_link', 'createLoginLink'],
  ['GET', 'contractors/{id}/policies', 'listContractorPolicies'],
  ['POST', 'apply/sessions/{id}/expire', 'expireApplicationSession'],
  ['POST', 'assignments/cancel', 'cancelAssignment'],
  ['POST', 'payment/sessions/{id}/cancel', 'cancelPaymentSession'],
];

export interface Operation {
  method: string;
  /** As in the OpenAPI document but for the name of the id: `/apply/sessions/{id}`. */
  template: string;
  id: string | null;
  query: URLSearchParams;
  /** The method of our client. */
  node: string;
  /** As `Contractors.create`; null where the SDK has none. */
  python: string | null;
}

const VERBS: Readonly<Record<string, readonly [node: string, python: string]>> = {
  'GET one': ['get', 'retrieve'],
  'PUT one': ['update', 'modify'],
  'DELETE one': ['delete', 'delete'],
  'POST all': ['create', 'create'],
  'GET all': ['list', 'list'],
};

/** Null for a call of no operation that we know. `path` is that of the call, with its query. */
export function operationOf(method: string, path: string): Operation | null {
  const { pathname, searchParams: query } = new URL(path, 'http://api');
  const below = pathname.replace(/^.*?\/api\/v1\//, '');
  return other(method, below, query) ?? regular(method, below, query);
}

function other(method: string, below: string, query: URLSearchParams): Operation | null {
  for (const [its, path, node] of OTHERS) {
    const match = new RegExp(`^${path.replace('{id}', '([^/]+)')}$`).exec(below);
    if (its !== method || !match) continue;
    return { method, template: `/${path}`, id: match[1] ?? null, query, node, python: null };
  }
  return null;
}

function regular(method: string, below: string, query: URLSearchParams): Operation | null {
  const kind = KINDS.find(([path]) => below === path || below.startsWith(`${path}/`));
  if (!kind) return null;
  const [path, one, many, python] = kind;
  const id = below.slice(path.length + 1) || null;
  const verb = id?.includes('/') ? undefined : VERBS[`${method} ${id === null ? 'all' : 'one'}`];
  if (!verb) return null;
  return {
    method,
    template: id === null ? `/${path}` : `/${path}/{id}`,
    id: id === null ? null : decodeURIComponent(id),
    query,
    node: `${verb[0]}${verb[0] === 'list' ? many : one}`,
    python: python && `${python}.${verb[1]}`,
  };
}
