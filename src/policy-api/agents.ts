import { HttpsProxyAgent } from 'hpagent';
import http from 'node:http';
import https from 'node:https';
import type { Duplex } from 'node:stream';

/** So many calls are under way at once over one set of connections; more of them wait for their turn. */
export const MAX_SOCKETS = 64;
/** Shorter than the five seconds after which many servers drop an idle connection: we must be the first. */
const IDLE_MS = 4_000;
const OPTIONS = { keepAlive: true, timeout: IDLE_MS, maxSockets: MAX_SOCKETS };

/** The code of the error of a connection that was not made in time. */
export const CONNECT_TIMEOUT = 'CONNECT_TIMEOUT';

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
      ? limitTunnelling(new HttpsProxyAgent({ ...OPTIONS, proxy }), connectMs)
      : limitConnecting(new https.Agent(OPTIONS), connectMs),
  };
}

/** Node has no time limit for connecting (name look-up, TCP and TLS), so the agent's own step gets one. */
function limitConnecting<A extends http.Agent>(agent: A, ms: number): A {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    if (socket)
      destroyUnlessConnected(socket, agent instanceof https.Agent ? 'secureConnect' : 'connect', ms);
    return socket;
  };
  return agent;
}

/** The same for a tunnel, whose socket comes later. */
function limitTunnelling(agent: https.Agent, ms: number): https.Agent {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const end = performance.now() + ms;
    // The proxy's own limit is that for idle connections otherwise.
    return connect({ ...options, timeout: ms }, (error, socket) => {
      // What is left is for TLS with the API.
      if (!error) destroyUnlessConnected(socket, 'secureConnect', end - performance.now());
      callback?.(error?.message === 'Proxy timeout' ? late() : error, socket);
    });
  };
  return agent;
}

function destroyUnlessConnected(socket: Duplex, connected: string, ms: number): void {
  const timer = setTimeout(() => socket.destroy(late()), ms);
  const stop = (): void => clearTimeout(timer);
  socket.once(connected, stop).once('close', stop);
}

function late(): Error {
  return Object.assign(new Error('connect time limit'), { code: CONNECT_TIMEOUT });
}
