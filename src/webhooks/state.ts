/** What is known about how deliveries reach this app. Shown by the health route. */
export class WebhookState {
  private state: { ok: boolean; detail: string } = {
    ok: false,
    detail: 'the webhook endpoint is being registered',
  };

  /** `orphans`: other endpoints with the same URL, whose deliveries are refused. */
  registered(endpointId: string, orphans: readonly string[] = []): void {
    const others = orphans.length === 0 ? '' : `; delete the others with this URL: ${orphans.join(', ')}`;
    this.state = { ok: true, detail: `registered as ${endpointId}${others}` };
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
