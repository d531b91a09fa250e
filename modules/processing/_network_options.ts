import { readFileSync } from 'node:fs';

/** What the configuration may say, and what holds where it says nothing. */
export const NETWORK_DEFAULTS = {
  /** Ask a DNS server now for the addresses of names that the capture has none for. */
  resolve_dns: false,
  /** Ask a DNS server now for the names of hosts; they go to `hosts_ex`. */
  reverse_dns: false,
  /** Sort the capture as Cuckoo does, for its `sorted_pcap_sha256`. */
  sort_pcap: true,
  /** Leave out names and addresses of the safe-lists. */
  whitelist_dns: false,
  /** DNS servers whose answers to safe names count; all where empty. */
  allowed_dns: [] as readonly string[],
  /** Names, and a file with a name in each line. */
  domain_safelist: [] as readonly string[],
  domain_safelist_file: '',
  /** Addresses whose packets are left out, and a file with one in each line. */
  ip_safelist: [] as readonly string[],
  ip_safelist_file: '',
  /** Address the guest reports to; where empty, what analysis.conf says. */
  result_server: '',
  /** Entries of each list. */
  max_entries: 100_000,
  /** Entries of the lists with details: HTTP, TLS, mail, IRC and ICMP. */
  max_details: 20_000,
  max_connections: 32_768,
  /** Bytes of heads, bodies and messages that are kept. */
  max_kept: 32 << 20,
  /** Bytes a record of the capture may claim. */
  max_record: 1 << 20,
  /** First bytes of each body that go to the container. */
  body_head: 1024,
  /** Put whole bodies of HTTP messages beside the reports, as `network/<sha1>`: they may be malware. */
  keep_bodies: false,
  /** Most of them, and most bytes of all. */
  max_bodies: 5000,
  max_body_bytes: 1 << 30,
};

export interface NetworkOptions {
  resolve: boolean;
  reverse: boolean;
  sortCapture: boolean;
  safeNames: ReadonlySet<string>;
  allowedServers: ReadonlySet<string>;
  safeAddresses: ReadonlySet<string>;
  resultServer: string;
  maxEntries: number;
  maxDetails: number;
  maxConnections: number;
  maxKept: number;
  maxRecord: number;
  bodyHead: number;
  keepsBodies: boolean;
  maxBodies: number;
  maxBodyBytes: number;
}

/** Throws an Error that names the option when a safe-list can't be read. */
export function networkOptions(options: { readonly [name: string]: unknown }): NetworkOptions {
  const number = (name: keyof typeof NETWORK_DEFAULTS): number => {
    const value = options[name];
    return typeof value === 'number' && value >= 0 ? value : (NETWORK_DEFAULTS[name] as number);
  };
  const whitelists = options['whitelist_dns'] === true;
  return {
    resolve: options['resolve_dns'] === true,
    reverse: options['reverse_dns'] === true,
    sortCapture: options['sort_pcap'] !== false,
    safeNames: whitelists ? listOf(options, 'domain_safelist') : new Set(),
    allowedServers: new Set(texts(options['allowed_dns'])),
    safeAddresses: listOf(options, 'ip_safelist'),
    resultServer: String(options['result_server'] ?? ''),
    maxEntries: Math.max(1, number('max_entries')),
    maxDetails: Math.max(1, number('max_details')),
    maxConnections: Math.max(1, number('max_connections')),
    maxKept: number('max_kept'),
    maxRecord: Math.max(1 << 16, number('max_record')),
    bodyHead: Math.min(number('body_head'), 4096),
    keepsBodies: options['keep_bodies'] === true,
    maxBodies: number('max_bodies'),
    maxBodyBytes: number('max_body_bytes'),
  };
}

/** What the option and its file name; a `#` begins a comment. */
function listOf(options: { readonly [name: string]: unknown }, name: string): ReadonlySet<string> {
  const file = options[`${name}_file`];
  const lines = typeof file === 'string' && file !== '' ? readFileSync(file, 'utf8').split(/\r?\n/) : [];
  const entries = [...texts(options[name]), ...lines].map((line) => line.replace(/#.*/, '').trim());
  return new Set(entries.filter((entry) => entry !== ''));
}

/** A list, or one text with commas. */
function texts(value: unknown): string[] {
  const list = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  return list.filter((item): item is string => typeof item === 'string').map((item) => item.trim());
}
