// The hand-written edge against servers on this machine that do what a registry seldom does: node dist/test/edges.js
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CaseReferralOptions, createCaseReferralClient } from '../src/index.js';

// A wait that nothing ends is a failure, not an hour.
setTimeout(() => assert.fail('It still waits.'), 60_000).unref();

const id = '0198f000-0000-7000-8000-000000000001';

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<{ server: Server; baseUrl: string; asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { server, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const options = (baseUrl: string, also: Partial<CaseReferralOptions> = {}): CaseReferralOptions => ({ baseUrl, token: () => 'secret', retryDelay: 1, ...also });
const patch = { params: { path: { id }, header: { 'If-Match': '"1"' } }, body: { callback: 'cabin 4' } } as const;

// A PATCH is a merge patch, whoever writes it.
const plain = await serve((_, response) => response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}'));
await createCaseReferralClient(options(plain.baseUrl)).PATCH('/v1/incidents/{id}', patch);
assert.equal(plain.asked[0]?.headers['content-type'], 'application/merge-patch+json');
assert.equal(plain.asked[0]?.headers['authorization'], 'Bearer secret');

// An id that names nothing never becomes the list.
for (const none of ['', ' ', '.', '..']) {
  await assert.rejects(createCaseReferralClient(options(plain.baseUrl)).GET('/v1/incidents/{id}', { params: { path: { id: none } } }), TypeError);
}
assert.equal(plain.asked.length, 1);

// No token goes over a line that anybody reads.
for (const address of ['http://registry.example', 'http://localhost.example', 'http://127.0.0.1.example', 'http://user@registry.example', 'ftp://localhost']) {
  assert.throws(() => createCaseReferralClient(options(address)), /https/, address);
}
for (const address of ['https://registry.example', 'http://localhost:5000', 'http://127.0.0.1:5000', 'http://[::1]:5000']) {
  createCaseReferralClient(options(address));
}
let tokens = 0;
const elsewhere = createCaseReferralClient(options('https://registry.example', { token: () => `${++tokens}`, fetch: () => assert.fail('It was sent.') }));
await assert.rejects(elsewhere.GET('/v1/me', { baseUrl: 'http://registry.example' }), /https/);
assert.equal(tokens, 0);

// Who gives up isn't kept waiting, after a refusal and after a broken line.
const refusal = () => Promise.resolve(new Response(null, { status: 503, headers: { 'Retry-After': '3600' } }));
const breakage = () => Promise.reject(new TypeError('The line broke.'));
for (const outcome of [refusal, breakage]) {
  const end = new AbortController();
  let tries = 0;
  const line = () => {
    tries++;
    // When all that follows the answer has run, and only the wait is left.
    setImmediate(() => end.abort(new Error('The officer went on.')));
    return outcome();
  };
  const client = createCaseReferralClient(options(plain.baseUrl, { fetch: line, retryDelay: 3_600_000 }));
  await assert.rejects(client.GET('/v1/me', { signal: end.signal }), /The officer went on/);
  assert.equal(tries, 1);
}

// A PATCH that never left goes again; one that was cut doesn't.
const { server: gone, baseUrl: nowhere } = await serve(() => undefined);
await new Promise((closed) => gone.close(closed));
let sent = 0;
const counting = (request: Request) => {
  sent++;
  return fetch(request);
};
await assert.rejects(createCaseReferralClient(options(nowhere, { retries: 2, fetch: counting })).PATCH('/v1/incidents/{id}', patch), TypeError);
assert.equal(sent, 3);
const cut = await serve((request) => request.socket.destroy());
await assert.rejects(createCaseReferralClient(options(cut.baseUrl)).PATCH('/v1/incidents/{id}', patch), TypeError);
assert.equal(cut.asked.length, 1);

for (const { server } of [plain, cut]) {
  server.closeAllConnections();
  server.close();
}

console.log('The edges hold.');
