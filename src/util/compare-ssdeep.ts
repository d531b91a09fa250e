const LONGEST = 64;
/** Two hashes have nothing to do with each other unless they share so many characters in a row. */
const SHARED = 7;
const SMALLEST_BLOCK = 3;
/** From this block size on a short hash is as good as a long one. */
const UNCAPPED_BLOCK = 45;
const FORM = /^([1-9]\d{0,15}):([^:,]*):([^:,]*)(?:,.*)?$/s;

interface Fuzzy {
  block: number;
  /** Hash at `block`, then hash at twice that. */
  hashes: [string, string];
}

/** Runs of more than three equal characters say little; they count as three. */
function shorten(hash: string): string {
  let short = '';
  for (let i = 0; i < hash.length; i++) {
    const char = hash[i];
    if (i < 3 || char !== hash[i - 1] || char !== hash[i - 2] || char !== hash[i - 3]) short += char;
  }
  return short;
}

function parse(text: string): Fuzzy | undefined {
  const parts = FORM.exec(text);
  if (!parts) return undefined;
  const hashes: [string, string] = [shorten(parts[2]!), shorten(parts[3]!)];
  return hashes.every((hash) => hash.length <= LONGEST) ? { block: Number(parts[1]), hashes } : undefined;
}

function sharesRun(a: string, b: string): boolean {
  const runs = new Set<string>();
  for (let i = 0; i + SHARED <= a.length; i++) runs.add(a.slice(i, i + SHARED));
  for (let i = 0; i + SHARED <= b.length; i++) if (runs.has(b.slice(i, i + SHARED))) return true;
  return false;
}

/** Edit distance in which an insertion or a deletion costs 1 and so a replacement 2. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(a[i - 1] === b[j - 1] ? row[j - 1]! : Math.min(row[j]!, next[j - 1]!) + 1);
    }
    row = next;
  }
  return row[b.length]!;
}

function score(a: string, b: string, block: number): number {
  if (!sharesRun(a, b)) return 0;
  const scaled = Math.trunc((distance(a, b) * LONGEST) / (a.length + b.length));
  const likeness = 100 - Math.trunc((scaled * 100) / LONGEST);
  if (block >= UNCAPPED_BLOCK) return likeness;
  return Math.min(likeness, Math.trunc(block / SMALLEST_BLOCK) * Math.min(a.length, b.length));
}

/**
 * How alike two inputs are by their ssdeep, from 0 to 100, as ssdeep itself counts. Undefined where one of the texts
 * is no ssdeep hash; a file name after a comma is ignored.
 */
export function compareSsdeep(a: string, b: string): number | undefined {
  const left = parse(a);
  const right = parse(b);
  if (!left || !right) return undefined;
  if (left.block === right.block) {
    if (left.hashes[0] === right.hashes[0] && left.hashes[1] === right.hashes[1]) return 100;
    return Math.max(
      score(left.hashes[0], right.hashes[0], left.block),
      score(left.hashes[1], right.hashes[1], left.block * 2),
    );
  }
  if (left.block * 2 === right.block) return score(left.hashes[1], right.hashes[0], right.block);
  if (right.block * 2 === left.block) return score(left.hashes[0], right.hashes[1], left.block);
  return 0;
}
