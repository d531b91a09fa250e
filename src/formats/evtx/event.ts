import { setOwn } from '../json/set-own.ts';
import type { EvtxEvent } from './types.ts';
import type { XmlElement } from './xml.ts';

const MOST_FIELDS = 512;
const DEEPEST = 64;

/** What the elements of a record say. */
export function eventOf(root: XmlElement, record: number, written: string): EvtxEvent {
  const event = child(root, 'Event');
  const system = event && child(event, 'System');
  const one = (name: string) => system && child(system, name);
  const text = (name: string): string | null => {
    const element = one(name);
    return element ? textOf(element) : null;
  };
  const attribute = (name: string, key: string): string | null => one(name)?.attributes.get(key) ?? null;
  return {
    record,
    event_id: toNumber(text('EventID')),
    provider: attribute('Provider', 'Name') || attribute('Provider', 'EventSourceName'),
    channel: text('Channel'),
    computer: text('Computer'),
    time: attribute('TimeCreated', 'SystemTime') ?? written,
    level: toNumber(text('Level')),
    pid: toNumber(attribute('Execution', 'ProcessID')),
    user: attribute('Security', 'UserID') || null,
    data: event ? dataOf(event) : {},
  };
}

function child(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((each): each is XmlElement => typeof each !== 'string' && each.name === name);
}

function textOf(element: XmlElement): string {
  return element.children.filter((each) => typeof each === 'string').join('');
}

function toNumber(text: string | null): number | null {
  return text !== null && /^\d{1,10}$/.test(text) ? Number(text) : null;
}

function dataOf(event: XmlElement): EvtxEvent['data'] {
  const data: EvtxEvent['data'] = {};
  const names = new Map<string, number>();
  let fields = 0;
  const put = (name: string | undefined, value: string) => {
    if (fields >= MOST_FIELDS) return;
    const key = name || String(fields);
    fields++;
    const count = (names.get(key) ?? 0) + 1;
    names.set(key, count);
    setOwn(data, count === 1 ? key : `${key}#${count}`, value);
  };
  const walk = (element: XmlElement, depth: number) => {
    const inner = element.children.filter((each) => typeof each !== 'string');
    if (inner.length > 0 && depth < DEEPEST) {
      for (const each of inner) walk(each, depth + 1);
      return;
    }
    const name = element.attributes.get('Name') ?? (element.name === 'Data' ? undefined : element.name);
    for (const text of element.items ?? [textOf(element)]) put(name, text);
  };
  for (const part of event.children) {
    if (typeof part === 'string' || part.name === 'System') continue;
    for (const each of part.children) if (typeof each !== 'string') walk(each, 0);
  }
  return data;
}
