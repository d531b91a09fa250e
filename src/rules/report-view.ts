import type { Problem } from '../errors/problem.ts';
import { ruleProblems } from '../errors/rules.ts';
import type { Results } from '../plugin/container.ts';
import { formatIp, type IpAddress, parseIp } from '../util/ip.ts';
import { type Surroundings, type ThirdPartyLists, Whitelist } from './surroundings.ts';

/** An address the analysis talked to. */
export interface Contact {
  address: IpAddress;
  /** Shortest form: equal addresses have equal text. */
  text: string;
}

export interface Flow extends Contact {
  port: number;
}

export interface HttpRequest {
  /** Lower case, without port; empty where the report doesn't say. */
  host: string;
  port: number | undefined;
  url: string;
  path: string | undefined;
  userAgent: string | undefined;
  /** Shortest form. */
  addresses: readonly string[];
}

const LISTS_OF_CUCKOO_2: readonly string[] = [
  'file_opened',
  'file_created',
  'file_recreated',
  'file_read',
  'file_written',
  'file_deleted',
  'file_failed',
  'file_exists',
  'file_moved',
  'file_copied',
  'directory_created',
  'directory_enumerated',
  'directory_removed',
  'dll_loaded',
  'regkey_opened',
  'regkey_read',
  'regkey_written',
  'regkey_deleted',
  'mutex',
  'command_line',
  'guid',
];

type Fields = { readonly [name: string]: unknown };

/**
 * What rules read of a container, checked: a container can come from a file, and then holds anything. Lists that are
 * missing are undefined, which is not the same as empty.
 */
export class ReportView {
  readonly results: Results;
  readonly whitelist: Whitelist;
  readonly thirdParty: ThirdPartyLists | undefined;
  /** Whether to read as the original's code did. */
  readonly quirks: boolean;
  readonly #odd = new Map<string, number>();
  readonly #cache = new Map<string, unknown>();

  constructor(results: Results, surroundings: Surroundings = {}, quirks = false) {
    this.results = results;
    this.whitelist = new Whitelist(surroundings.whitelist);
    this.thirdParty = surroundings.thirdParty;
    this.quirks = quirks;
  }

  /** Entries of the container that were no use, as problems. */
  problems(): Problem[] {
    return [...this.#odd].map(([path, count]) => ruleProblems.oddData(path, count));
  }

  /** The list at a path such as `behavior.summary.mutex`. */
  list(path: string): readonly unknown[] | undefined {
    const value = this.value(path);
    return Array.isArray(value) ? value : undefined;
  }

  value(path: string): unknown {
    let value: unknown = this.results;
    for (const name of path.split('.')) {
      if (!isFields(value) || !Object.hasOwn(value, name)) return undefined;
      value = value[name];
    }
    return value;
  }

  /** The objects of the list at a path. */
  records(path: string): readonly Fields[] | undefined {
    return this.list(path)?.filter((entry): entry is Fields => isFields(entry) || this.#isOdd(path));
  }

  /** The texts of the list at a path. */
  texts(path: string): readonly string[] | undefined {
    return this.list(path)?.filter((entry): entry is string => typeof entry === 'string' || this.#isOdd(path));
  }

  /**
   * The texts of lists of `behavior.summary` together, each once. A summary with lists of Cuckoo 2 leaves out those that
   * would be empty; one without any was made by a sandbox that had no such lists.
   */
  summaryTexts(...names: string[]): readonly string[] | undefined {
    const lists = names.map((name) => this.texts(`behavior.summary.${name}`)).filter((list) => list !== undefined);
    if (lists.length > 0) return lists.length === 1 ? lists[0] : [...new Set(lists.flat())];
    return this.#hasListsOfCuckoo2() ? [] : undefined;
  }

  #hasListsOfCuckoo2(): boolean {
    const summary = this.value('behavior.summary');
    if (!isFields(summary)) return false;
    return this.value('info.dialect') === 'cuckoo-2' || LISTS_OF_CUCKOO_2.some((name) => Object.hasOwn(summary, name));
  }

  /** Distinct texts of one field of the records at a path. */
  field(path: string, name: string): readonly string[] | undefined {
    const texts = this.records(path)
      ?.map((record) => record[name])
      .filter((text) => typeof text === 'string');
    return texts && [...new Set(texts)];
  }

  #isOdd(path: string): false {
    this.#odd.set(path, (this.#odd.get(path) ?? 0) + 1);
    return false;
  }

  #once<T>(name: string, make: () => T): T {
    if (!this.#cache.has(name)) this.#cache.set(name, make());
    return this.#cache.get(name) as T;
  }

  // -- network

  /** Contacted addresses without whitelisted ones, each once. */
  contacted(): readonly Contact[] | undefined {
    return this.#once('contacted', () => {
      const hosts = this.list('network.hosts');
      if (!hosts) return undefined;
      const contacts = new Map<string, Contact>();
      for (const host of hosts) {
        const contact = contactOf(isFields(host) ? host['ip'] : host);
        if (!contact) this.#isOdd('network.hosts');
        else if (!this.whitelist.hasAddress(contact.address)) contacts.set(contact.text, contact);
      }
      return [...contacts.values()];
    });
  }

  isContacted(text: string): boolean {
    return this.#once('contacted set', () => new Set(this.contacted()?.map((contact) => contact.text))).has(text);
  }

  /** Flows to addresses that are not whitelisted; several to one port stay several. */
  flows(protocol: 'tcp' | 'udp'): readonly Flow[] | undefined {
    return this.#once(protocol, () =>
      this.records(`network.${protocol}`)?.flatMap((record) => {
        const contact = contactOf(record['dst']);
        const port = Number(record['dport']);
        if (!contact || !Number.isInteger(port)) {
          this.#isOdd(`network.${protocol}`);
          return [];
        }
        return this.whitelist.hasAddress(contact.address) ? [] : [{ ...contact, port }];
      }),
    );
  }

  /** Hosts that never answered, one for each address and port. */
  deadHosts(): readonly Contact[] | undefined {
    return this.#once('dead hosts', () =>
      this.list('network.dead_hosts')?.flatMap((entry) => {
        const first = Array.isArray(entry) ? entry[0] : entry;
        const contact = contactOf(isFields(first) ? first['ip'] : first);
        if (!contact) this.#isOdd('network.dead_hosts');
        return contact && !this.whitelist.hasAddress(contact.address) ? [contact] : [];
      }),
    );
  }

  requests(): readonly HttpRequest[] | undefined {
    return this.#once('requests', () => this.records('network.http')?.map((record) => this.#request(record)));
  }

  #request(record: Fields): HttpRequest {
    const text = (name: string) => (typeof record[name] === 'string' ? (record[name] as string) : undefined);
    const { host, port: portOfHost } = splitHost(text('host') ?? '');
    const port = Number(record['port'] ?? record['dport'] ?? portOfHost ?? Number.NaN);
    const path = text('path');
    const destination = contactOf(record['dst'])?.text;
    return {
      host,
      port: Number.isInteger(port) ? port : undefined,
      url: text('uri') ?? `http://${host}${portOfHost ? `:${portOfHost}` : ''}${path ?? '/'}`,
      path,
      userAgent: text('user-agent') ?? text('user_agent'),
      addresses: destination ? [destination] : this.addressesOf(host),
    };
  }

  // -- names and addresses

  /** Addresses a host name resolved to; of an address, itself. */
  addressesOf(host: string): readonly string[] {
    const own = contactOf(host);
    if (own) return [own.text];
    const name = host.toLowerCase();
    return this.#once(`addresses of ${name}`, () => [...(this.#resolutions().addresses.get(name) ?? [])]);
  }

  /** Names that resolved to an address. */
  domainsOf(address: string): readonly string[] {
    return this.#once(`domains of ${address}`, () => [...(this.#resolutions().domains.get(address) ?? [])]);
  }

  /** Domains that were asked for or contacted, lower case, in the order of the report, without whitelisted ones. */
  domains(): readonly string[] {
    return this.#once('domains', () => {
      const names = new Set<string>();
      const add = (name: unknown) => {
        if (typeof name !== 'string' || name === '' || contactOf(name)) return;
        names.add(name.toLowerCase().replace(/\.$/, ''));
      };
      for (const record of this.records('network.domains') ?? []) add(record['domain']);
      for (const record of this.records('network.dns') ?? []) add(record['request'] ?? record['hostname']);
      for (const { host } of this.requests() ?? []) add(host);
      return [...names].filter((name) => !this.whitelist.hasDomain(name));
    });
  }

  #resolutions(): { addresses: Map<string, Set<string>>; domains: Map<string, Set<string>> } {
    return this.#once('resolutions', () => {
      const addresses = new Map<string, Set<string>>();
      const domains = new Map<string, Set<string>>();
      const add = (name: unknown, address: unknown) => {
        const contact = contactOf(address);
        if (typeof name !== 'string' || !contact) return;
        const domain = name.toLowerCase().replace(/\.$/, '');
        addTo(addresses, domain, contact.text);
        addTo(domains, contact.text, domain);
      };
      for (const record of this.records('network.domains') ?? []) add(record['domain'], record['ip']);
      for (const record of this.records('network.dns') ?? []) {
        add(record['hostname'], record['ip']);
        const answers = Array.isArray(record['answers']) ? record['answers'] : [];
        for (const answer of answers) if (isFields(answer)) add(record['request'], answer['data']);
      }
      return { addresses, domains };
    });
  }
}

export function contactOf(value: unknown): Contact | undefined {
  const address = typeof value === 'string' ? parseIp(value) : undefined;
  return address && { address, text: formatIp(address) };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function splitHost(text: string): { host: string; port: string | undefined } {
  const parts = /^(\[[0-9a-f:.]+\]|[^:]*)(?::(\d{1,5}))?$/i.exec(text);
  if (!parts) return { host: text.toLowerCase(), port: undefined };
  return { host: parts[1]!.replace(/^\[|\]$|\.$/g, '').toLowerCase(), port: parts[2] };
}

function addTo(map: Map<string, Set<string>>, key: string, value: string): void {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}

/** Addresses an analysis contacted, in their shortest form: those that third-party lists will be asked about. */
export function contactedAddresses(results: Results): string[] {
  return (new ReportView(results).contacted() ?? []).map(({ text }) => text);
}
