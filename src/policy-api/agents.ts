import http from 'node:http';
import https from 'node:https';
import { lateConnection } from './connection-error';
import { TunnelAgent } from './tunnels';

/** So many calls are under way at once over one set of connections; more of them wait for their turn. */
export const MAX_SOCKETS = 64;
/** Shorter than the five seconds after which many servers drop an idle connection: we must be the first. */
const IDLE_MS = 4_000;
const OPTIONS = { keepAlive: true, timeout: IDLE_MS, maxSockets: MAX_SOCKETS };

export interface Agents {
  httpAgent: http.Agent;
  httpsAgent: https.Agent;
}

/**
 * One set of connections, which are kept alive. `connectMs`: the time for making one. With a proxy all go there: those
 * for https are tunnels through it.
 */
export function createAgents(connectMs: number, proxy: URL | null): Agents {
  return {
    httpAgent: limitConnecting(new (proxy?.protocol === 'https:' ? https : http).Agent(OPTIONS), connectMs),
    httpsAgent: proxy
      ? new TunnelAgent(OPTIONS, proxy, connectMs)
      : limitConnecting(new https.Agent(OPTIONS), connectMs),
  };
}

/** Node has no time limit for connecting (name look-up, TCP and TLS), so the agent's own step gets one. */
function limitConnecting<A extends http.Agent>(agent: A, ms: number): A {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    if (socket) {
      const timer = setTimeout(() => socket.destroy(lateConnection()), ms);
      const stop = (): void => clearTimeout(timer);
      socket.once(agent instanceof https.Agent ? 'secureConnect' : 'connect', stop).once('close', stop);
    }
    return socket;
  };
  return agent;
}
