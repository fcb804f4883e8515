/** Money in cents. */
export interface Invoice {
  contractor: string;
  job: string;
  gross_pay: number;
  premium_due: number;
  paycycle_startdate: number;
  paycycle_enddate: number;
  purchase_order_number: string | null;
  /** Not among the documented attributes. */
  state: 'unpaid' | 'failed' | 'paid' | 'refunded';
}

/** A page where a contractor gives another card, once. */
export interface PaymentSession {
  contractor: string;
  return_url: string;
  /** In the address of the page, which the answer to the creation alone shows. */
  token: string;
  status: 'pending' | 'completed' | 'cancelled' | 'expired';
  /** Epoch seconds, UTC. */
  expires_at: number;
  completed_at: number | null;
  cancelled_at: number | null;
}
