import { errorText, OvoscopeError, type Problem } from '../errors/problem.ts';
import { storageProblems } from '../errors/storage.ts';
import { type AddressList, LIST_LIMITS, type ListLimits, readAddressList } from './list-parse.ts';
import type { Store } from './store.ts';
import { checkName } from './text.ts';
import type { ListedAs } from './types.ts';

/** A list that the configuration names; nothing else is ever fetched. */
export interface ConfiguredList extends ListedAs {
  url: string;
  /** Sent with the request, such as a key that the publisher gave out. */
  headers?: { [name: string]: string };
  /** Whether a list without entries is taken for what it says. */
  allowEmpty?: boolean;
}

export interface FetchOptions {
  /** For the whole of one list. */
  timeoutMs?: number;
  limits?: ListLimits;
  signal?: AbortSignal;
}

export interface Refreshed extends ListedAs {
  url: string;
  /** How many entries the list now has; absent if the refresh failed. */
  entries?: number;
  /** Why it failed, or which lines were skipped. */
  problem?: Problem;
}

const MAX_REDIRECTS = 5;

/**
 * Fetches every list and puts it in the place of what its source had. One that fails leaves its old entries, and the
 * others are still fetched.
 */
export async function refreshLists(
  store: Store,
  lists: readonly ConfiguredList[],
  options: FetchOptions = {},
): Promise<Refreshed[]> {
  const refreshed: Refreshed[] = [];
  for (const list of lists) {
    const { source, category, url } = list;
    try {
      const content = await fetchList(list, options);
      refuseEmpty(content, list, url);
      const entries = await store.lists.replace({ source, category, origin: url, networks: content.networks });
      refreshed.push({ source, category, url, entries, problem: content.problem });
    } catch (error) {
      if (!(error instanceof OvoscopeError) || error.code.startsWith('STORE_')) throw error;
      await store.lists.noteFailure({ source, category, origin: url }, error.message);
      refreshed.push({ source, category, url, problem: error.problem });
    }
  }
  return refreshed;
}

/** Throws OvoscopeError for a list without entries, unless that is expected of it. */
export function refuseEmpty(content: AddressList, list: { source: string; allowEmpty?: boolean }, file: string): void {
  if (content.networks.length > 0 || list.allowEmpty) return;
  throw new OvoscopeError(
    storageProblems.listContent(list.source, file, 'it is empty (allow_empty says that this is meant so)'),
  );
}

/**
 * Fetches one list over http or https. Redirections are followed within the host that was configured, or from http to
 * https on it: where a publisher moved to is for the configuration to say. Throws OvoscopeError.
 */
export async function fetchList(list: ConfiguredList, options: FetchOptions = {}): Promise<AddressList> {
  const { timeoutMs = 120_000, limits = LIST_LIMITS, signal } = options;
  const deadline = AbortSignal.timeout(timeoutMs);
  const signals = signal ? AbortSignal.any([deadline, signal]) : deadline;
  const fail = (what: string, cause?: unknown) =>
    new OvoscopeError(storageProblems.listFetch(list.source, what), { cause });
  try {
    const response = await follow(list, signals, fail);
    if (!response.body) throw fail('the answer has no content');
    return await readAddressList(response.body, { source: list.source, file: list.url, limits });
  } catch (error) {
    if (error instanceof OvoscopeError) throw error;
    if (deadline.aborted) throw fail(`${list.url} took longer than ${timeoutMs / 1000} s`, error);
    throw fail(`${list.url}: ${causeText(error)}`, error);
  }
}

async function follow(
  list: ConfiguredList,
  signal: AbortSignal,
  fail: (what: string) => OvoscopeError,
): Promise<Response> {
  const configured = new URL(list.url);
  let url = configured;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    const response = await fetch(url, { redirect: 'manual', signal, headers: list.headers });
    if (response.status === 200) return response;
    await response.body?.cancel();
    const target = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || target === null) {
      throw fail(`${list.url} answered ${response.status}`);
    }
    if (!URL.canParse(target, url)) throw fail(`${list.url} is redirected to "${target.slice(0, 200)}"`);
    url = new URL(target, url);
    if (!staysThere(configured, url)) {
      throw fail(`${list.url} is redirected to ${url.href.slice(0, 200)}; configure that address if it is right`);
    }
  }
  throw fail(`${list.url} is redirected more than ${MAX_REDIRECTS} times`);
}

function staysThere(configured: URL, url: URL): boolean {
  if (url.username !== '' || url.password !== '') return false;
  return url.origin === configured.origin || (url.protocol === 'https:' && url.hostname === configured.hostname);
}

/** `fetch failed` says little; what caused it says more. */
function causeText(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? errorText(error) : `${errorText(error)} (${errorText(cause)})`;
}

/** Checks what a configuration says of a list. Throws OvoscopeError. */
export function checkConfiguredList(list: { [key: string]: unknown }): ConfiguredList {
  const { source, category, url, headers, allow_empty: allowEmpty, ...others } = list;
  const name = typeof source === 'string' ? source : '';
  const refuse = (what: string) => new OvoscopeError(storageProblems.listSource(name, what));
  if (typeof source !== 'string') throw refuse('it has no "source", a name to tell it by');
  if (typeof category !== 'string') throw refuse('it has no "category", such as "C&C"');
  if (typeof url !== 'string' || !/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw refuse('its "url" is no http or https URL');
  }
  if (new URL(url).username !== '') throw refuse('its "url" holds a user name; send it with "headers"');
  if (allowEmpty !== undefined && typeof allowEmpty !== 'boolean') throw refuse('"allow_empty" is not true or false');
  const unknown = Object.keys(others)[0];
  if (unknown !== undefined) throw refuse(`it has the unknown key "${unknown}"`);
  return {
    source: checkName('the source', source),
    category: checkName('the category', category),
    url,
    headers: headersOf(headers, refuse),
    allowEmpty,
  };
}

function headersOf(headers: unknown, refuse: (what: string) => Error): { [name: string]: string } | undefined {
  if (headers === undefined) return undefined;
  try {
    return Object.fromEntries(new Headers(headers as { [name: string]: string }));
  } catch {
    throw refuse('its "headers" are not names with texts');
  }
}
