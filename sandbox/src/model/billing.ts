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
