/** Who may come in, and what the processes share. See schema.ts for the types of columns. */

/** Operators who have signed in. */
export interface SessionTable {
  /** An HMAC of the id in the browser's cookie. */
  key: string;
  expires_at: number;
}

export interface SignInAttemptTable {
  /** An IPv4 address, or the first 64 bits of an IPv6 address. */
  network: string;
  count: number;
  /** When counting begins anew. */
  ends_at: number;
}

/** What machines show to ask the gate. */
export interface MachineKeyTable {
  id: string;
  /** SHA-256 of the key, which is kept nowhere. */
  hash: string;
  name: string;
  created_at: number;
  /** Written now and then, not with each use. */
  used_at: number | null;
}

export interface SettingTable {
  name: string;
  value: string;
}

export interface ClaimTable {
  /** Id of the onboarding, or of the upstream object, that is being changed. */
  name: string;
  /** Made anew for each request. */
  token: string;
  expires_at: number;
}

/** How often what live pages show was changed (see changes.ts). */
export interface ChangeTable {
  name: string;
  /** Grows with each change; at least the time of it. */
  version: number;
}
