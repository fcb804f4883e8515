// The event stream itself, for as many pages as the tabs of a browser show.

/** Pages that come together are asked for together, in milliseconds. */
const GATHER = 50;
/** After an answer that is no stream, such as that of a server which is just starting, in milliseconds. */
const AGAIN = 5000;

/**
 * `hear` is told each message of the server; `failed`, that the connection broke, or could not be made; `refused`, that
 * the answer was no stream, as it is for a browser that has signed out.
 */
export function openStream(url, { hear, failed, refused }) {
  const pages = new Map();
  let source = null;
  let timer;

  function open() {
    source?.close();
    const query = new URLSearchParams([...pages].map(([topic, version]) => ['page', `${topic}@${version}`]));
    source = new EventSource(`${url}?${query}`);
    source.addEventListener('alive', ({ data }) => hear({ type: 'alive', ...JSON.parse(data) }));
    source.addEventListener('changed', ({ data }) => {
      const { topic, version } = JSON.parse(data);
      pages.set(topic, version);
      hear({ type: 'changed', topic, version });
    });
    source.addEventListener('error', () => {
      failed();
      // A connection that broke is made again by the browser.
      if (source.readyState !== EventSource.CLOSED) return;
      openIn(AGAIN);
      refused();
    });
  }

  function openIn(delay) {
    clearTimeout(timer);
    timer = setTimeout(open, delay);
  }

  return {
    open,
    follows: (topic, version) => pages.get(topic) === version,
    /** Follows a page too. The server says at once when there is another version of it. */
    add(topic, version) {
      pages.set(topic, version);
      openIn(GATHER);
    },
    close() {
      clearTimeout(timer);
      source?.close();
    },
  };
}
