import { answered, createCaseReferralClient, pages } from 'case-referral-client';

export async function run(baseUrl: string, token: string): Promise<string> {
  // Here it begins.
  const client = createCaseReferralClient({ baseUrl, token: () => token });
  const body = {
    clientId: crypto.randomUUID(), unitId: 'ME-BAR-PCU', crimeHypothesis: 'som', awareAt: new Date().toISOString(), dangerToLife: false,
    personsPresentNow: true, personCounts: { adult: 9, child: 0, unknownAge: 0 }, facts: 'Knocking from inside a reefer.',
  } as const;
  const filed = await answered(client.POST('/v1/incidents', { body }));
  for await (const leg of pages((cursor) => client.GET('/v1/referrals', { params: { query: cursor === undefined ? {} : { cursor } } })))
    if (leg.incidentId === filed.result.id) console.log(`${leg.reference}: ${leg.taskForce}, ${leg.state}, acknowledged by ${leg.acknowledgeBy} at the latest`);
  // Here it ends.
  return filed.result.reference;
}
