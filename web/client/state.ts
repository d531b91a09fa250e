/** What is in view, as it stands in the address: `#tab=calls&p=0,3&q=api:Reg*`. */
export interface State {
  tab: string;
  /** Positions of the selected processes. */
  processes: number[];
  /** Whether their children are selected with them. */
  subtree: boolean;
  query: string;
  /** `process.id` of the call that is open. */
  call: string;
}

export const state: State = { tab: 'findings', processes: [], subtree: true, query: '', call: '' };

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
    else if (name === 'q') next.query = decoded(value);
    else if (name === 'call' && /^\d+\.\d+$/.test(value)) next.call = value;
  }
  return next;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
