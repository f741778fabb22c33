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
  /** The registry's address, for example `https://registry.example`; https, except on this machine. */
  readonly baseUrl: string;
  /** Gives an access token for the registry; asked before each try, so it keeps what is still valid. */
  readonly token: () => string | Promise<string>;
  /** The seat to act under where a request names none, by id or name (`duty@ME-OPTEAM`). */
  readonly actingAs?: string;
  /** How often a request is sent again that may be, after the first time; 0 for never. */
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

/** An answer: its entity tag is what you send as `If-Match` with the change that you decide on it. */
export interface Answer<T> {
  readonly result: T;
  /** In its quotes; empty where there is none. */
  readonly etag: string;
  /** Whether this is the answer to an earlier request: nothing was done twice. */
  readonly replayed: boolean;
}

/** Signs in, makes the keys that let a request be repeated, and repeats what may be. Throws where the address isn't https, except on this machine. */
export function createCaseReferralClient(options: CaseReferralOptions): CaseReferralClient {
  mustBeSafe(options.baseUrl);
  const send = options.fetch ?? ((request: Request) => globalThis.fetch(request));
  const client = createClient<paths>({ baseUrl: options.baseUrl, fetch: (request) => sendWithRetries(request, send, options) });
  client.use(headersOf(options));
  return client as CaseReferralClient;
}

/** What was answered. Throws what was refused. */
export async function answered<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<Answer<T>> {
  const { data, error, response } = await asked;
  const etag = response.headers.get('ETag') ?? undefined;
  if (data === undefined) {
    const problem = isProblem(error) ? error : undefined;
    throw new RegistryError(response.status, problem, problem?.etag ?? etag);
  }
  return { result: data, etag: etag ?? '', replayed: response.headers.get('Idempotency-Replayed') === 'true' };
}

/** What was answered to a request with `If-None-Match`: undefined when what you have is current (304). Throws what was refused. */
export async function ifChanged<T>(asked: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<Answer<T> | undefined> {
  return (await asked).response.status === 304 ? undefined : answered(asked);
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
    onRequest({ request, schemaPath, params }) {
      // An address with an empty segment, or one that means a folder, is another one's: a list's instead of its item's.
      for (const [name, value] of Object.entries(params.path ?? {})) {
        if (['', '.', '..'].includes(String(value ?? '').trim())) {
          throw new TypeError(`The ${name} of ${schemaPath} is empty, or no name of anything.`);
        }
      }
      if (request.method === 'PATCH') {
        request.headers.set('Content-Type', 'application/merge-patch+json');
      }
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
  mustBeSafe(request.url);
  const tries = (options.retries ?? 4) + 1;
  for (let attempt = 1; ; attempt++) {
    const again = request.clone();
    again.headers.set('Authorization', `Bearer ${await options.token()}`);
    const wait = (options.retryDelay ?? 1000) * 2 ** (attempt - 1);
    let response: Response;
    try {
      response = await send(again);
    } catch (gone) {
      // Unless it never left, what became of it is unknown: then only a request that does the same thing twice as once goes again.
      if (attempt === tries || !(neverLeft(gone) || isRepeatable(request)) || request.signal.aborted) {
        throw gone;
      }
      await delay(wait, request.signal);
      continue;
    }
    if (attempt === tries || !mayRepeat(request, response)) {
      return response;
    }
    const told = Number(response.headers.get('Retry-After') ?? Number.NaN);
    await response.body?.cancel();
    await delay(Number.isFinite(told) ? told * 1000 : wait, request.signal);
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

// Node says when there was no connection; browsers don't.
function neverLeft(gone: unknown): boolean {
  const code = gone instanceof Error && typeof gone.cause === 'object' && gone.cause !== null && 'code' in gone.cause ? gone.cause.code : undefined;
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(String(code));
}

// A token that goes in the clear is anybody's.
function mustBeSafe(address: string): void {
  const { protocol, hostname } = new URL(address, globalThis.location?.href);
  const local = hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && local)) {
    throw new TypeError('baseUrl must be the registry\'s https address.');
  }
}

function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'code' in error && 'title' in error;
}

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const aborted = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', aborted);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', aborted, { once: true });
  });
}
