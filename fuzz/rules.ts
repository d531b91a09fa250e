import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Results } from '../src/plugin/container.ts';
import { diagnosticText } from '../src/rules/diagnostic-text.ts';
import { fixRuleFile } from '../src/rules/fix-rule-file.ts';
import { ledgerText } from '../src/rules/ledger-text.ts';
import { readRuleFile } from '../src/rules/read-rule-file.ts';
import { RuleSet } from '../src/rules/rule-set.ts';

/**
 * Reads the bytes up to the first 0xFF as a rule file and the rest as the strings of a report. Throws where reading,
 * mending or scoring does, or where a mended file is not clean.
 */
export function fuzz(data: Uint8Array): void {
  const split = data.indexOf(0xff);
  const rules = split < 0 ? data : data.subarray(0, split);
  const rest = split < 0 ? '' : new TextDecoder().decode(data.subarray(split + 1));
  const { file, diagnostics, source, errors } = readRuleFile('fuzz.json', rules);
  for (const diagnostic of diagnostics.slice(0, 20)) diagnosticText(diagnostic, source);
  const { text, remaining } = fixRuleFile('fuzz.json', rules);
  if (!file) return;
  if (remaining.length > 0) throw new Error(`not mended: ${remaining[0]!.code}`);
  JSON.parse(text);
  if (errors > 0) throw new Error('a file with errors was not refused');
  for (const ledger of new RuleSet([file], { timeLimitMs: 1000 }).score(report(rest))) {
    ledgerText(ledger);
    const sum = ledger.objects.reduce((total, { points }) => total + points, 0);
    if (Math.abs(sum - ledger.total) > 1e-3) throw new Error(`the points add up to ${sum}, not ${ledger.total}`);
  }
}

export function corpus(): Uint8Array[] {
  const own = ['windows-behaviour.json', 'contacted-addresses.json'].map((name) => readFileSync(join('rules', name)));
  const texts = Buffer.from(`203.0.113.7\nC:\\Windows\\system32\\x\nhttp://a.example/b\n\nHKLM\\x`);
  return [...own, ...HAND_WRITTEN.map((text) => Buffer.from(text))].map((file) =>
    Buffer.concat([file, Buffer.of(0xff), texts]),
  );
}

/** As people write them, with every kind of thing that is mended. */
const HAND_WRITTEN: readonly string[] = [
  `{"info": {"\ttype": "hash",}, // note
 "rules": {"dir_removed": [{rules: ["C:\\Windows\\system32*" 'D:\\x'], score: .5, "group_id": "3"}]},
 "vt_score": [{"rules": [1-5], "score": +1}], "vt_score": {"rules": 6-58, "score": 5.0}`,
  `{"info": {"type": “ip”}, "rules": {"ip_in_subnet": [{"rules": [10.1.2.3/8, "192.0.2.1"], "score": 1}],
 "http_path": [{"rules": "!REGEX!^\\/[a-f]{32}\\b(x|y)+$", "score": 1}], "tcp_port": [{"rules": ["80",,443], "score": 2}]}}`,
];

/** A container whose every list holds the same hostile texts. */
function report(text: string): Results {
  const texts = text.split('\n').slice(0, 50);
  const summary = Object.fromEntries(LISTS.map((name) => [name, texts]));
  const network = {
    hosts: texts,
    dead_hosts: texts.map((host) => [host, 80]),
    tcp: texts.map((dst) => ({ dst, dport: dst })),
    udp: texts.map((dst) => ({ dst, dport: 53 })),
    http: texts.map((path) => ({ host: path, path, uri: path, 'user-agent': path })),
    domains: texts.map((domain) => ({ domain, ip: domain })),
    dns: texts.map((request) => ({ request, answers: [{ data: request }] })),
  };
  const processes = texts.map((name) => ({ process_name: name, command_line: name }));
  const signatures = texts.map((name) => ({ name, severity: 3 }));
  const container: unknown = {
    info: { score: texts.length },
    file: { md5: '0'.repeat(32) },
    strings: texts,
    behavior: { processes, summary },
    network,
    signatures,
  };
  return container as Results;
}

const LISTS: readonly string[] = [
  'directory_created',
  'directory_enumerated',
  'directory_removed',
  'file_deleted',
  'file_opened',
  'file_read',
  'file_written',
  'mutexes',
  'regkey_deleted',
  'regkey_opened',
  'regkey_read',
  'regkey_written',
];
