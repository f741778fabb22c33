import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { components, paths } from './contract.js';

export type { components, operations, paths } from './contract.js';

/** The schemas of the contract by name, for example `Schemas['Referral']`. */
export type Schemas = components['schemas'];

/** Why the registry refused (RFC 9457): `code`, what is `allowed` now, the current `etag`, and what to do next. */
export type Problem = Schemas['Problem'];

/** The typed client: one method for each HTTP method, the contract's paths as its first argument. */
export type CaseReferralClient = Client<paths, 'application/json'>;

export interface CaseReferralOptions {
  /** The registry's address, for example `https://registry.example`. */
  readonly baseUrl: string;
  /** Gives an access token for the registry; asked before each try, so it keeps what is still valid. */
  readonly token: () => string | Promise<string>;
  /** The seat to act under where a request names none, by id or name (`duty@ME-OPTEAM`). */
  readonly actingAs?: string;
  /** How often a request is sent again that may be, after the first time. */
  readonly retries?: number;
  /** Milliseconds of the first wait; each further one is twice as long. The registry's own word (`Retry-After`) goes first. */
  readonly retryDelay?: number;
  /** What sends; the platform's own `fetch` when absent. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** The registry refused, or answered something that isn't its contract. */
export class RegistryError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem | undefined,
    /** The entity tag as it now is, when somebody was faster: read again, decide again, and send this. */
    readonly etag: string | undefined,
  ) {
    super(problem === undefined ? `The registry answered ${status}.` : `${status} ${problem.code}: ${problem.title}.`);
    this.name = 'RegistryError';
  }

  /** The problem's stable code. */
  get code(): string | undefined {
    return this.problem?.code;
  }

  /** What you may do now with the referral; empty unless the problem is about that. */
  get allowed(): readonly string[] {
    return this.problem?.allowed ?? [];
  }
}

/** Signs in, makes the keys that let a request be repeated, and repeats what may be. */
export function createCaseReferralClient(options: CaseReferralOptions): CaseReferralClient {
  const send = options.fetch ?? ((request: Request) => globalThis.fetch(request));
  const client = createClient<paths>({ baseUrl: options.baseUrl, fetch: (request) => sendWithRetries(request, send, options) });
  client.use(headersOf(options));
  return client as CaseReferralClient;
}

/** What was answered, with its entity tag: send it as `If-Match` with the change that you decide on it. Throws what was refused. */
export async function answered<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<{ result: T; etag: string; replayed: boolean }> {
  const { data, error, response } = await asked;
  const etag = response.headers.get('ETag') ?? undefined;
  if (data === undefined) {
    const problem = isProblem(error) ? error : undefined;
    throw new RegistryError(response.status, problem, problem?.etag ?? etag);
  }
  return { result: data, etag: etag ?? '', replayed: response.headers.get('Idempotency-Replayed') === 'true' };
}

/** Every item of a list, page after page: `for await (const leg of pages((cursor) => client.GET('/v1/referrals', …)))`. */
export async function* pages<T>(
  ask: (cursor: string | undefined) => Promise<{ data?: { items: T[]; next: string | null }; error?: unknown; response: Response }>,
): AsyncGenerator<T, void, undefined> {
  let cursor: string | undefined;
  do {
    const page: { items: T[]; next: string | null } = (await answered(ask(cursor))).result;
    yield* page.items;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

function headersOf(options: CaseReferralOptions): Middleware {
  return {
    onRequest({ request }) {
      // One key for all tries: the registry does it once.
      if (request.method === 'POST' && !request.headers.has('Idempotency-Key')) {
        request.headers.set('Idempotency-Key', crypto.randomUUID());
      }
      if (options.actingAs !== undefined && !request.headers.has('Acting-As')) {
        request.headers.set('Acting-As', options.actingAs);
      }
      return request;
    },
  };
}

async function sendWithRetries(request: Request, send: (request: Request) => Promise<Response>, options: CaseReferralOptions): Promise<Response> {
  const tries = (options.retries ?? 4) + 1;
  for (let attempt = 1; ; attempt++) {
    const again = request.clone();
    again.headers.set('Authorization', `Bearer ${await options.token()}`);
    const wait = (options.retryDelay ?? 1000) * 2 ** (attempt - 1);
    try {
      const response = await send(again);
      if (attempt === tries || !mayRepeat(request, response)) {
        return response;
      }
      const told = Number(response.headers.get('Retry-After') ?? Number.NaN);
      await response.body?.cancel();
      await delay(Number.isFinite(told) ? told * 1000 : wait);
    } catch (gone) {
      // What became of it is unknown: only a request that does the same thing twice as once goes again.
      if (attempt === tries || !isRepeatable(request) || request.signal.aborted) {
        throw gone;
      }
      await delay(wait);
    }
  }
}

// 429, 503 and a 409 that says when to come back did nothing. A PATCH is not repeated otherwise: its second try could answer 412 for the first one's success.
function mayRepeat(request: Request, response: Response): boolean {
  const { status } = response;
  const undone = status === 429 || status === 503 || (status === 409 && response.headers.has('Retry-After'));
  return undone || ([408, 500, 502, 504].includes(status) && isRepeatable(request));
}

function isRepeatable(request: Request): boolean {
  return request.method === 'GET' || request.headers.has('Idempotency-Key');
}

function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'title' in error;
}

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
