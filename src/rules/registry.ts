import type { RuleKey } from './key.ts';
import { commandLine } from './keys/command-line.ts';
import { cuckooScore } from './keys/cuckoo-score.ts';
import { deadHostAmount } from './keys/dead-host-amount.ts';
import { dirCreated } from './keys/dir-created.ts';
import { dirEnumerated } from './keys/dir-enumerated.ts';
import { dirRemoved } from './keys/dir-removed.ts';
import { fileDeleted } from './keys/file-deleted.ts';
import { fileOpened } from './keys/file-opened.ts';
import { fileRead } from './keys/file-read.ts';
import { fileWritten } from './keys/file-written.ts';
import { httpPath } from './keys/http-path.ts';
import { httpUserAgent } from './keys/http-user-agent.ts';
import { ipInRange } from './keys/ip-in-range.ts';
import { ipInSubnet } from './keys/ip-in-subnet.ts';
import { mutex } from './keys/mutex.ts';
import { processName } from './keys/process-name.ts';
import { registryKeyDeleted } from './keys/registry-key-deleted.ts';
import { registryKeyOpened } from './keys/registry-key-opened.ts';
import { registryKeyRead } from './keys/registry-key-read.ts';
import { registryKeyWritten } from './keys/registry-key-written.ts';
import { signatureName } from './keys/signature-name.ts';
import { signatureSeverity } from './keys/signature-severity.ts';
import { string } from './keys/string.ts';
import { tcpPort } from './keys/tcp-port.ts';
import { thirdPartyBlacklist } from './keys/third-party-blacklist.ts';
import { udpPort } from './keys/udp-port.ts';
import { vtScore } from './keys/vt-score.ts';
import type { RuleType } from './rule-type.ts';
import { domain } from './types/domain.ts';
import { hash } from './types/hash.ts';
import { ip } from './types/ip.ts';
import { url } from './types/url.ts';

/** The rule keys and types that rule files may use. */
export interface Registry {
  readonly keys: ReadonlyMap<string, RuleKey>;
  readonly types: ReadonlyMap<string, RuleType>;
}

// biome-ignore lint/suspicious/noExplicitAny: each key checks what it compiles and matches itself
export type AnyRuleKey = RuleKey<any, any>;

const KEYS: readonly AnyRuleKey[] = [
  commandLine,
  cuckooScore,
  deadHostAmount,
  dirCreated,
  dirEnumerated,
  dirRemoved,
  fileDeleted,
  fileOpened,
  fileRead,
  fileWritten,
  httpPath,
  httpUserAgent,
  ipInRange,
  ipInSubnet,
  mutex,
  processName,
  registryKeyDeleted,
  registryKeyOpened,
  registryKeyRead,
  registryKeyWritten,
  signatureName,
  signatureSeverity,
  string,
  tcpPort,
  udpPort,
  thirdPartyBlacklist,
  vtScore,
];
const TYPES: readonly RuleType[] = [hash, ip, domain, url];

/** The built-in rule keys and types, and further ones; a name that is taken throws a TypeError. */
export function registry(more: { keys?: readonly AnyRuleKey[]; types?: readonly RuleType[] } = {}): Registry {
  return { keys: byName([...KEYS, ...(more.keys ?? [])]), types: byName([...TYPES, ...(more.types ?? [])]) };
}

function byName<T extends { readonly name: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  const named = new Map<string, T>();
  for (const one of all) {
    if (named.has(one.name)) throw new TypeError(`two rule keys or types are called "${one.name}"`);
    named.set(one.name, one);
  }
  return named;
}
