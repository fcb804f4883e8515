/** What is known about how deliveries reach this app. Shown by the health route. */
export class WebhookState {
  private state: { ok: boolean; detail: string } = {
    ok: false,
    detail: 'the webhook endpoint is being registered',
  };

  registered(endpointId: string): void {
    this.state = { ok: true, detail: `registered as ${endpointId}` };
  }

  /** Deliveries are set up elsewhere, or missed events are read from the API. */
  notNeeded(reason: string): void {
    this.state = { ok: true, detail: reason };
  }

  failed(reason: string): void {
    this.state = { ok: false, detail: reason };
  }

  check(): { ok: boolean; detail: string } {
    return this.state;
  }
}
