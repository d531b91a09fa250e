import { describe, expect, onTestFinished, test } from 'vitest';
import { MIGRATIONS, migrate } from '../../src/storage/migrations.ts';
import { openDatabase, openStore, type Store, type StoreOptions } from '../../src/storage/store.ts';
import type { BlacklistEntry, BlacklistQuery, Decision } from '../../src/storage/types.ts';
import { parseSubnet } from '../../src/util/ip.ts';

export const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';
const NOON = new Date('2026-11-20T12:00:00.000Z');
const hoursLater = (hours: number) => new Date(NOON.getTime() + hours * 3_600_000);

export function decision(fields: Partial<Decision> = {}): Decision {
  return {
    type: 'hash',
    value: MD5,
    score: '2.5',
    threshold: '2.0',
    reasons: [
      {
        key: 'mutex',
        values: ['evil*'],
        matched: ['evil-1'],
        score: '2.5',
        file: 'rules/a.json',
        line: 7,
        group_id: 0,
      },
    ],
    analysis: 'analysis-1',
    ruleset: 'ruleset-1',
    seen: NOON,
    ...fields,
  };
}

export async function entriesOf(store: Store, query: BlacklistQuery = {}): Promise<BlacklistEntry[]> {
  const entries: BlacklistEntry[] = [];
  for await (const entry of store.blacklist.entries(query)) entries.push(entry);
  return entries;
}

const subnets = (...texts: string[]) => texts.map((text) => parseSubnet(text)!);

/** What every kind of store does. `newLocation` names a place where nothing is yet. */
export function storeCases(newLocation: () => Promise<string>): void {
  async function newStore(options: StoreOptions = { now: () => NOON }): Promise<Store> {
    return openAt(await newLocation(), options);
  }
  async function openAt(location: string, options: StoreOptions = { now: () => NOON }): Promise<Store> {
    const store = await openStore(location, options);
    onTestFinished(() => store.close());
    return store;
  }

  describe('blacklist', () => {
    test('keeps all of a decision, and another process reads it', async () => {
      const location = await newLocation();
      const store = await openAt(location);
      expect(await store.blacklist.record([decision()])).toEqual({
        added: 1,
        updated: 0,
        whitelisted: [],
        refused: [],
      });
      const other = await openAt(location);
      expect(await other.blacklist.get('hash', MD5.toUpperCase())).toEqual({
        type: 'hash',
        value: MD5,
        score: '2.5',
        threshold: '2.0',
        reasons: [{ ...decision().reasons[0], matched_total: 1 }],
        analysis: 'analysis-1',
        ruleset: 'ruleset-1',
        first_seen: NOON,
        last_seen: NOON,
        expires: null,
        manual: false,
        manual_reason: null,
      });
    });

    test('takes the newer decision, whichever is entered first', async () => {
      const old = decision({ seen: hoursLater(-2), score: '9', analysis: 'old' });
      const recent = decision({ seen: hoursLater(2), score: '3', analysis: 'recent' });
      for (const order of [
        [old, recent],
        [recent, old],
      ]) {
        const store = await newStore();
        for (const one of order) await store.blacklist.record([one]);
        expect(await store.blacklist.get('hash', MD5)).toMatchObject({
          score: '3',
          analysis: 'recent',
          first_seen: hoursLater(-2),
          last_seen: hoursLater(2),
        });
        expect((await store.blacklist.sightings('hash', MD5)).map((seen) => seen.analysis)).toEqual(['recent', 'old']);
      }
    });

    test('takes a value that occurs twice in one batch', async () => {
      const store = await newStore();
      const twice = [decision({ analysis: 'b', seen: hoursLater(1) }), decision({ analysis: 'a' })];
      expect(await store.blacklist.record(twice)).toMatchObject({ added: 1, updated: 0 });
      expect(await store.blacklist.get('hash', MD5)).toMatchObject({ analysis: 'b', first_seen: NOON });
    });

    test('counts what is new and what was known', async () => {
      const store = await newStore();
      await store.blacklist.record([decision()]);
      const both = [decision({ analysis: 'again' }), decision({ type: 'ip', value: '192.0.2.7' })];
      expect(await store.blacklist.record(both)).toMatchObject({ added: 1, updated: 1 });
      expect(await store.blacklist.count()).toBe(2);
      expect(await store.blacklist.count({ type: 'ip' })).toBe(1);
    });

    test('keeps scores as they were written', async () => {
      const store = await newStore();
      const score = '0.100000000000000000000000000001';
      await store.blacklist.record([
        decision({ score }),
        decision({ type: 'ip', value: '192.0.2.1', score: '-10.50' }),
      ]);
      expect((await store.blacklist.get('hash', MD5))?.score).toBe(score);
      expect((await store.blacklist.get('ip', '192.0.2.1'))?.score).toBe('-10.50');
    });

    test('keeps odd evidence unchanged', async () => {
      const store = await newStore();
      const matched = ['\0', '\ud800', "'; DROP TABLE ovoscope_blacklist; --", '?', '$1', '\u202e', '__proto__'];
      await store.blacklist.record([decision({ reasons: [{ ...decision().reasons[0]!, matched }] })]);
      expect((await store.blacklist.get('hash', MD5))?.reasons[0]?.matched).toEqual(matched);
    });

    test('bounds evidence, and says how much there was', async () => {
      const store = await newStore();
      const matched = new Array(5000).fill('x'.repeat(5000));
      await store.blacklist.record([decision({ reasons: [{ ...decision().reasons[0]!, matched }] })]);
      const reason = (await store.blacklist.get('hash', MD5))!.reasons[0]!;
      expect(reason.matched_total).toBe(5000);
      expect(reason.matched).toHaveLength(50);
      expect(reason.matched[0]).toHaveLength(1024);
    });

    test('refuses what is no value, and enters the rest', async () => {
      const store = await newStore();
      const mixed = [
        decision(),
        decision({ type: 'ip', value: '1.2.3' }),
        decision({ score: 'NaN', value: 'a'.repeat(32) }),
      ];
      const recorded = await store.blacklist.record(mixed);
      expect(recorded.added).toBe(1);
      expect(recorded.refused.map((problem) => problem.code)).toEqual(['STORE_VALUE', 'STORE_DECIMAL']);
    });

    test('does not enter what the whitelist covers', async () => {
      const store = await newStore();
      await store.whitelist.add(['10.0.0.0/8', 'example.com', MD5], 'team-a');
      const recorded = await store.blacklist.record([
        decision(),
        decision({ type: 'ip', value: '10.1.2.3' }),
        decision({ type: 'ip', value: '11.1.2.3' }),
        decision({ type: 'domain', value: 'www.example.com' }),
        decision({ type: 'url', value: 'http://10.1.2.3/x' }),
        decision({ type: 'url', value: 'https://a.example.com:8443/x' }),
        decision({ type: 'domain', value: 'notexample.com' }),
      ]);
      expect(recorded.added).toBe(2);
      expect(recorded.whitelisted).toEqual([
        { type: 'hash', value: MD5, owner: 'team-a', entry: MD5 },
        { type: 'ip', value: '10.1.2.3', owner: 'team-a', entry: '10.0.0.0/8' },
        { type: 'domain', value: 'www.example.com', owner: 'team-a', entry: 'example.com' },
        { type: 'url', value: 'http://10.1.2.3/x', owner: 'team-a', entry: '10.0.0.0/8' },
        { type: 'url', value: 'https://a.example.com:8443/x', owner: 'team-a', entry: 'example.com' },
      ]);
      expect((await entriesOf(store)).map((entry) => entry.value)).toEqual(['notexample.com', '11.1.2.3']);
    });

    test('a manual entry stays manual when rules decide about it', async () => {
      const store = await newStore();
      await store.blacklist.addManual([{ type: 'hash', value: MD5, reason: 'seen in case 12' }]);
      expect(await store.blacklist.get('hash', MD5)).toMatchObject({ manual: true, score: null, reasons: [] });
      await store.blacklist.record([decision({ seen: hoursLater(1), expires: hoursLater(2) })]);
      expect(await store.blacklist.get('hash', MD5)).toMatchObject({
        manual: true,
        manual_reason: 'seen in case 12',
        score: '2.5',
        expires: null,
      });
      await store.blacklist.addManual([{ type: 'hash', value: MD5 }]);
      expect(await store.blacklist.get('hash', MD5)).toMatchObject({ manual_reason: 'seen in case 12', score: '2.5' });
    });

    test('does not list what has lapsed, unless asked', async () => {
      let now = NOON;
      const store = await newStore({ now: () => now });
      await store.blacklist.record([decision({ expires: hoursLater(1) })]);
      expect(await store.blacklist.count()).toBe(1);
      now = hoursLater(1);
      expect(await entriesOf(store)).toEqual([]);
      expect(await store.blacklist.count()).toBe(0);
      expect(await entriesOf(store, { expired: true })).toMatchObject([{ expires: hoursLater(1) }]);
      await store.blacklist.record([decision({ seen: now, expires: hoursLater(3) })]);
      expect(await store.blacklist.count()).toBe(1);
    });

    test('lists by type and by time', async () => {
      const store = await newStore();
      await store.blacklist.record([
        decision({ seen: hoursLater(-5) }),
        decision({ type: 'ip', value: '192.0.2.1', seen: hoursLater(-1) }),
        decision({ type: 'ip', value: '192.0.2.2', seen: hoursLater(-3) }),
      ]);
      const values = async (query: BlacklistQuery) => (await entriesOf(store, query)).map((entry) => entry.value);
      expect(await values({})).toEqual([MD5, '192.0.2.1', '192.0.2.2']);
      expect(await values({ type: 'ip' })).toEqual(['192.0.2.1', '192.0.2.2']);
      expect(await values({ since: hoursLater(-3) })).toEqual(['192.0.2.1', '192.0.2.2']);
      expect(await values({ since: hoursLater(-2), type: 'hash' })).toEqual([]);
    });

    test('lists more than a page, each once and in order of code points', async () => {
      const store = await newStore();
      const names = Array.from({ length: 1203 }, (_, i) => `${i % 2 ? 'a' : 'b'}${i}-_.example`);
      await store.blacklist.record(names.map((value) => decision({ type: 'domain', value })));
      expect((await entriesOf(store)).map((entry) => entry.value)).toEqual([...names].sort());
    });

    test('removes an entry with its sightings', async () => {
      const store = await newStore();
      await store.blacklist.record([decision()]);
      expect(await store.blacklist.remove('hash', MD5)).toBe(true);
      expect(await store.blacklist.remove('hash', MD5)).toBe(false);
      expect(await store.blacklist.get('hash', MD5)).toBeUndefined();
      expect(await store.blacklist.sightings('hash', MD5)).toEqual([]);
    });

    test('restores entries of another store as they were', async () => {
      const [from, to] = [await newStore(), await newStore()];
      await from.blacklist.record([
        decision({ expires: hoursLater(9) }),
        decision({ type: 'url', value: 'http://e.example/' }),
      ]);
      await from.blacklist.addManual([{ type: 'ip', value: '2001:db8::1', reason: 'by hand' }]);
      const entries = await entriesOf(from);
      expect(await to.blacklist.restore(entries)).toMatchObject({ added: 3 });
      expect(await entriesOf(to)).toEqual(entries);
    });

    test('takes the longest values there are', async () => {
      const store = await newStore();
      // Random text, for an index may compress it.
      const path = Array.from({ length: 2100 }, (_, i) => ((i * 2654435761) >>> 7).toString(36)).join('');
      const value = `http://e.example/${path}`.slice(0, 2048);
      await store.blacklist.record([decision({ type: 'url', value, analysis: path.repeat(3), ruleset: path })]);
      expect(await store.blacklist.get('url', value)).toMatchObject({ value });
      expect(await store.blacklist.sightings('url', value)).toHaveLength(1);
    });
  });

  describe('an analysis and its decisions', () => {
    test('are entered together', async () => {
      const store = await newStore();
      const analysis = {
        id: 'a1',
        path: '/x/1',
        md5: MD5.toUpperCase(),
        score: '2.5',
        verdict: 'blacklisted',
        seen: NOON,
      };
      expect(await store.record(analysis, [decision({ analysis: 'a1' })])).toMatchObject({ added: 1 });
      expect(await store.analyses.get('a1')).toEqual({
        id: 'a1',
        path: '/x/1',
        name: null,
        md5: MD5,
        sha1: null,
        sha256: null,
        size: null,
        first_seen: NOON,
        last_seen: NOON,
        score: '2.5',
        verdict: 'blacklisted',
        ruleset: null,
      });
    });

    test('are entered neither if one cannot be', async () => {
      const store = await newStore();
      const wrong = { id: 'a1', path: '/x/1', score: 'many' };
      await expect(store.record(wrong, [decision()])).rejects.toMatchObject({ code: 'STORE_DECIMAL' });
      expect(await store.blacklist.count()).toBe(0);
      expect(await store.analyses.count()).toBe(0);
    });

    test('an analysis seen again keeps its first time', async () => {
      const store = await newStore();
      await store.analyses.record({ id: 'a1', path: '/x/1', sha256: 'f'.repeat(64), seen: hoursLater(-3) });
      await store.analyses.record({ id: 'a1', path: '/y/1', sha256: 'f'.repeat(64), score: '1', seen: NOON });
      await store.analyses.record({ id: 'a2', path: '/x/2', seen: hoursLater(-1) });
      expect(await store.analyses.list()).toMatchObject([
        { id: 'a1', path: '/y/1', score: '1', first_seen: hoursLater(-3), last_seen: NOON },
        { id: 'a2' },
      ]);
      expect(await store.analyses.list({ sha256: 'F'.repeat(64) })).toHaveLength(1);
      expect(await store.analyses.count({ since: NOON })).toBe(1);
    });
  });

  describe('whitelist', () => {
    test('lists subnets in numerical order, then domains, then hashes', async () => {
      const store = await newStore();
      await store.whitelist.add(
        [MD5, 'b.example', '100.0.0.0/8', '*.a.example', '9.0.0.0/8', 'fe80::/10', '9.0.0.0/16'],
        'x',
      );
      expect((await store.whitelist.list()).map((entry) => entry.value)).toEqual([
        '9.0.0.0/8',
        '9.0.0.0/16',
        '100.0.0.0/8',
        'fe80::/10',
        'a.example',
        'b.example',
        MD5,
      ]);
    });

    test('enters none of several if one is wrong', async () => {
      const store = await newStore();
      await expect(store.whitelist.add(['10.0.0.0/8', '10.0.0.1/8'], 'x')).rejects.toMatchObject({
        code: 'STORE_HOST_BITS',
      });
      expect(await store.whitelist.list()).toEqual([]);
    });

    test('changes the owner of an entry, and removes it', async () => {
      const store = await newStore();
      expect(await store.whitelist.add(['10.0.0.0/8'], 'x')).toEqual({ added: 1, updated: 0 });
      expect(await store.whitelist.add(['10.0.0.0/8', '11.0.0.1'], 'y')).toEqual({ added: 1, updated: 1 });
      expect(await store.whitelist.list()).toMatchObject([{ owner: 'y' }, { value: '11.0.0.1/32' }]);
      expect(await store.whitelist.remove('10.0.0.0/8')).toBe(true);
      expect(await store.whitelist.remove('10.0.0.0/8')).toBe(false);
    });

    test('takes all private ranges, once', async () => {
      const store = await newStore();
      await store.whitelist.add(['10.0.0.0/8'], 'team-a');
      expect((await store.whitelist.addPrivate()).added).toBeGreaterThan(20);
      expect(await store.whitelist.addPrivate()).toEqual({ added: 0, updated: 0 });
      expect((await store.whitelist.list())[1]).toMatchObject({ value: '10.0.0.0/8', owner: 'team-a' });
      const whitelist = await store.whitelist.snapshot();
      for (const ip of [
        '10.9.8.7',
        '192.168.1.1',
        '127.0.0.1',
        '255.255.255.255',
        'fe80::1',
        'fd00::1',
        '::1',
        'ff02::fb',
      ]) {
        expect(whitelist.covers('ip', ip), ip).toBeDefined();
      }
      for (const ip of ['8.8.8.8', '11.0.0.0', '172.32.0.1', '2001:4860:4860::8888', '2002::1']) {
        expect(whitelist.covers('ip', ip), ip).toBeUndefined();
      }
    });
  });

  describe('third-party lists', () => {
    test('say in which lists an address stands, whole or by address', async () => {
      const store = await newStore();
      await store.lists.replace({
        source: 's1',
        category: 'C&C',
        origin: 'f',
        networks: subnets('192.0.2.1', '198.51.100.0/24'),
      });
      await store.lists.replace({
        source: 's2',
        category: 'spam',
        origin: 'f',
        networks: subnets('198.51.0.0/16', '2001:db8::/32'),
      });
      const ips = ['192.0.2.1', '198.51.100.9', '198.51.7.7', '2001:db8::7', '8.8.8.8', 'no address'];
      for (const lookup of [await store.lists.lookup(), await store.lists.lookup(ips)]) {
        expect(ips.map((ip) => lookup.categoriesOf(ip))).toEqual([
          [{ category: 'C&C', source: 's1' }],
          [
            { category: 'C&C', source: 's1' },
            { category: 'spam', source: 's2' },
          ],
          [{ category: 'spam', source: 's2' }],
          [{ category: 'spam', source: 's2' }],
          [],
          [],
        ]);
        expect(lookup.hasCategory('C&C')).toBe(true);
        expect(lookup.hasCategory('tor')).toBe(false);
      }
    });

    test('a refresh replaces what the source had, and nothing of others', async () => {
      const store = await newStore();
      await store.lists.replace({
        source: 's1',
        category: 'C&C',
        origin: 'f',
        networks: subnets('192.0.2.1', '192.0.2.2'),
      });
      await store.lists.replace({ source: 's2', category: 'C&C', origin: 'f', networks: subnets('192.0.2.1') });
      await store.lists.replace({ source: 's1', category: 'spam', origin: 'f', networks: subnets('192.0.2.1') });
      const twice = subnets('192.0.2.3', '192.0.2.3/32');
      expect(await store.lists.replace({ source: 's1', category: 'C&C', origin: 'g', networks: twice })).toBe(1);
      const lookup = await store.lists.lookup();
      expect(lookup.categoriesOf('192.0.2.1')).toEqual([
        { category: 'C&C', source: 's2' },
        { category: 'spam', source: 's1' },
      ]);
      expect(lookup.categoriesOf('192.0.2.2')).toEqual([]);
      expect(lookup.categoriesOf('192.0.2.3')).toEqual([{ category: 'C&C', source: 's1' }]);
    });

    test('a failed refresh leaves the entries and is told', async () => {
      const store = await newStore();
      await store.lists.replace({ source: 's1', category: 'C&C', origin: 'u', networks: subnets('192.0.2.1') });
      await store.lists.noteFailure({ source: 's1', category: 'C&C', origin: 'u' }, 'HTTP 503');
      await store.lists.noteFailure({ source: 's9', category: 'tor', origin: 'v' }, 'no route');
      expect(await store.lists.list()).toEqual([
        { source: 's1', category: 'C&C', origin: 'u', entries: 1, refreshed: NOON, error: 'HTTP 503', error_at: NOON },
        { source: 's9', category: 'tor', origin: 'v', entries: 0, refreshed: null, error: 'no route', error_at: NOON },
      ]);
      const lookup = await store.lists.lookup();
      expect(lookup.categoriesOf('192.0.2.1')).toHaveLength(1);
      // A category whose only source never answered is not known: a rule about it cannot be evaluated.
      expect(lookup.hasCategory('tor')).toBe(false);
      await store.lists.replace({ source: 's1', category: 'C&C', origin: 'u', networks: [] });
      expect((await store.lists.list())[0]).toMatchObject({ entries: 0, error: null, error_at: null });
    });

    test('a refresh that breaks half way changes nothing', async () => {
      const store = await newStore();
      await store.lists.replace({ source: 's1', category: 'C&C', origin: 'u', networks: subnets('192.0.2.1') });
      function* breaking() {
        yield* subnets('192.0.2.2');
        throw new Error('cut');
      }
      const broken = store.lists.replace({ source: 's1', category: 'C&C', origin: 'u', networks: breaking() });
      await expect(broken).rejects.toThrow('cut');
      expect((await store.lists.lookup()).categoriesOf('192.0.2.1')).toHaveLength(1);
    });

    test('two refreshes of one source at once leave the list of one', async () => {
      const location = await newLocation();
      const [a, b] = [await openAt(location), await openAt(location)];
      const many = (net: number) => Array.from({ length: 500 }, (_, i) => parseSubnet(`192.0.${net}.${i % 256}`)!);
      for (let round = 0; round < 5; round++) {
        const list = { source: 's1', category: 'C&C', origin: 'u' };
        await Promise.all([
          a.lists.replace({ ...list, networks: many(1) }),
          b.lists.replace({ ...list, networks: many(2) }),
        ]);
        const lookup = await a.lists.lookup(['192.0.1.1', '192.0.2.1']);
        const standing = ['192.0.1.1', '192.0.2.1'].filter((ip) => lookup.categoriesOf(ip).length > 0);
        expect(standing).toHaveLength(1);
      }
    });
  });

  describe('transactions', () => {
    test('in one process take turns', async () => {
      const store = await newStore();
      const ids = Array.from({ length: 50 }, (_, i) => i);
      await Promise.all([
        ...ids.map((i) =>
          store.blacklist.record([decision({ analysis: `a${i}` }), decision({ type: 'ip', value: `192.0.2.${i}` })]),
        ),
        ...ids.map(() => entriesOf(store)),
      ]);
      expect(await store.blacklist.count()).toBe(51);
      expect(await store.blacklist.sightings('hash', MD5, 100)).toHaveLength(50);
    });

    test('that throw leave nothing, and the store works on', async () => {
      const database = await openDatabase(await newLocation());
      onTestFinished(() => database.close());
      await migrate(database);
      const columns = ['kind', 'value', 'owner', 'added_at'];
      const broken = database.transaction(async (queries) => {
        await queries.insertMany('ovoscope_whitelist', columns, [['hash', MD5, 'x', 1]]);
        throw new Error('no');
      });
      await expect(broken).rejects.toThrow('no');
      const failing = database.transaction(async (queries) => {
        await queries.insertMany('ovoscope_whitelist', columns, [['hash', MD5, 'x', 1]]);
        await queries.run('INSERT INTO no_such_table VALUES (1)');
      });
      await expect(failing).rejects.toMatchObject({ code: 'STORE_FAILED' });
      expect(await database.all('SELECT * FROM ovoscope_whitelist')).toEqual([]);
      await database.insertMany('ovoscope_whitelist', columns, [['hash', MD5, 'x', 1]]);
      expect(await database.all('SELECT * FROM ovoscope_whitelist')).toHaveLength(1);
    });
  });

  describe('schema', () => {
    const next = {
      version: MIGRATIONS.length + 1,
      statements: [
        'ALTER TABLE ovoscope_whitelist ADD COLUMN note {text}',
        "UPDATE ovoscope_whitelist SET note = 'from before'",
        'CREATE TABLE ovoscope_extra (id {integer} NOT NULL PRIMARY KEY){suffix}',
      ],
    };

    test('goes from one version to the next with what is in it', async () => {
      const location = await newLocation();
      const store = await openAt(location);
      await store.whitelist.add([MD5], 'x');
      const database = await openDatabase(location);
      onTestFinished(() => database.close());
      await migrate(database, [...MIGRATIONS, next]);
      expect(await database.all('SELECT value, note FROM ovoscope_whitelist')).toEqual([
        { value: MD5, note: 'from before' },
      ]);
      await migrate(database, [...MIGRATIONS, next]);
      expect(await database.all('SELECT version FROM ovoscope_schema ORDER BY version')).toEqual(
        [...MIGRATIONS, next].map(({ version }) => ({ version })),
      );
    });

    test('a step that fails leaves the version that was there', async () => {
      const location = await newLocation();
      await (await openAt(location)).whitelist.add([MD5], 'x');
      const database = await openDatabase(location);
      onTestFinished(() => database.close());
      const failing = {
        version: next.version,
        statements: [...next.statements, 'ALTER TABLE no_such_table ADD COLUMN x {text}'],
      };
      await expect(migrate(database, [...MIGRATIONS, failing])).rejects.toMatchObject({ code: 'STORE_FAILED' });
      expect(await database.tableExists('ovoscope_extra')).toBe(false);
      expect(await (await openAt(location)).whitelist.list()).toHaveLength(1);
    });

    test('of a newer Ovoscope is left alone', async () => {
      const location = await newLocation();
      const database = await openDatabase(location);
      onTestFinished(() => database.close());
      await migrate(database, [...MIGRATIONS, next]);
      await expect(openStore(location)).rejects.toMatchObject({ code: 'STORE_TOO_NEW' });
    });

    test('is made once when many open a new store at the same time', async () => {
      const location = await newLocation();
      const stores = await Promise.all(Array.from({ length: 6 }, () => openAt(location)));
      await Promise.all(stores.map((store, i) => store.whitelist.add([`10.${i}.0.0/16`], 'x')));
      expect(await stores[0]!.whitelist.list()).toHaveLength(6);
    });
  });
}
