import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import init, { Compiler } from '@virustotal/yara-x';
import type { Output, Reporting, Results } from 'ovoscope';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { canaryResults, emptyResults, fixtureResults } from '../../tests/support/fixture-results.ts';
import { ioc } from '../../tests/support/indicators.ts';
import { temporaryFolder } from '../../tests/support/temporary-folder.ts';
import Maec from './maec.ts';
import Mmdef from './mmdef.ts';
import OpenIoc from './openioc.ts';
import Sigma from './sigma.ts';
import Suricata from './suricata.ts';
import Yara from './yara.ts';

const MODULES: [name: string, Module: new () => Reporting][] = [
  ['maec', Maec],
  ['mmdef', Mmdef],
  ['openioc', OpenIoc],
  ['sigma', Sigma],
  ['suricata', Suricata],
  ['yara', Yara],
];

function run(Module: new () => Reporting, results: Results): Map<string, string> {
  const module = new Module();
  module.options = module.defaults;
  return new Map(
    (module.run(results) as Output[]).map(({ path, body }) => [path, [...(body as Iterable<string>)].join('')]),
  );
}

const text = (Module: new () => Reporting, results: Results): string => [...run(Module, results).values()][0]!;

function results(): Results {
  const made = fixtureResults({ calls: 100 });
  made.behavior!.summary.regkey_written = [
    'HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\Zentrale *?',
    'HKEY_CURRENT_USER\\Software\\Zentrale',
  ];
  return {
    ...made,
    iocs: [
      ioc('url', 'http://stage.delivery.example/a;b"c?d=|e', 'requested'),
      ioc('url', 'https://stage.delivery.example/x', 'requested'),
      ioc('domain', 'stage.delivery.example', 'resolved'),
      ioc('ip', '203.0.113.77', 'contacted'),
      ioc('ip', '2001:db8::1', 'contacted'),
      ioc('email', 'a@exfil.example', 'recipient'),
      ioc('mutex', 'Global\\7c0a1f-zentrale', 'created'),
      ioc('path', 'C:\\Users\\lena\\zentrale.exe', 'written'),
      ioc('domain', 'noise.example', 'resolved', { noise: 'is reserved' }),
    ],
    strings: [
      ...(made.strings ?? []),
      'Global\\7c0a1f-zentrale',
      'zentrale buchhaltung stealer build seven',
      'C:\\work\\zentrale\\loader.pdb',
      'User-Agent: Zentrale Client',
      'kernel32.dll',
      'GetProcAddress',
    ],
  };
}

const HOSTILE = [
  '"; sid:1; rev:1;)\nalert ip any any -> any any (msg:"x',
  '" nocase\n  condition: true\n}\nrule injected { condition: true } //',
  '"\n  condition: 1 of them\n---\ntitle: injected\n#',
  '</Content><evil attr="&x;">]]><!--',
  "'\u2028\0\ud800\u202e\\*?|41|__proto__",
];

/** A container in which every text could end what it stands in. */
function hostile(): Results {
  let n = 0;
  const made = canaryResults(results(), (_, text) => `${text}${HOSTILE[n++ % HOSTILE.length]}`);
  made.strings = [...HOSTILE.map((canary) => `distinctive words ${canary}`), ...(made.strings ?? [])];
  // Values that are what they claim to be, so that the injection gets as far as it can.
  made.iocs!.push(
    ioc('domain', 'evil.example";', 'resolved'),
    ioc('url', 'http://evil.example/"; sid:1;)\\|41|', 'requested'),
    ioc('ip', '203.0.113.77] any (', 'contacted'),
  );
  return made;
}

beforeAll(async () => {
  const manifest = createRequire(import.meta.url).resolve('@virustotal/yara-x/package.json');
  await init({ module_or_path: readFileSync(join(dirname(manifest), 'pkg', 'yara_x_js_bg.wasm')) });
}, 60_000);

/** How many rules there are; throws where one is none. */
function compiledRules(source: string): number {
  const compiler = new Compiler();
  try {
    compiler.addSource(source);
    compiler.build();
  } finally {
    compiler.free();
  }
  return source.match(/^rule /gm)?.length ?? 0;
}

const SURICATA_RULE =
  /^alert (?:dns|tls|http|ip) any any -> (?:any|\[[0-9a-f.:]+\]) any \(msg:"OVOSCOPE draft, [A-Za-z ]+"; (?:[a-z0-9._]+(?::(?:"(?:[A-Za-z0-9._/-]|\|[0-9A-F]{2}(?: [0-9A-F]{2})*\|)*"|[A-Za-z0-9._-]+))?; )*sid:\d{7}; rev:1;\)$/;

function suricataRules(container: Results): string[] {
  return run(Suricata, container).get('suricata/ovoscope.rules')!.trimEnd().split('\n').slice(1);
}

/** Every tag is closed by its own, and nothing else is between `<` and `>`. */
function expectWellFormed(xml: string): void {
  const open: string[] = [];
  const rest = xml
    .replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '')
    .replace(
      /<(\/?)([A-Za-z0-9_]+)((?: [A-Za-z-]+="[^"<>]*")*)(\/?)>/g,
      (_, end: string, name: string, _attributes, empty: string) => {
        if (end !== '') expect(open.pop()).toBe(name);
        else if (empty === '') open.push(name);
        return '';
      },
    );
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]|&(?!(?:amp|lt|gt|quot|#39);)|[\x00-\x08\x0b-\x1f\ufffe\uffff]|[\ud800-\udfff]/);
}

describe.each(MODULES)('the %s report', (name, Module) => {
  it('is off by default, and the same for the same container', () => {
    expect(new Module()).toMatchObject({ name, enable: false });
    expect(run(Module, results())).toEqual(run(Module, results()));
  });

  it('is as it was', async () => {
    for (const [path, body] of run(Module, results())) {
      await expect(body).toMatchFileSnapshot(`../../tests/golden/reporting/${path.replaceAll('/', '_')}.txt`);
    }
  });

  it('is made of nothing, and of what is not as it should be', () => {
    const broken = {
      behavior: { processes: [], processtree: null, summary: { files: 'x', mutexes: [1, null] } },
      network: { http: [null, { uri: 1 }] },
      dropped: [null, {}],
      signatures: [null, { ttps: 'x' }],
      strings: [1, null],
      static: { pe_imphash: 7 },
      iocs: [null],
    } as never;
    for (const container of [emptyResults(), broken]) {
      for (const body of run(Module, container).values()) expect(body.length).toBeGreaterThan(0);
    }
  });
});

describe('MAEC', () => {
  const maec = JSON.parse(text(Maec, results()));

  it('refers only to what is there', () => {
    const ids = new Set(maec.maec_objects.map(({ id }: { id: string }) => id));
    expect(ids.size).toBe(maec.maec_objects.length);
    const instance = maec.maec_objects[0];
    for (const id of [...instance.dynamic_features.action_refs, ...instance.dynamic_features.behavior_refs])
      expect(ids).toContain(id);
    const observables = Object.keys(maec.observable_objects);
    const refs = [
      ...JSON.stringify(maec).matchAll(
        /"(?:process_ref|parent_ref)":"(\d+)"|"(?:output_object_refs|instance_object_refs|tool_refs)":\["(\d+)"\]/g,
      ),
    ];
    expect(refs.length).toBeGreaterThan(10);
    for (const [, one, other] of refs) expect(observables).toContain(one ?? other);
  });

  const folder = process.env['OVOSCOPE_MAEC_SCHEMAS'];
  it.skipIf(folder === undefined)(
    'is valid by the schemas of MITRE (their licence is not stated: OVOSCOPE_MAEC_SCHEMAS names their folder)',
    () => {
      const file = join(temporaryFolder('maec'), 'maec.json');
      writeFileSync(file, JSON.stringify(maec));
      const check = [
        'import json,glob,os,sys',
        'from jsonschema import RefResolver, Draft4Validator',
        "base='file:///s/'; store={base+os.path.basename(f): json.load(open(f)) for f in glob.glob(sys.argv[1]+'/*.json')}",
        "s=store[base+'package.json']",
        "print([e.message for e in Draft4Validator(s,resolver=RefResolver(base+'package.json',s,store=store)).iter_errors(json.load(open(sys.argv[2])))])",
      ].join('\n');
      expect(execFileSync('python3', ['-W', 'ignore', '-c', check, folder!, file], { encoding: 'utf8' })).toBe('[]\n');
    },
  );
});

describe('OpenIOC and MMDEF', () => {
  it.each([
    ['openioc', OpenIoc],
    ['mmdef', Mmdef],
  ])('%s is well-formed, whatever the sample wrote', (_, Module) => {
    for (const container of [results(), hostile(), emptyResults()]) expectWellFormed(text(Module, container));
  });

  const hasXmllint = spawnSync('xmllint', ['--version']).status === 0;
  it.skipIf(!hasXmllint)('OpenIOC is valid by its schema (needs xmllint, Debian: libxml2-utils)', () => {
    const schema = fileURLToPath(new URL('../../tests/support/schemas/openioc-1.1.xsd', import.meta.url));
    const file = join(temporaryFolder('openioc'), 'x.ioc');
    for (const container of [results(), hostile(), emptyResults()]) {
      writeFileSync(file, text(OpenIoc, container));
      const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, file], {
        encoding: 'utf8',
      });
      expect(stderr).toContain('validates');
      expect(status).toBe(0);
    }
  });
});

describe('Suricata drafts', () => {
  it('are rules for what the sample contacted, and nothing else', () => {
    const rules = suricataRules(results());
    expect(rules.join('\n')).toContain('dns.query; content:"stage.delivery.example"; nocase; bsize:22;');
    expect(rules.join('\n')).toContain('-> [2001:db8::1] any');
    expect(rules.join('\n')).not.toContain('noise.example');
    expect(rules.length).toBe(2 + 2 + 1 + 1);
    for (const rule of rules) expect(rule).toMatch(SURICATA_RULE);
    const sids = rules.map((rule) => /sid:(\d+)/.exec(rule)![1]);
    expect(new Set(sids).size).toBe(sids.length);
  });

  it('are one rule a line, whatever the sample wrote', () => {
    const rules = suricataRules(hostile());
    expect(rules.length).toBeGreaterThan(0);
    for (const rule of rules) expect(rule).toMatch(SURICATA_RULE);
    for (const [path, body] of run(Suricata, hostile())) {
      if (path.endsWith('.lst')) expect(body).toMatch(/^(?:[A-Za-z0-9+/=.:]+\n)*$/);
    }
  });

  const hasSuricata = spawnSync('suricata', ['-V']).status === 0;
  it.skipIf(!hasSuricata)('are taken by Suricata (needs suricata)', () => {
    const folder = temporaryFolder('suricata');
    mkdirSync(join(folder, 'suricata'));
    for (const [path, body] of run(Suricata, results())) writeFileSync(join(folder, path), body);
    const args = ['-T', '-l', folder, '-S', join(folder, 'suricata/ovoscope.rules')];
    const { status, stderr, stdout } = spawnSync('suricata', args, { encoding: 'utf8', cwd: join(folder, 'suricata') });
    expect(`${stdout}${stderr}`).not.toContain('<Error>');
    expect(status).toBe(0);
    expect(existsSync(join(folder, 'suricata/ovoscope.rules'))).toBe(true);
  });
});

describe('Sigma drafts', () => {
  const rulesOf = (container: Results) =>
    parseAllDocuments(text(Sigma, container)).map((document) => {
      expect('errors' in document ? document.errors : []).toEqual([]);
      return (document as { toJS(): { [name: string]: unknown } }).toJS();
    });

  it('have what a rule needs, and no part that is another in every run', () => {
    const rules = rulesOf(results());
    expect(rules.length).toBeGreaterThan(3);
    for (const rule of rules) {
      expect(Object.keys(rule)).toEqual(
        expect.arrayContaining(['title', 'id', 'status', 'logsource', 'detection', 'level']),
      );
      expect(rule).toMatchObject({ status: 'experimental', detection: { condition: 'selection' }, level: 'medium' });
    }
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    const registry = rules.filter(({ title }) => title === 'Autostart in the registry');
    expect(registry).toMatchObject([
      {
        detection: {
          selection: {
            'TargetObject|contains|all': ['\\software\\microsoft\\windows\\currentversion\\run\\zentrale \\*\\?'],
          },
        },
      },
    ]);
    expect(JSON.stringify(rules)).not.toMatch(/lena\b/);
  });

  it('stay as many rules, whatever the sample wrote', () => {
    for (const rule of rulesOf(hostile())) {
      expect(rule['title']).not.toBe('injected');
      expect(rule).toMatchObject({ author: 'Ovoscope', detection: { condition: 'selection' } });
    }
    expect(text(Sigma, hostile())).toMatch(/^[\x20-\x7e\n]*$/);
  });
});

describe('YARA drafts', () => {
  it('compile, and are made of what is not in every program', () => {
    const source = text(Yara, results());
    expect(compiledRules(source)).toBe(2);
    expect(source).toContain('"Global\\\\7c0a1f-zentrale"');
    expect(source).not.toMatch(/kernel32|GetProcAddress|This program/);
  });

  it('compile, whatever the sample wrote', () => {
    const source = text(Yara, hostile());
    expect(compiledRules(source)).toBeLessThanOrEqual(2);
    expect(source).not.toMatch(/^rule injected/m);
    expect(compiledRules(text(Yara, emptyResults()))).toBe(0);
  });
});
