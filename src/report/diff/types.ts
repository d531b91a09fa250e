/** One of the two analyses. */
export interface Side {
  /** As it was named: a path. */
  path: string;
  sample: string;
  sha256?: string;
  started: string | null;
  dialect?: string;
  verdict?: { score: number; band: string };
  processes: number;
}

/** Something that was seen, as it was written first; `normal` is what it was compared by, where that differs. */
export interface DiffItem {
  text: string;
  normal?: string;
  /** How often, where that is counted. */
  count?: number;
}

export interface CommonItem {
  text: string;
  /** How B wrote it, where that differs. */
  b?: string;
  counts?: { a: number; b: number };
}

export interface DiffSection {
  name: string;
  title: string;
  /** `compared`, or which of the two does not have what the section needs: then there is nothing to compare. */
  state: 'compared' | 'not in A' | 'not in B';
  only_a: DiffItem[];
  both: CommonItem[];
  only_b: DiffItem[];
  /** Items that the limit left out, per side. */
  left_out?: { a: number; b: number };
}

export interface Comparison {
  a: Side;
  b: Side;
  /** Whether both ran the same file; null where that is not known. */
  same_sample: boolean | null;
  /** What a reader should know first. */
  notes: string[];
  sections: DiffSection[];
  totals: { only_a: number; both: number; only_b: number };
}
