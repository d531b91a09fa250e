/** Milliseconds after the start. */
export type TimeRange = [from: number, to: number];

/** What is in view, as it stands in the address: `#tab=calls&p=0,3&t=1.2~8&q=api:Reg*`. */
export interface State {
  tab: string;
  /** Positions of the selected processes. */
  processes: number[];
  /** Whether their children are selected with them. */
  subtree: boolean;
  /** Only what happened in it; undefined for all. */
  time: TimeRange | undefined;
  query: string;
  /** `process.id` of the call that is open. */
  call: string;
}

export const state: State = { tab: 'findings', processes: [], subtree: true, time: undefined, query: '', call: '' };

const listeners: ((changed: ReadonlySet<keyof State>) => void)[] = [];

export function onChange(listener: (changed: ReadonlySet<keyof State>) => void): void {
  listeners.push(listener);
}

/** Changes what is in view, tells everyone, and writes the address. */
export function change(next: Partial<State>): void {
  const changed = new Set<keyof State>();
  for (const key of Object.keys(next) as (keyof State)[]) {
    if (String(state[key]) !== String(next[key])) changed.add(key);
  }
  if (changed.size === 0) return;
  Object.assign(state, next);
  for (const listener of listeners) listener(changed);
  history.replaceState(null, '', `#${stateText()}`);
}

export function stateText(): string {
  const parts = [`tab=${state.tab}`];
  if (state.processes.length > 0) parts.push(`p=${state.processes.join(',')}`);
  if (!state.subtree) parts.push('children=0');
  if (state.time) parts.push(`t=${state.time.map((ms) => ms / 1000).join('~')}`);
  if (state.query) parts.push(`q=${encodeURIComponent(state.query)}`);
  if (state.call) parts.push(`call=${state.call}`);
  return parts.join('&');
}

/** Reads an address; undefined where it is the name of an element instead. */
export function readState(hash: string): Partial<State> | undefined {
  const text = hash.replace(/^#/, '');
  if (!text.includes('=')) return undefined;
  const next: Partial<State> = {};
  for (const part of text.split('&')) {
    const [name, value = ''] = part.split('=', 2) as [string, string?];
    if (name === 'tab') next.tab = value;
    else if (name === 'p')
      next.processes = value
        .split(',')
        .filter((number) => /^\d+$/.test(number))
        .map(Number);
    else if (name === 'children') next.subtree = value !== '0';
    else if (name === 't') next.time = timeOf(value);
    else if (name === 'q') next.query = decoded(value);
    else if (name === 'call' && /^\d+\.\d+$/.test(value)) next.call = value;
  }
  return next;
}

function timeOf(text: string): TimeRange | undefined {
  const match = /^(-?\d{1,12}(?:\.\d{1,6})?)~(-?\d{1,12}(?:\.\d{1,6})?)$/.exec(text);
  if (!match) return undefined;
  const [from, to] = [Number(match[1]) * 1000, Number(match[2]) * 1000];
  return from <= to ? [from, to] : undefined;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
