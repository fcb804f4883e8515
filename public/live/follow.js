// One event stream for all tabs of a browser. Browsers open six connections to a host over HTTP/1.1, and a stream holds
// one for as long as it lasts. So a hidden tab gives its part up, and of those in sight one holds the stream and passes
// on what it hears. Where there are no locks (plain http from another machine), each tab in sight holds its own.
import { openStream } from './stream.js';

/** A server that lets so many of its beats pass in silence is not heard any more. */
const BEATS = 2.5;

/**
 * Follows `topic` while the tab is in sight. `tab.version()` is what it shows. The tab is told that there is another
 * version (`changed`), that the server lives (`heard`), and that nothing was heard for too long (`silent`, with the
 * time of the last word). Gives back the function that ends it.
 */
export function follow(url, topic, tab) {
  const { locks } = navigator;
  const channel = locks ? new BroadcastChannel(`live ${url}`) : null;
  let inSight = false;
  let stream = null;
  /** Gives back the lock, or the wish for it. */
  let letGo = () => undefined;
  let lastWord = null;
  let lastHeard = Date.now();
  let beat = 15_000;
  let watchdog;

  /** What the server says, by the stream of this tab or another. */
  function hear(message) {
    if (message.type === 'changed') {
      if (message.topic === topic && message.version !== tab.version()) tab.changed();
      return;
    }
    // The page itself tells why, when it is fetched again.
    if (message.type === 'refused') return tab.changed();
    lastWord = message;
    if (message.type === 'alive') {
      lastHeard = Date.now();
      beat = message.every;
      tab.heard();
    } else tab.silent(message.since);
    watch();
  }

  function passOn(message) {
    channel?.postMessage(message);
    hear(message);
  }

  /** It is for the tab with the stream to try again. The others take over when that one is silent too. */
  function watch() {
    clearTimeout(watchdog);
    watchdog = setTimeout(lost, beat * BEATS * (stream ? 1 : 2));
  }

  function lost() {
    const word = { type: 'lost', since: lastHeard };
    if (stream) {
      passOn(word);
      stream.open();
      return;
    }
    hear(word);
    letGo();
    void take({ steal: true });
  }

  /** Holds the stream until it lets go. */
  async function lead() {
    if (!inSight) return;
    const failed = () => passOn({ type: 'lost', since: lastHeard });
    const refused = () => passOn({ type: 'refused' });
    const own = openStream(url, { hear: passOn, failed, refused });
    stream = own;
    own.add(topic, tab.version());
    channel?.postMessage({ type: 'who' });
    watch();
    await new Promise((resolve) => (letGo = resolve));
    own.close();
    if (stream === own) stream = null;
  }

  async function take(how) {
    try {
      await locks.request(`live ${url}`, how, lead);
    } catch {
      // The wish was given back, or the lock was taken away by a tab that heard nothing.
      if (!stream) return;
      letGo();
      if (inSight) waitForTurn();
    }
  }

  function waitForTurn() {
    const waiting = new AbortController();
    letGo = () => waiting.abort();
    void take({ signal: waiting.signal });
  }

  /** Another tab came in sight. Where two show versions that differ, one of them is behind: each looks. */
  function admit(page) {
    if (stream.follows(page.topic, page.version)) {
      if (lastWord) channel.postMessage(lastWord);
      return;
    }
    passOn({ ...page, type: 'changed' });
    stream.add(page.topic, page.version);
  }

  const announce = () => channel.postMessage({ type: 'joined', topic, version: tab.version() });

  if (channel) {
    channel.onmessage = ({ data: message }) => {
      if (!inSight) return;
      if (message.type === 'joined') return stream && admit(message);
      if (message.type === 'who') return stream || announce();
      hear(message);
    };
  }

  function join() {
    if (inSight) return;
    inSight = true;
    if (!channel) return void lead();
    announce();
    waitForTurn();
    watch();
  }

  function leave() {
    inSight = false;
    clearTimeout(watchdog);
    letGo();
    tab.silent(lastHeard);
  }

  const settle = () => (document.visibilityState === 'visible' ? join() : leave());
  document.addEventListener('visibilitychange', settle);
  window.addEventListener('pagehide', leave);
  window.addEventListener('pageshow', settle);
  settle();
  return () => {
    leave();
    document.removeEventListener('visibilitychange', settle);
    window.removeEventListener('pageshow', settle);
  };
}
