export interface Event {
  type: string;
  data: Record<string, unknown>;
}

export interface WebhookEndpoint {
  url: string;
  description: string | null;
  /** null: all events. */
  events: string[] | null;
  secret: string;
}
