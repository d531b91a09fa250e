import type { DnsEvent } from 'ovoscope/formats';
import { Limited, since } from './_network_text.ts';

export interface DnsAnswer {
  type: string;
  data: string;
}

export interface DnsEntry {
  request: string;
  type: string;
  answers: DnsAnswer[];
  /** The same name as `request`, and its first address; empty where none is known. */
  hostname: string;
  ip: string;
  /** Seconds since the first record of the capture. */
  time: number;
  /** Of the last response, unless it is NOERROR. */
  rcode?: string;
}

export interface DomainEntry {
  domain: string;
  ip: string;
}

export interface DnsOptions {
  maxEntries: number;
  /** Names whose addresses are no hosts, and which are listed nowhere. */
  safeNames: ReadonlySet<string>;
  /** Servers whose answers to safe names count; all where empty. */
  allowedServers: ReadonlySet<string>;
  onSafeAddress(address: string): void;
}

/** Names that say nothing about the sample. */
const NO_DOMAIN = /(?:\.windows\.com|\.in-addr\.arpa|\.ip6\.arpa)$/;
const MAX_ANSWERS = 1000;
/** What Cuckoo calls the type that asks for all. */
const ALL = 'All';

/** What was asked, what was answered, and who was asked. */
export class DnsLists {
  readonly entries: Limited<DnsEntry>;
  readonly servers: Limited<string>;
  readonly #options: DnsOptions;
  readonly #byQuestion = new Map<string, { entry: DnsEntry; known: Set<string> }>();
  readonly #domains = new Map<string, DomainEntry>();
  readonly #servers = new Set<string>();

  constructor(options: DnsOptions) {
    this.#options = options;
    this.entries = new Limited(options.maxEntries);
    this.servers = new Limited(options.maxEntries);
  }

  add({ message, src, dst, moment }: DnsEvent, first: number | undefined): void {
    if (!message.isResponse && !this.#servers.has(dst) && this.servers.push(dst)) this.#servers.add(dst);
    const [question] = message.questions;
    if (!question) return;
    const { name, type } = question;
    const answers = message.answers.slice(0, MAX_ANSWERS);
    if (this.#isSafe(name, src, dst)) {
      for (const { type, data } of answers) if (type === 'A' || type === 'AAAA') this.#options.onSafeAddress(data);
      return;
    }
    this.#domain(name);
    const key = `${type} ${name}`;
    let asked = this.#byQuestion.get(key);
    if (!asked) {
      const time = since(first, moment.time);
      const shown = type === 'ANY' ? ALL : type;
      const entry = { request: name, type: shown, answers: [], hostname: name, ip: '', time };
      if (!this.entries.push(entry)) return;
      asked = { entry, known: new Set() };
      this.#byQuestion.set(key, asked);
    }
    if (!message.isResponse) return;
    if (message.rcode === 'NOERROR') delete asked.entry.rcode;
    else asked.entry.rcode = message.rcode;
    for (const answer of answers) addAnswer(asked, answerOf(answer));
  }

  /** Domains in the order they were asked for, with the first address an answer gave. */
  domains(): DomainEntry[] {
    for (const { request, answers } of this.entries.items) {
      const domain = this.#domains.get(request);
      if (domain && domain.ip === '') domain.ip = firstAddress(answers);
    }
    return [...this.#domains.values()];
  }

  #domain(name: string): void {
    if (name === '' || NO_DOMAIN.test(name.toLowerCase()) || this.#domains.size >= this.#options.maxEntries) return;
    if (!this.#domains.has(name)) this.#domains.set(name, { domain: name, ip: '' });
  }

  #isSafe(name: string, src: string, dst: string): boolean {
    const { safeNames, allowedServers } = this.#options;
    if (!safeNames.has(name)) return false;
    return allowedServers.size === 0 || allowedServers.has(src) || allowedServers.has(dst);
  }
}

function addAnswer({ entry, known }: { entry: DnsEntry; known: Set<string> }, answer: DnsAnswer): void {
  const key = `${answer.type} ${answer.data}`;
  if (known.has(key) || entry.answers.length >= MAX_ANSWERS) return;
  known.add(key);
  entry.answers.push(answer);
  if (entry.ip === '' && isAddress(answer)) entry.ip = answer.data;
}

/** Of a mail exchanger only the name, and a start of authority with commas, as Cuckoo has them. */
function answerOf({ type, data, fields }: DnsEvent['message']['answers'][number]): DnsAnswer {
  if (type === 'SOA') return { type, data: fields.join(',') };
  return { type, data: type === 'MX' && fields.length === 2 ? String(fields[1]) : data };
}

const isAddress = ({ type }: DnsAnswer): boolean => type === 'A' || type === 'AAAA';

const firstAddress = (answers: readonly DnsAnswer[]): string => answers.find(isAddress)?.data ?? '';
