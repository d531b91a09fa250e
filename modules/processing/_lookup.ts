import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { errorText, type Processing } from 'ovoscope';
import { lookupProblems } from 'ovoscope/formats';
import { limitOf } from './_options.ts';
import { Turns } from './_turns.ts';

/** Options that every look-up has. */
export const LOOKUP_DEFAULTS = {
  /** The key, or the name of the environment variable that holds it. */
  key: '',
  key_env: '',
  /** Seconds until a question is given up. */
  timeout: 60,
  /** Questions in a minute; 0 for any number. */
  per_minute: 0,
  /** Largest answer, in bytes. */
  answer_bytes: 32 << 20,
  /** How long an answer is kept, in hours; 0 to keep none. */
  cache_hours: 24,
  /** Where answers are kept; empty for the user's cache. */
  cache: '',
};

export interface Question {
  /** Below the service's address, with what is asked for. */
  path: string;
  headers?: { readonly [name: string]: string };
  /** Sent along with the path but kept out of the cache and of messages. */
  secret?: { readonly [name: string]: string };
  /** A search that is sent as JSON. */
  search?: unknown;
  /** What the answer may be beside 200. */
  also?: readonly number[];
}

export interface Answer {
  status: number;
  /** What the service said, as JSON. */
  json: unknown;
}

/** The modules of one process share it. */
const TURNS = new Turns();

/**
 * A service outside that is asked about hashes, names and addresses; nothing of the analysis's content is sent. A
 * failure is a problem of the module, and the service is not asked again in this run.
 */
export class Lookup {
  readonly key: string;
  readonly #module: Processing;
  readonly #service: string;
  readonly #url: string;
  #failed = false;
  #kept: string | undefined;

  private constructor(module: Processing, service: string, url: string, key: string) {
    this.#module = module;
    this.#service = service;
    this.#url = url.replace(/\/+$/, '');
    this.key = key;
  }

  /** By the module's options `url`, `key` and `key_env`; where they don't suffice, undefined and a problem. */
  static of(module: Processing, service: string): Lookup | undefined {
    const { url, key, key_env: variable } = module.options;
    const secret = text(key) || (text(variable) && process.env[text(variable)]);
    if (!secret) module.problem(lookupProblems.noKey(service, module.key));
    else if (!isHttp(text(url))) module.problem(lookupProblems.badUrl(service, withoutUser(text(url))));
    else return new Lookup(module, service, text(url), secret);
    return undefined;
  }

  /** Undefined where the service gave no answer, or failed before. */
  async ask(question: Question): Promise<Answer | undefined> {
    if (this.#failed) return undefined;
    const file = this.#cacheFile(question);
    const cached = file === undefined ? undefined : this.#cached(file);
    this.#kept = file;
    if (cached) return cached;
    try {
      await TURNS.take(this.#url, limitOf(this.#module, 'per_minute'), this.#module.signal);
      const { status, body } = await this.#fetch(question);
      const answer = { status, json: JSON.parse(body) as unknown };
      if (file !== undefined) this.#keep(file, answer);
      return answer;
    } catch (error) {
      this.#module.signal.throwIfAborted();
      this.fail(reason(error));
      return undefined;
    }
  }

  /** Records what is wrong with the last answer, which is then not kept. */
  fail(what: string): void {
    this.#failed = true;
    if (this.#kept !== undefined) rmSync(this.#kept, { force: true });
    this.#module.problem(lookupProblems.failed(this.#service, what.replaceAll(this.key, '…')));
  }

  async #fetch(question: Question): Promise<{ status: number; body: string }> {
    const { signal } = this.#module;
    const url = new URL(this.#url + question.path);
    for (const [name, value] of Object.entries(question.secret ?? {})) url.searchParams.set(name, value);
    const limited = AbortSignal.any([
      signal,
      AbortSignal.timeout(Math.max(1, limitOf(this.#module, 'timeout')) * 1000),
    ]);
    const headers = { accept: 'application/json', 'user-agent': 'ovoscope', ...question.headers };
    const response = await fetch(url, {
      // Another place must not get the key.
      ...{ signal: limited, redirect: 'error' as const },
      ...(question.search === undefined
        ? { headers }
        : {
            method: 'POST',
            headers: { ...headers, 'content-type': 'application/json' },
            body: JSON.stringify(question.search),
          }),
    });
    const { status } = response;
    if (status !== 200 && !question.also?.includes(status)) {
      await response.body?.cancel();
      throw new Error(`it answered with status ${status}${STATUS[status] ?? ''}`);
    }
    return { status, body: await this.#body(response) };
  }

  async #body(response: Response): Promise<string> {
    const most = limitOf(this.#module, 'answer_bytes');
    const parts: Uint8Array[] = [];
    let size = 0;
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      size += part.value.length;
      if (size > most) {
        await reader?.cancel();
        throw new Error(`its answer is longer than ${most} bytes`);
      }
      parts.push(part.value);
    }
    return Buffer.concat(parts).toString('utf8');
  }

  #cacheFile(question: Question): string | undefined {
    if (limitOf(this.#module, 'cache_hours') === 0) return undefined;
    const asked = JSON.stringify([this.#url, question.path, question.search ?? null]);
    return join(this.#folder(), `${createHash('sha256').update(asked).digest('hex')}.json`);
  }

  #folder(): string {
    const users =
      process.env['OVOSCOPE_CACHE'] || join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'ovoscope');
    return text(this.#module.options['cache']) || join(users, 'lookups');
  }

  #cached(file: string): Answer | undefined {
    try {
      const age = Date.now() - statSync(file).mtimeMs;
      if (age > limitOf(this.#module, 'cache_hours') * 3_600_000) return undefined;
      const answer = JSON.parse(readFileSync(file, 'utf8')) as Partial<Answer> | null;
      return typeof answer?.status === 'number' ? { status: answer.status, json: answer.json } : undefined;
    } catch {
      // Absent or cut by a full disk: the service is asked again.
      return undefined;
    }
  }

  #keep(file: string, answer: Answer): void {
    const temporary = `${file}.${randomBytes(6).toString('hex')}`;
    try {
      mkdirSync(this.#folder(), { recursive: true, mode: 0o700 });
      writeFileSync(temporary, JSON.stringify(answer), { mode: 0o600, flag: 'wx' });
      renameSync(temporary, file);
    } catch (error) {
      this.#module.log.warn({ file }, `the answer was not kept: ${errorText(error)}`);
    }
  }
}

const STATUS: { readonly [status: number]: string } = {
  204: ' (too many questions for this key)',
  401: ' (is the key right?)',
  403: ' (is the key right, and may it ask this?)',
  429: ' (too many questions for this key)',
};

function reason(error: unknown): string {
  if (error instanceof SyntaxError) return 'its answer is no JSON';
  if (error instanceof DOMException && error.name === 'TimeoutError') return 'it did not answer in time';
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? errorText(error) : `${errorText(error)} (${errorText(cause)})`;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function isHttp(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

function withoutUser(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//…@');
}
