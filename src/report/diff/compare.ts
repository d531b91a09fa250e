import type { Results } from '../../plugin/container.ts';
import { sampleFacts } from '../indicators.ts';
import { Normaliser } from './normalise.ts';
import { comparedPart, type Listed, SECTIONS, type SectionKind } from './sections.ts';
import type { CommonItem, Comparison, DiffItem, DiffSection, Side } from './types.ts';

export interface CompareOptions {
  /** Different items of a section and side that are kept: 20,000. */
  limit?: number;
}

/** An analysis to compare, and how it is called. */
export interface Compared {
  path: string;
  results: Results;
}

/**
 * What only A did, what both did, and what only B did. Texts count as the same when they are the same once all that
 * changes from run to run is put aside.
 */
export function compareResults(a: Compared, b: Compared, { limit = 20_000 }: CompareOptions = {}): Comparison {
  const normalisers = [new Normaliser(a.results), new Normaliser(b.results)] as const;
  const sections = SECTIONS.flatMap((kind) => {
    const [itemsA, itemsB] = [kind.items(a.results), kind.items(b.results)];
    if (itemsA === undefined && itemsB === undefined) return [];
    return section(kind, collect(kind, itemsA, normalisers[0], limit), collect(kind, itemsB, normalisers[1], limit));
  });
  const sides = [sideOf(a), sideOf(b)] as const;
  const same = sameSample(a.results, b.results);
  const total = (list: 'only_a' | 'both' | 'only_b') =>
    sections.reduce((sum, section) => sum + section[list].length, 0);
  return {
    a: sides[0],
    b: sides[1],
    same_sample: same,
    notes: notesOf(sides, same, sections),
    sections,
    totals: { only_a: total('only_a'), both: total('both'), only_b: total('only_b') },
  };
}

interface Collected {
  items: Map<string, DiffItem>;
  leftOut: number;
}

function collect(
  { name, kind }: SectionKind,
  listed: Iterable<Listed> | undefined,
  normaliser: Normaliser,
  limit: number,
): Collected | undefined {
  if (listed === undefined) return undefined;
  const items = new Map<string, DiffItem>();
  let leftOut = 0;
  for (const { text, count } of listed) {
    const normal = normaliser.text(comparedPart(name, text), kind);
    if (normal === '') continue;
    const known = items.get(normal);
    if (known !== undefined) {
      if (count !== undefined) known.count = (known.count ?? 0) + count;
    } else if (items.size >= limit) leftOut++;
    else items.set(normal, { text, ...(normal === text ? {} : { normal }), ...(count === undefined ? {} : { count }) });
  }
  return { items, leftOut };
}

function section({ name, title }: SectionKind, a: Collected | undefined, b: Collected | undefined): DiffSection {
  const made: DiffSection = { name, title, state: 'compared', only_a: [], both: [], only_b: [] };
  if (a === undefined || b === undefined) {
    return { ...made, state: a === undefined ? 'not in A' : 'not in B' };
  }
  for (const [normal, item] of a.items) {
    const other = b.items.get(normal);
    if (other === undefined) made.only_a.push(item);
    else made.both.push(common(item, other));
  }
  for (const [normal, item] of b.items) if (!a.items.has(normal)) made.only_b.push(item);
  if (a.leftOut + b.leftOut > 0) made.left_out = { a: a.leftOut, b: b.leftOut };
  return made;
}

function common(a: DiffItem, b: DiffItem): CommonItem {
  return {
    text: a.text,
    ...(a.text === b.text ? {} : { b: b.text }),
    ...(a.count === undefined || b.count === undefined ? {} : { counts: { a: a.count, b: b.count } }),
  };
}

function sideOf({ path, results }: Compared): Side {
  const { name, hashes } = sampleFacts(results);
  const { verdict, info } = results;
  return {
    path,
    sample: name,
    ...(hashes.sha256 === undefined ? {} : { sha256: hashes.sha256 }),
    started: info?.started ?? null,
    ...(info?.dialect === undefined ? {} : { dialect: info.dialect }),
    ...(verdict === undefined ? {} : { verdict: { score: verdict.score, band: verdict.band } }),
    processes: results.behavior?.processes.length ?? 0,
  };
}

function sameSample(a: Results, b: Results): boolean | null {
  const [hashesA, hashesB] = [sampleFacts(a).hashes, sampleFacts(b).hashes];
  for (const kind of ['sha256', 'sha1', 'md5'] as const) {
    if (hashesA[kind] !== undefined && hashesB[kind] !== undefined) return hashesA[kind] === hashesB[kind];
  }
  return null;
}

function notesOf([a, b]: readonly [Side, Side], same: boolean | null, sections: readonly DiffSection[]): string[] {
  const notes: string[] = [];
  if (same === null) notes.push('Whether both ran the same file is not known: one of them has no hash of it.');
  if (a.dialect !== b.dialect) {
    notes.push(
      'They were recorded by different sandboxes: what only one of these writes down looks like a difference.',
    );
  }
  const missing = sections.filter(({ state }) => state !== 'compared');
  for (const { title, state } of missing) notes.push(`${title}: ${state}, so there is nothing to compare.`);
  for (const { title, left_out } of sections) {
    if (left_out !== undefined)
      notes.push(`${title}: ${left_out.a} items of A and ${left_out.b} of B are beyond the limit and were left out.`);
  }
  return notes;
}
