/** Who may show pages of the sandbox in a frame, and until when. Kept in memory alone: after a start, nobody may. */
export interface Framing {
  /** Allows one origin, such as `http://127.0.0.1:3000`, for so many seconds of real time. */
  allow(origin: string, seconds: number): void;
  refuse(): void;
  /** The origin that may, and for how many more seconds; null: nobody. */
  current(): { origin: string; seconds: number } | null;
}

/** `realMs`: real time in milliseconds, whatever the sandbox's clock shows. */
export function createFraming(realMs: () => number): Framing {
  let allowed: { origin: string; until: number } | null = null;
  return {
    allow(origin, seconds) {
      allowed = { origin, until: realMs() + seconds * 1000 };
    },
    refuse() {
      allowed = null;
    },
    current() {
      const left = allowed === null ? 0 : Math.ceil((allowed.until - realMs()) / 1000);
      return allowed !== null && left > 0 ? { origin: allowed.origin, seconds: left } : null;
    },
  };
}
