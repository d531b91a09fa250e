/** Beside `strings`: its first `ascii` entries are ASCII, the `utf16` others UTF-16LE. */
export interface StringsDetail {
  ascii: number;
  utf16: number;
  /** How many strings the sample has; more than are listed where a limit was passed. */
  found: { ascii: number; utf16: number };
  /** Byte offset in the sample of each entry of `strings`. */
  offsets: number[];
}

/** Something that one can act on: a place on the network, a file, a name. */
export interface Ioc {
  kind: 'url' | 'domain' | 'ip' | 'email' | 'hash' | 'wallet' | 'mutex' | 'path';
  /** Domains, e-mail domains and hashes in lower case, addresses in their shortest form; all else as it was seen. */
  value: string;
  /** Algorithm of a hash, currency of a wallet. */
  type?: string;
  /** Where in the container it stands, and what it was there; each pair once, in the order of the search. */
  seen: IocPlace[];
  /** How often it was seen. */
  count: number;
  /** Why it says little about the sample, where that is known: a safe list, an address that is not routed. */
  noise?: string;
}

export interface IocPlace {
  /** Path in the container: `network.dns`, `behavior.summary.mutex`, `strings`. */
  where: string;
  /**
   * `contacted`, `resolved` (its name was looked up), `answer` (of a look-up), `requested`, `dns_server`, `sender`,
   * `recipient`, `sample`, `dropped`, `written`, `deleted`, `created`, `executed`, `configured`, or `mentioned` in text.
   */
  role: string;
}
