import { Resolver } from 'node:dns/promises';

const TIMEOUT_MS = 10_000;
const AT_ONCE = 16;
const MAX_LOOKUPS = 1000;

/** Fills in the addresses of domains that have none. A name that can't be resolved keeps the empty address. */
export async function lookUp(domains: { domain: string; ip: string }[], signal: AbortSignal): Promise<void> {
  const open = domains.filter(({ ip }) => ip === '').slice(0, MAX_LOOKUPS);
  await eachOf(open, signal, async (resolver, domain) => {
    const [address] = await resolver.resolve4(domain.domain);
    domain.ip = address ?? '';
  });
}

/** Addresses with the names they have now. */
export async function reverse(
  hosts: readonly string[],
  signal: AbortSignal,
): Promise<{ ip: string; inaddrarpa: string }[]> {
  const named = hosts.map((ip) => ({ ip, inaddrarpa: '' }));
  await eachOf(named.slice(0, MAX_LOOKUPS), signal, async (resolver, host) => {
    const [name] = await resolver.reverse(host.ip);
    host.inaddrarpa = name ?? '';
  });
  return named;
}

async function eachOf<T>(
  items: readonly T[],
  signal: AbortSignal,
  ask: (resolver: Resolver, item: T) => Promise<void>,
): Promise<void> {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: 1 });
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined && !signal.aborted; item = waiting.shift()) {
      try {
        await ask(resolver, item);
      } catch {
        // No answer is an answer: the entry stays as it is.
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  signal.removeEventListener('abort', cancel);
  signal.throwIfAborted();
}
