import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  callList,
  canaryResults,
  emptyResults,
  fixtureResults,
  sampleCall,
} from '../../tests/support/fixture-results.ts';
import type { CallList, Results } from '../plugin/container.ts';
import { type HtmlOptions, htmlReport } from './html.ts';
import type { CallBlock } from './html-blocks.ts';
import type { CallIndex } from './html-calls.ts';
import { blocksOf, indexOf } from './read-blocks.cases.ts';

async function page(results: Results, options?: HtmlOptions): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of htmlReport(results, options)) pieces.push(piece);
  return pieces.join('');
}

const withCalls = (...lists: CallList[]): Results => ({
  behavior: {
    processes: lists.map((calls, i) => ({
      process_id: 100 + i,
      process_name: `p${i}.exe`,
      parent_id: 0,
      first_seen: '2026-11-03 09:14:07,120',
      calls,
    })),
    processtree: [],
    summary: { files: [], keys: [], mutexes: [] },
  },
});
/** The page's own script and style, and the tags of everything else. */
function parts(html: string): { script: string; style: string; rest: string; tags: string[] } {
  const script = /<script>([\s\S]*?)<\/script>/.exec(html)![1]!;
  const style = /<style>([\s\S]*?)<\/style>/.exec(html)![1]!;
  const rest = html.replace(script, '').replace(style, '');
  return { script, style, rest, tags: rest.match(/<(?:[^<>"]|"[^"]*")*>/g)! };
}

const rows = (blocks: CallBlock[]) => blocks.reduce((sum, block) => sum + block.a.length, 0);
const ids = (blocks: CallBlock[], process: number) =>
  blocks
    .filter((block) => block.p === process)
    .flatMap(({ id }) => {
      const list: number[] = [];
      for (let i = 0; i < id.length; i += 2) for (let n = 0; n < id[i + 1]!; n++) list.push(id[i]! + n);
      return list;
    });

describe('the page', () => {
  it('lets only its own script run, and nothing be asked for', async () => {
    const html = await page(fixtureResults());
    const { script } = parts(html);
    const digest = createHash('sha256').update(script).digest('base64');
    expect(/<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html)![1]).toBe(
      `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`,
    );
    const tags = parts(html).tags;
    const names = new Set(tags.map((tag) => /^<\/?([a-zA-Z0-9!]+)/.exec(tag)![1]!.toLowerCase()));
    for (const name of ['img', 'link', 'iframe', 'object', 'embed', 'form', 'base']) expect(names).not.toContain(name);
    expect(tags.filter((tag) => /\s(?:src|action|on\w+)=/i.test(tag))).toEqual([]);
    expect(tags.filter((tag) => /\shref="[^#]/.test(tag))).toEqual([]);
    expect(tags.filter((tag) => tag.startsWith('<script')).map((tag) => tag.replace(/\d+/, 'N'))).toEqual([
      '<script>',
      ...Array.from({ length: 7 }, () => '<script type="application/octet-stream" id="calls-N">'),
      '<script type="application/json" id="call-index">',
    ]);
    expect(parts(html).style).not.toMatch(/@import|url\(/);
  });

  it('is the same for the same container', async () => {
    expect(await page(fixtureResults())).toBe(await page(fixtureResults()));
  });

  it('has a section for everything, and ids that are unique', async () => {
    const html = await page(fixtureResults());
    const all = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id!);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toEqual(
      expect.arrayContaining([
        'summary',
        'processes',
        'findings',
        'calls',
        'files',
        'registry',
        'system',
        'network',
        'artefacts',
        'static',
        'attack',
        'screenshots',
        'timeline',
        'health',
      ]),
    );
    const targets = [...html.matchAll(/\shref="#([^"=]*)"/g)].map(([, id]) => id!);
    expect(targets.filter((id) => !all.includes(id) && id !== 'f-allow_decoy')).toEqual([]);
  });

  it('is there for a container with nothing in it', async () => {
    const html = await page(emptyResults());
    expect(html).toContain('Not scored');
    expect(html.endsWith('</html>\n')).toBe(true);
    expect(indexOf(html)).toBeUndefined();
  });

  it('holds no address that a mail program would make a link', async () => {
    const html = await page(fixtureResults({ calls: 100 }));
    expect(html.slice(html.indexOf('<body>'), html.indexOf('<script>'))).not.toMatch(/https?:\/\/|stage\.delivery/);
  });
});

describe('a container whose every string is a canary', () => {
  const CANARY = '</script></style><img src=x onerror=alert(1)><!-- "\' onload=alert(2) &lt; \u202e\u0000\u200b{{x}}';
  const seen = new Set<string>();
  const hostile = canaryResults(fixtureResults({ calls: 300 }), (path, text) => {
    seen.add(path);
    return CANARY + text;
  });

  it('leaves nothing unescaped', async () => {
    const html = await page(hostile);
    expect(seen.size).toBeGreaterThan(300);
    const { rest, tags } = parts(html);
    expect(rest).not.toMatch(/<img|<!--|\u202e|\u200b|[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    // Every tag is a name and attributes whose values are quoted: no text got out of one, or into one.
    const odd = tags.filter(
      (tag) => !/^<(?:!doctype html|\/?[a-zA-Z][a-zA-Z0-9]*(?:\s+[a-zA-Z][\w:-]*(?:="[^"]*")?)*\s*\/?)>$/.test(tag),
    );
    expect(odd).toEqual([]);
    expect(tags.filter((tag) => /^<(?:script|style)/.test(tag)).length).toBe(2 + blocksOf(html).length + 1);
    expect(html.split('⟦U+202E⟧').length).toBeGreaterThan(300);
  });

  it('leaves nothing invisible in the blocks', async () => {
    const blocks = blocksOf(await page(hostile));
    expect(rows(blocks)).toBe(300);
    // ⟦⟧ in front marks text whose brackets are its own.
    for (const text of blocks.flatMap((block) => block.s)) expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
  });
});

describe('calls in the page', () => {
  it('are all there, in order, block by block', async () => {
    const html = await page(fixtureResults({ calls: 14_000 }));
    const blocks = blocksOf(html);
    const index = indexOf(html)!;
    expect(ids(blocks, 0)).toEqual(Array.from({ length: 5_600 }, (_, i) => i));
    expect(index).toMatchObject({ total: 14_000, kept: 14_000 });
    expect(index.limit).toBeUndefined();
    expect(index.blocks.map(({ p, n }) => [p, n])).toEqual(blocks.map((block) => [block.p, block.a.length]));
    expect(Math.max(...index.blocks.map(({ n }) => n))).toBe(5_000);
    const digest = createHash('sha256');
    for (const [, text] of html.matchAll(/id="calls-\d+">([^<]*)</g)) digest.update(text!);
    expect(index.sha256).toBe(digest.digest('hex'));
  });

  it('keep their values exactly', async () => {
    const call = {
      ...sampleCall(5),
      return: '0x00000001',
      repeated: 4,
      arguments: [
        { name: 'big', value: 18_446_744_073_709_551_615n },
        { name: 'list', value: ['a', 1n, null, { b: true }] },
        { name: 'text', value: 'a [.] b' },
        { name: '__proto__', value: 'x' },
      ],
      flags: { big: 'ALL' },
    };
    const [block] = blocksOf(await page(withCalls(callList([call]))));
    const { s, x } = block!;
    const pairs = Array.from({ length: block!.xc[0]! }, (_, i) => [s[x[i * 2]!], s[x[i * 2 + 1]!]]);
    expect(pairs).toEqual([
      ['big', 'ALL (18446744073709551615)'],
      ['list', '["a","1",null,{"b":true}]'],
      ['text', '⟦⟧a [.] b'],
      ['__proto__', 'x'],
    ]);
    expect(block).toMatchObject({ p: 0, id: [5, 1], n: { 0: 4 } });
  });

  it('are left out when asked to, and cut to a number per process', async () => {
    const none = await page(fixtureResults({ calls: 1_000 }), { calls: 'none' });
    expect(indexOf(none)).toBeUndefined();
    expect(none).toContain('1,000 calls were recorded. This report was written without them');
    const some = await page(fixtureResults({ calls: 1_000 }), { calls: 20 });
    expect(indexOf(some)!.processes.map(({ calls, kept }) => [calls, kept])).toEqual(
      expect.arrayContaining([
        [400, expect.any(Number)],
        [10, 10],
      ]),
    );
    expect(indexOf(some)).toMatchObject({ limit: 'option', total: 1_000 });
  });

  it('stay within the size, cited ones and their neighbours first, then beginning and end of each process', async () => {
    const maxBytes = 900_000;
    const results = fixtureResults({ calls: 200_000 });
    results.signatures = [
      {
        ...results.signatures![0]!,
        data: [
          { pid: 2740, cid: 30_000 },
          { pid: 3012, api: 'InternetConnectA' },
        ],
      },
    ];
    const html = await page(results, { maxBytes });
    const index = indexOf(html)!;
    const blocks = blocksOf(html);
    expect(Buffer.byteLength(html)).toBeLessThan(maxBytes);
    expect(Buffer.byteLength(html)).toBeGreaterThan(maxBytes / 2);
    expect(index).toMatchObject({ limit: 'size', total: 200_000, kept: rows(blocks) });
    const powershell = ids(blocks, 2);
    expect(powershell).toEqual(expect.arrayContaining([29_995, 29_999, 30_000, 30_001, 30_005]));
    expect([powershell[0], powershell.at(-1)]).toEqual([0, 49_999]);
    expect(powershell).toEqual([...new Set(powershell)].sort((a, b) => a - b));
    expect(index.processes.find(({ pid }) => pid === 520)).toMatchObject({ calls: 2_000, kept: 2_000 });
    const cited = blocks.flatMap((block) => block.m.map((row) => [block.p, ids([block], block.p)[row]]));
    expect(cited).toEqual([[2, 30_000]]);
    const connects = blocks
      .filter((block) => block.p === 3)
      .reduce((sum, block) => sum + block.a.filter((api) => index.apis[api] === 'InternetConnectA').length, 0);
    expect(connects).toBeGreaterThanOrEqual(200);
  });

  it('stay within the size when most of them are far larger than the ones measured', async () => {
    const noise = (id: number) => createHash('sha512').update(`${id}`).digest('hex').repeat(1);
    const list = callList(
      Array.from({ length: 30_000 }, (_, id) => {
        const large = id < 12_000 || id > 18_000;
        const call = sampleCall(id);
        return large ? { ...call, arguments: [{ name: 'buffer', value: noise(id) + noise(-id) }] } : call;
      }),
    );
    const html = await page(withCalls(list), { maxBytes: 1_500_000 });
    // The size is soft: a block may be on its way when the limit is reached.
    expect(Buffer.byteLength(html)).toBeLessThan(1_500_000 * 1.15);
    expect(indexOf(html)!.limit).toBe('size');
  });

  it('are read once and never held', async () => {
    let made = 0;
    const list = {
      length: 60_000,
      *[Symbol.iterator]() {
        for (let id = 0; id < 60_000; id++) {
          made += 1;
          yield sampleCall(id);
        }
      },
      at: () => undefined,
      slice: () => {
        throw new Error('nothing had to be measured');
      },
      toJSON: () => {
        throw new Error('a call list was held in memory');
      },
    } as unknown as CallList;
    expect(indexOf(await page(withCalls(list), { maxBytes: 1 << 30 }))).toMatchObject({ kept: 60_000 });
    expect(made).toBe(60_000);
  });

  it('are told by what was read, where a list has fewer than it says', async () => {
    const list = {
      length: 10,
      *[Symbol.iterator]() {
        yield sampleCall(0);
      },
      at: () => undefined,
      slice: () => [],
    } as unknown as CallList;
    const index: CallIndex = indexOf(await page(withCalls(list)))!;
    expect(index).toMatchObject({ total: 10, kept: 1 });
  });
});

it('takes a bounded size, whatever the container holds, and says what it leaves out', async () => {
  const text = '"&<\u202e'.repeat(5_000);
  const record = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`field${i}${text}`, text]));
  const list = <T>(count: number, value: T): T[] => new Array<T>(count).fill(value);
  const match = {
    name: text,
    description: text,
    severity: 3,
    alert: true,
    references: list(50, text),
    data: list(2_000, record),
  };
  const values = Array.from({ length: 3_000 }, (_, i) => `${text}${i}`);
  const html = await page({
    signatures: list(2_000, match),
    behavior: {
      processes: [],
      processtree: [],
      summary: { files: values, keys: values, mutexes: values, file_read: values },
    },
    network: { http: list(3_000, record), udp: [], dns: list(3_000, record), tcp: [], hosts: values },
    problems: list(3_000, { code: 'X', message: text, hint: text, where: { file: text } }),
    static: record,
  } as unknown as Results);
  expect(html.length).toBeLessThan(15_000_000);
  expect(html).toMatch(/Showing \d+ of 2,000 findings/);
  expect(html).toMatch(/Showing \d+ of 3,000 problems/);
});

describe('the brief size', () => {
  it('stays below 300 kB, whatever the container holds', async () => {
    const results = canaryResults(
      fixtureResults({ calls: 1_000 }),
      (path, text) => `${'<&"\u202e'.repeat(200)}${path}${text}`,
    );
    const many = <T>(list: readonly T[] | undefined, times: number): T[] =>
      Array.from({ length: times }, () => list ?? []).flat();
    const signatures = many(results.signatures, 60).map((match, i) => ({
      ...match,
      name: `${match.name}${i}`,
      data: many(match.data, 40),
    }));
    const html = await page(
      { ...results, signatures, dropped: many(results.dropped, 300), problems: many(results.problems, 300) },
      { size: 'brief' },
    );
    expect(Buffer.byteLength(html)).toBeLessThan(300_000);
  });

  it('has no calls, and shows what the full one shows first', async () => {
    const html = await page(fixtureResults(), { size: 'brief' });
    expect(indexOf(html)).toBeUndefined();
    expect(html).toContain('Replaces the code of a process it started');
  });
});
