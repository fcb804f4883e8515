/** What is known about how deliveries reach this app. Shown by the health route. */
export class WebhookState {
  private state: { ok: boolean; detail: string } = {
    ok: false,
    detail: 'the webhook endpoint is being registered',
  };
  private register: (() => Promise<void>) | null = null;

  /** `register` is what `again` does from now on. It never fails: what comes of it is said here. */
  canRegister(register: () => Promise<void>): void {
    this.register = register;
  }

  /** For an API that may have forgotten the endpoint: registers it again, where this app registers one. Over once tried. */
  async again(): Promise<void> {
    if (!this.register) return;
    this.failed('the webhook endpoint is being registered again');
    await this.register();
  }

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
