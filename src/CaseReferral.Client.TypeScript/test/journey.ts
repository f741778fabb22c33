// A case from filing to conclusion against a running registry: node dist/test/journey.js ADDRESS
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { answered, type CaseReferralClient, createCaseReferralClient, ifChanged, pages, RegistryError } from '../src/index.js';
import { run } from './readme.js';

const baseUrl = process.argv[2];
assert(baseUrl !== undefined, 'Name the address of a registry.');

async function tokenOf(user: string): Promise<string> {
  const answer = await fetch(new URL('/development/token', baseUrl), { method: 'POST', body: new URLSearchParams({ user }) });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function clientOf(user: string, fetch?: (request: Request) => Promise<Response>): Promise<CaseReferralClient> {
  const token = await tokenOf(user);
  return createCaseReferralClient({ baseUrl: baseUrl!, token: () => token, retryDelay: 1, ...(fetch === undefined ? {} : { fetch }) });
}

const officer = await clientOf('officer@ME-BAR-PCU');
const duty = await clientOf('duty@ME-OPTEAM');

// File, amend.
const filed = await answered(officer.POST('/v1/incidents', {
  body: {
    clientId: crypto.randomUUID(), unitId: 'ME-BAR-PCU', crimeHypothesis: 'som', awareAt: '2026-03-18T04:40:00+01:00', dangerToLife: false,
    personsPresentNow: false, personCounts: { adult: 2, child: 0, unknownAge: 0 }, facts: 'Crates, nobody in sight.', assessment: 'Loaded elsewhere.',
  },
}));
const amended = await answered(officer.PATCH('/v1/incidents/{id}', {
  params: { path: { id: filed.result.reference }, header: { 'If-Match': filed.etag } },
  body: { callback: '+382 69 123 456', assessment: null },
}));
assert.equal(amended.result.version, 2);

// Acknowledge, claim; a move that isn't allowed says what is.
let id: string | undefined;
for await (const leg of pages((cursor) => duty.GET('/v1/referrals', { params: { query: cursor === undefined ? {} : { cursor } } }))) {
  if (leg.incidentId === filed.result.id) {
    id = leg.id;
  }
}
assert(id !== undefined, 'The referral is not in its queue.');
const at = (etag: string) => ({ path: { id: id! }, header: { 'If-Match': etag } });
const acknowledged = await answered(duty.POST('/v1/referrals/{id}/acknowledge', { params: at('*') }));
await assert.rejects(
  answered(duty.POST('/v1/referrals/{id}/accept', { params: at(acknowledged.etag) })),
  (refused) => refused instanceof RegistryError && refused.code === 'illegal-transition' && refused.allowed.includes('claim') && refused.etag === acknowledged.etag,
);

// The first answer is lost on the way: the second try is the answer to the first, and nothing happens twice.
let lost = 0;
const unlucky = await clientOf('duty@ME-OPTEAM', async (request) => {
  const answer = await fetch(request);
  if (lost++ === 0) {
    throw new TypeError('The line broke.');
  }
  return answer;
});
const claimed = await answered(unlucky.POST('/v1/referrals/{id}/claim', { params: at(acknowledged.etag) }));
assert.deepEqual([claimed.result.state, claimed.replayed, lost], ['in_triage', true, 2]);

const content = await answered(duty.GET('/v1/incidents/{id}/content', {
  params: { path: { id: filed.result.id }, header: { 'Access-Purpose': 'triage' } },
}));
assert.deepEqual([content.result.callback, content.result.assessment], ['+382 69 123 456', null]);

// Ask; the unit sees the question, and answers it.
const asked = await answered(duty.POST('/v1/referrals/{id}/request-information', {
  params: at(claimed.etag), body: { question: 'Which trailer was the seal read on?' },
}));
assert.equal(asked.result.state, 'info_requested');
assert.notEqual(asked.result.answerBy, null);
const seen = await answered(officer.GET('/v1/referrals/{id}', { params: { path: { id } } }));
assert.deepEqual([seen.result.state, seen.result.allowed], ['info_requested', ['answer']]);
const question = await answered(officer.GET('/v1/incidents/{id}/content', {
  params: { path: { id: filed.result.reference }, header: { 'Access-Purpose': 'filing' } },
}));
assert.deepEqual(
  question.result.texts.map((text) => [text.referralId, text.action, text.text]),
  [[id, 'request-information', 'Which trailer was the seal read on?']],
);
const back = await answered(officer.POST('/v1/referrals/{id}/answer', { params: at(seen.etag), body: { answer: 'The white one.' } }));
assert.deepEqual([back.result.state, back.result.answerBy], ['in_triage', null]);

// Accept, conclude; the officer is told.
const read = await answered(duty.GET('/v1/incidents/{id}/content', {
  params: { path: { id: filed.result.id }, header: { 'Access-Purpose': 'triage' } },
}));
assert.deepEqual(read.result.texts.map((text) => [text.kind, text.text]).at(-1), ['answer', 'The white one.']);
const current = await answered(duty.GET('/v1/referrals/{id}', { params: { path: { id } } }));
const accepted = await answered(duty.POST('/v1/referrals/{id}/accept', { params: at(current.etag) }));
assert.equal(accepted.result.state, 'accepted');
const concluded = await answered(duty.POST('/v1/referrals/{id}/conclude', {
  params: at(accepted.etag), body: { outcome: 'confirmed_som', feedback: 'The crates were for nine people. Thank you.' },
}));
assert.equal(concluded.result.state, 'concluded');
const told = await answered(officer.GET('/v1/incidents/{id}', { params: { path: { id: filed.result.reference } } }));
assert(told.result.referrals?.some((leg) => leg.outcome === 'confirmed_som'), 'The officer was not told.');

// What one has is current, and that is no error.
const units = await answered(officer.GET('/v1/units'));
const same = await ifChanged(officer.GET('/v1/units', { params: { header: { 'If-None-Match': units.etag } } }));
const other = await ifChanged(officer.GET('/v1/units', { params: { header: { 'If-None-Match': '"another"' } } }));
assert.deepEqual([same, other?.result], [undefined, units.result]);
await assert.rejects(
  ifChanged(officer.GET('/v1/units/{code}', { params: { path: { code: 'NO-SUCH' }, header: { 'If-None-Match': units.etag } } })),
  (refused) => refused instanceof RegistryError && refused.code === 'not-found',
);

// The access log as CSV, as it comes.
const auditor = await clientOf('auditor@ME');
const exported = await answered(auditor.GET('/v1/access-log', {
  params: { query: { incident: filed.result.reference, from: '2026-03-18T10:10:00+05:30' }, header: { 'Access-Purpose': 'audit' } },
  headers: { Accept: 'text/csv' }, parseAs: 'stream',
}));
const csv = await new Response(exported.result).text();
assert(csv.includes(filed.result.reference) && csv.endsWith('\r\n'), csv);

// The README shows what compiles here, and it runs.
const between = (text: string, begin: string, end: string) => text.slice(text.indexOf(begin) + begin.length, text.indexOf(end, text.indexOf(begin) + begin.length));
const example = await readFile(new URL('../../test/readme.ts', import.meta.url), 'utf8');
const source = between(example, '// Here it begins.\n', '  // Here it ends.');
const shown = between(await readFile(new URL('../../README.md', import.meta.url), 'utf8'), '```ts\n', '```');
assert.equal(shown.trim(), `${example.split('\n')[0]}\n\n${source.replace(/^ {2}/gm, '').trim()}`, 'The README shows another example.');
await run(baseUrl, await tokenOf('officer@ME-BAR-PCU'));

console.log('The journey is through.');
