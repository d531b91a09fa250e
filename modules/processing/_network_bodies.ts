import type { Task } from 'ovoscope';
import { describeFile, type HttpBody, type HttpExchange, MemorySource } from 'ovoscope/formats';
import type { BodyEntry } from './_network_http.ts';

/** Different bodies whose type is told; that of others is null. */
const MAX_TYPES = 5000;
const TURN = 64;

/** What bodies are, from their first bytes; equal bodies are looked at once. */
export class BodyTypes {
  readonly #task: Task;
  readonly #types = new Map<string, string | null>();

  constructor(task: Task) {
    this.#task = task;
  }

  async describe(exchanges: readonly HttpExchange[], signal: AbortSignal): Promise<void> {
    for (const { request, response } of exchanges) {
      for (const body of [request?.body, response?.body]) {
        if (!body || body.head.length === 0 || this.#types.has(body.sha256)) continue;
        if (this.#types.size >= MAX_TYPES) return;
        if (this.#types.size % TURN === 0) signal.throwIfAborted();
        this.#types.set(body.sha256, await typeOf(body));
      }
    }
  }

  entry(body: HttpBody, head: number): BodyEntry {
    return {
      path: body.path ?? this.#task.find(`network/${body.sha1}`)?.path ?? null,
      md5: body.md5,
      sha1: body.sha1,
      sha256: body.sha256,
      size: body.size,
      type: this.#types.get(body.sha256) ?? null,
      head: body.head.toString('latin1', 0, head),
      ...(body.missing > 0 && { missing: body.missing }),
      ...(body.encoding !== undefined && { encoding: body.encoding }),
    };
  }
}

/** A type is extra: where libmagic fails, the body is still described. */
async function typeOf(body: HttpBody): Promise<string | null> {
  try {
    return await describeFile(new MemorySource(body.head));
  } catch {
    return null;
  }
}
