/** Jobs and their category codes. See `common.ts` for the units. */
import type { Address, OtherWord } from './common';

export type WageType = 'flatfee' | 'hourly' | 'unit' | 'blended' | OtherWord;

export interface CategoryCode {
  category_code: string;
  name: string;
}

export interface Job {
  id: string;
  name: string;
  description: string;
  entity: string | null;
  category_code: string | null;
  /** Cents, per `wage_type`. */
  wage: number | null;
  wage_type: WageType | null;
  years_experience: number | null;
  address: Address | null;
  withhold_premium: boolean;
  custom_metadata: Record<string, string>;
  created: number | null;
}

/** No `address` means remote work. `wage` is in cents, at least 100. */
export interface JobInput {
  name: string;
  description: string;
  entity: string;
  category_code: string;
  wage: number;
  wage_type: WageType;
  address?: Address | null | undefined;
  years_experience?: number | null | undefined;
  withhold_premium?: boolean | undefined;
  custom_metadata?: Record<string, string> | undefined;
}
