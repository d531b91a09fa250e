export interface DnsQuestion {
  name: string;
  /** As in the registry: `A`, `HTTPS`; `TYPE65280` where the registry has no name. */
  type: string;
  class: number;
}

export interface DnsRecord {
  name: string;
  type: string;
  class: number;
  ttl: number;
  /** As zone files write it, except that texts have no quotes: an address, a name, `10 mail.example.com`. */
  data: string;
  /** Where the data are several fields, these: of an MX `[10, 'mail.example.com']`. */
  fields: readonly (string | number)[];
}

export interface DnsMessage {
  id: number;
  isResponse: boolean;
  opcode: number;
  /** `NOERROR`, `NXDOMAIN` …, or the number. */
  rcode: string;
  questions: DnsQuestion[];
  answers: DnsRecord[];
  authorities: DnsRecord[];
  additionals: DnsRecord[];
  /** Why reading stopped before the end; what came before it is there. */
  damage: string | undefined;
}
