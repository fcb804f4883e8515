'use strict';

// A platform that was there before: its own login, its own database. What is about insurance was carried here by
// `npm run lift`, into the folder insurance.
const { DatabaseSync } = require('@photostructure/sqlite');
const express = require('express');
const session = require('express-session');
const { expressWebhook } = require('./insurance/webhooks/express');
const { timestamped } = require('./insurance/webhooks/schemes/timestamped');

const {
  DATABASE = 'platform.db',
  PASSWORD,
  PORT = '4000',
  SESSION_SECRET,
  WEBHOOK_SECRET = '',
} = process.env;

const database = new DatabaseSync(DATABASE);
database.exec(`
  pragma journal_mode = wal;
  pragma synchronous = full;
  create table if not exists insurance_events (
    key text primary key, type text not null, created integer, object_id text, body text not null
  );
`);
const insert = database.prepare('insert or ignore into insurance_events values (?, ?, ?, ?, ?)');
const latest = database.prepare('select * from insurance_events order by created desc limit 50');

/** Committed before it returns: a delivery is answered once its event is on disk. */
async function record({ key, type, created, objectId, body }) {
  const { changes } = insert.run(key, type, created, objectId, body);
  return changes === 0 ? 'duplicate' : 'new';
}

const app = express();

// First, before the parsers below: signatures are made over the raw bytes. Senders have no login.
app.use(
  expressWebhook({
    path: '/webhooks/insurance',
    secrets: [WEBHOOK_SECRET],
    schemes: [timestamped()],
    record,
    logger: console,
  }),
);

app.use(express.urlencoded({ extended: false }));
app.use(express.json());
app.use(
  session({ secret: SESSION_SECRET, resave: false, saveUninitialized: false, cookie: { sameSite: 'lax' } }),
);

app.get('/login', (_req, res) => {
  res.send(
    '<form method="post"><label>Password <input name="password" type="password"></label><button>Go</button></form>',
  );
});
app.post('/login', (req, res) => {
  if (!PASSWORD || req.body.password !== PASSWORD) return res.status(401).send('Wrong password.');
  req.session.regenerate(() => {
    req.session.operator = true;
    res.redirect(303, '/events');
  });
});
app.use((req, res, next) => (req.session.operator ? next() : res.redirect(303, '/login')));

app.get('/events', (_req, res) => {
  res.json(latest.all().map(({ type, created, object_id: object }) => ({ type, created, object })));
});

const server = app.listen(PORT, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
// This also keeps the database open: its statements alone would not, once its memory is tidied up.
process.on('SIGTERM', () => server.close(() => database.close()));
