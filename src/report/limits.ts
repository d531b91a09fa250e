/** Room that a part of the report may still take, in characters of markup. Shared by all who show something in it. */
export interface Room {
  left: number;
}

/** How much of everything a report takes. */
export interface ViewLimits {
  /** Characters shown at once, and behind "show more". */
  text: number;
  textMax: number;
  /** Characters of a name. */
  name: number;
  /** Rows of a list or table, pieces of evidence of a finding, findings, rows of the tree. */
  rows: number;
  evidence: number;
  findings: number;
  tree: number;
  iocs: number;
  problems: number;
  logLines: number;
  /** Values of one generic section. */
  values: number;
  /** Processes that have a name in the report, and those with a lane in the timeline. */
  processes: number;
  lanes: number;
  /** Bins of the timeline. */
  bins: number;
  /** Parts of one flow. */
  parts: number;
  room: Room;
}

const FULL: Omit<ViewLimits, 'room'> = {
  text: 240,
  textMax: 8_192,
  name: 120,
  rows: 1_000,
  evidence: 200,
  findings: 1_000,
  tree: 2_000,
  iocs: 300,
  problems: 500,
  logLines: 1_000,
  values: 3_000,
  processes: 5_000,
  lanes: 24,
  bins: 240,
  parts: 40,
};

const BRIEF: Omit<ViewLimits, 'room'> = {
  text: 160,
  textMax: 320,
  name: 80,
  rows: 12,
  evidence: 20,
  findings: 40,
  tree: 80,
  iocs: 15,
  problems: 30,
  logLines: 0,
  values: 40,
  processes: 200,
  lanes: 8,
  bins: 120,
  parts: 2,
};

/** Limits of one part of a report, with room of its own. */
export function viewLimits(size: 'full' | 'brief', room: number): ViewLimits {
  return { ...(size === 'brief' ? BRIEF : FULL), room: { left: room } };
}

/** Items that a list shows even when there is no room left. */
const AT_LEAST = 2;

/** How many of `total` items there may be; asked again before each one, because each takes room. */
export function hasRoom(index: number, limit: number, { room }: ViewLimits): boolean {
  return index < limit && (index < AT_LEAST || room.left > 0);
}
