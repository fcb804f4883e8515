/** Where the API sends its events. See `common.ts` for the units. */

/** `events: null` means all events. */
export interface WebhookEndpoint {
  id: string;
  url: string;
  description: string | null;
  events: string[] | null;
  secret: string | null;
  created: number | null;
}

export interface WebhookEndpointInput {
  url: string;
  description?: string | undefined;
  events?: string[] | undefined;
}
