import type { Ioc } from 'ovoscope';
import { isPublicAddress } from 'ovoscope/query';
import { EMPTY_HASHES, PUBLIC_RESOLVERS, SAFE_DOMAINS, SAFE_MUTEXES, SAFE_PATHS, SAFE_URLS } from './_safe_list.ts';

/** Why indicators say little about a sample: by the built-in safe list, and by values of the configuration. */
export class NoiseFilter {
  readonly #domains = new Map<string, string>();
  readonly #values = new Map<string, string>();

  /** `own` are domains, with all below them, and values of any other kind. */
  constructor(own: readonly string[]) {
    for (const [reason, names] of Object.entries(SAFE_DOMAINS)) {
      for (const name of names) this.#domains.set(name, reason);
    }
    for (const ip of PUBLIC_RESOLVERS) this.#values.set(ip, 'a public DNS resolver');
    for (const hash of EMPTY_HASHES) this.#values.set(hash, 'an empty file');
    for (const value of own) {
      this.#domains.set(value.toLowerCase(), OWN);
      this.#values.set(value.toLowerCase(), OWN);
    }
  }

  reason({ kind, value, seen }: Pick<Ioc, 'kind' | 'value' | 'seen'>): string | undefined {
    const own = this.#values.get(value.toLowerCase());
    if (own !== undefined) return own;
    if (kind === 'domain')
      return this.domain(value) ?? (value.includes('.') ? undefined : 'a name of the local network');
    if (kind === 'email') return this.domain(value.slice(value.lastIndexOf('@') + 1));
    if (kind === 'url') return this.#url(value);
    if (kind === 'mutex') return SAFE_MUTEXES.test(bareName(value)) ? 'created by a component of Windows' : undefined;
    if (kind === 'path') return SAFE_PATHS.test(withoutUser(value)) ? 'a folder that Windows fills itself' : undefined;
    if (kind !== 'ip') return undefined;
    if (!isPublicAddress(value)) return 'is not routed on the Internet';
    return seen.every(({ role }) => role === 'dns_server') ? 'the DNS server of the machine' : undefined;
  }

  domain(name: string): string | undefined {
    for (let rest = name; rest !== ''; ) {
      const reason = this.#domains.get(rest);
      if (reason !== undefined) return reason;
      const dot = rest.indexOf('.');
      rest = dot < 0 ? '' : rest.slice(dot + 1);
    }
    return undefined;
  }

  #url(url: string): string | undefined {
    const lower = url.toLowerCase();
    const prefix = SAFE_URLS.find((each) => lower.startsWith(each.prefix, lower.indexOf('://')));
    if (prefix) return prefix.reason;
    const host = /:\/\/(?:[^/?#@]{0,256}@)?(\[[^\]]{0,64}\]|[^/?#:]{0,256})/.exec(lower)?.[1];
    if (host === undefined) return undefined;
    const address = host.replace(/^\[|\]$/g, '');
    if (/^[\d.]+$|:/.test(address)) {
      return this.#values.get(address) ?? (isPublicAddress(address) ? undefined : 'is not routed on the Internet');
    }
    return this.domain(host.replace(/\.$/, ''));
  }
}

const OWN = 'on the list of the configuration';

/** Without the name space: `\Sessions\1\BaseNamedObjects\`, `Local\`, `Global\`. */
const bareName = (mutex: string) =>
  mutex
    .slice(0, 300)
    .toLowerCase()
    .replace(/^(?:\\sessions\\\d{1,6})?\\basenamedobjects\\/, '')
    .replace(/^(?:local|global)\\/, '');

const withoutUser = (path: string) =>
  path
    .slice(0, 600)
    .toLowerCase()
    .replace(/^\\\?\?\\/, '')
    .replace(/^([a-z]:\\users\\)[^\\]{1,256}/, '$1*');
