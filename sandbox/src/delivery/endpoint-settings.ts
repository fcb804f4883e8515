import type { SandboxContext } from '../context';
import { isSchemeName, type SchemeName } from './sign';

/** What the sender knows of an endpoint and the API does not tell: none of it is documented by the vendor. */
export interface EndpointSettings {
  scheme: SchemeName;
  /** When it answered 410 and was switched off, in sandbox milliseconds. */
  disabled: number | null;
}

interface Row {
  scheme: string;
  disabled: number | null;
}

export function endpointSettings({ database }: SandboxContext, endpoint: string): EndpointSettings {
  const sql = 'SELECT scheme, disabled FROM endpoint_settings WHERE endpoint = ?';
  const { scheme = '', disabled = null } = database.get<Row>(sql, endpoint) ?? {};
  return { scheme: isSchemeName(scheme) ? scheme : 'timestamped', disabled };
}

/** Deliveries are signed that way from now on, those that wait included. */
export function setScheme(context: SandboxContext, endpoint: string, scheme: SchemeName): void {
  save(context, endpoint, { ...endpointSettings(context, endpoint), scheme });
}

/** It is told nothing more: what waits for it is dropped, and later events pass it by. */
export function disableEndpoint(context: SandboxContext, endpoint: string): void {
  save(context, endpoint, { ...endpointSettings(context, endpoint), disabled: context.clock.now() });
  dropPending(context, endpoint, 'The endpoint was switched off, as it answered 410.');
}

/** Its address may just have been put right: it is told of events again, and what waits is tried at once. */
export function enableEndpoint(context: SandboxContext, endpoint: string): void {
  const { database, clock } = context;
  save(context, endpoint, { ...endpointSettings(context, endpoint), disabled: null });
  const sql = `UPDATE deliveries SET next_at = ? WHERE endpoint = ? AND state = 'pending'`;
  database.run(sql, clock.now(), endpoint);
  context.wakeSender();
}

/** For an endpoint that is deleted. */
export function forgetEndpoint(context: SandboxContext, endpoint: string): void {
  context.database.run('DELETE FROM endpoint_settings WHERE endpoint = ?', endpoint);
  dropPending(context, endpoint, 'The endpoint was deleted.');
}

function save({ database }: SandboxContext, endpoint: string, { scheme, disabled }: EndpointSettings): void {
  const sql = 'INSERT OR REPLACE INTO endpoint_settings (endpoint, scheme, disabled) VALUES (?, ?, ?)';
  database.run(sql, endpoint, scheme, disabled);
}

function dropPending({ database }: SandboxContext, endpoint: string, why: string): void {
  const sql = `UPDATE deliveries SET state = 'dropped', next_at = NULL, error = ? WHERE endpoint = ? AND state = 'pending'`;
  database.run(sql, why, endpoint);
}
