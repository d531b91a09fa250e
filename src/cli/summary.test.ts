import pc from 'picocolors';
import { expect, it } from 'vitest';
import type { Summary } from '../engine/summary.ts';
import { summaryLines } from './summary.ts';

const summary: Summary = {
  path: 'storage/analyses/1',
  kind: 'folder',
  dialect: 'cuckoo-2',
  keys: ['info', 'behavior'],
  target: { name: 'http://evil.example/\u001b[31m.exe', size: 2048, sha256: 'ab'.repeat(32), type: 'PE32 executable' },
  started: null,
  duration: 62,
  processes: 2,
  calls: 1234,
  tree: [
    { depth: 0, pid: 4, name: 'sample.exe', calls: 1200 },
    { depth: 1, pid: 8, name: 'cmd.exe', calls: 34 },
  ],
  treeCut: 3,
  matches: [
    { name: 'creates_exe', description: 'Creates a Windows executable', severity: 2, confidence: 100, evidence: 1500 },
  ],
  verdict: {
    score: 2,
    band: 'no threat found',
    reason: 'One thing matched.',
    ledger: [{ signature: 'creates_exe', description: '', severity: 2, confidence: 100, points: 2 }],
    sum: 2,
  },
  rules: [],
  score: 0.4,
  signaturesRun: 1,
  statistics: {
    processing: [{ name: 'info', state: 'done', ms: 10 }],
    signatures: [{ name: 'x', state: 'done', ms: 5 }],
  },
  problems: [{ code: 'CALLS_TRUNCATED', message: 'logs/4.bson ends early', where: {} }],
  out: '/out',
  outputs: [{ module: 'json', path: '/out/report.json', media: 'application/json', bytes: 2048 }],
};

it('says what ran, the verdict, the processes, the matches, the problems and where the reports are', () => {
  const text = summaryLines(summary, pc.createColors(false)).join('\n');
  expect(`${text}\n`).toBe(`\
storage/analyses/1  cuckoo-2 · 2 processes · 1,234 calls · 62 s in the sandbox
  target      hxxp://evil[.]example/⟦U+001B⟧[31m.exe  PE32 executable · 2.0 KB · ${'ab'.repeat(32)}
  verdict     no threat found  2 of 10
              One thing matched.
                  +2  creates_exe
  processes   sample.exe 4, 1,200 calls
                cmd.exe 8, 34 calls
              3 more
  signatures  2  creates_exe  Creates a Windows executable (1,500)
  score       0.4 as Cuckoo counts: severities ÷ 5
  ran         1 module, 1 signature in 0.01 s
  1 problem   CALLS_TRUNCATED  logs/4.bson ends early
  reports     /out/report.json (2.0 KB)
`);
});

it('is short where there is little to say', () => {
  const bare: Summary = {
    ...summary,
    target: {},
    tree: [],
    treeCut: 0,
    matches: [],
    problems: [],
    outputs: [],
    duration: -1,
  };
  const lines = summaryLines({ ...bare, verdict: undefined, statistics: undefined }, pc.createColors(false));
  expect(lines).toEqual(['storage/analyses/1  cuckoo-2 · 2 processes · 1,234 calls']);
});
