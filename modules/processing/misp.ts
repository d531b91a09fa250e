import { type MispEvent, Processing } from 'ovoscope';
import { lookupProblems } from 'ovoscope/formats';
import { fieldsOf, isFields, numberOrNull, textOrNull } from './_json_fields.ts';
import { LOOKUP_DEFAULTS, Lookup } from './_lookup.ts';
import { limitOf } from './_options.ts';

const MOST_EVENTS = 1000;

/** Events of a MISP server with hashes, addresses or names of this analysis. It is asked only; nothing is added. */
export default class Misp extends Processing<'misp'> {
  readonly key = 'misp' as const;
  override enable = false;
  override after = ['target', 'dropped', 'network'];
  override waits = true;
  defaults = {
    ...LOOKUP_DEFAULTS,
    /** The address of the server. */
    url: '',
    /** Most values to ask for. */
    maxioc: 100,
  };

  async run(): Promise<MispEvent[] | undefined> {
    const lookup = Lookup.of(this, 'MISP');
    if (!lookup) return undefined;
    const base = String(this.options['url']).replace(/\/+$/, '');
    const values = this.#values();
    const asked = values.slice(0, limitOf(this, 'maxioc'));
    if (values.length > asked.length) this.problem(lookupProblems.tooMany('MISP', values.length, asked.length));
    const events = new Map<string, MispEvent>();
    for (const value of asked) {
      const answer = await lookup.ask({
        path: '/events/restSearch',
        headers: { authorization: lookup.key },
        search: { returnFormat: 'json', value, metadata: 1, limit: MOST_EVENTS },
      });
      // What was found before is kept: the problem says that it is not all.
      if (!answer) break;
      const found = fieldsOf(answer.json)['response'];
      if (!Array.isArray(found)) {
        lookup.fail('its answer has no list of events');
        break;
      }
      for (const each of found.slice(0, MOST_EVENTS)) add(events, fieldsOf(each)['Event'], value, base);
    }
    return [...events.values()].sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''));
  }

  /** The sample's MD5, those of dropped programs, hosts and domains; each once. */
  #values(): string[] {
    const { target, dropped, network } = this.results;
    const programs = (dropped ?? []).filter((file) => file.type?.includes('PE32'));
    const hosts = (network?.hosts ?? []).map((host) => (isFields(host) ? host['ip'] : host));
    const domains = network?.['domains'];
    const names = Array.isArray(domains) ? domains.map(fieldsOf).flatMap(({ ip, domain }) => [ip, domain]) : [];
    const values = [fieldsOf(target?.['file'])['md5'], ...programs.map((file) => file.md5), ...hosts, ...names];
    return [...new Set(values.filter((value): value is string => typeof value === 'string' && value !== ''))];
  }
}

function add(events: Map<string, MispEvent>, event: unknown, value: string, base: string): void {
  const { id, date, threat_level_id: level, info } = fieldsOf(event);
  const event_id = textOrNull(id);
  if (event_id === null) return;
  const known = events.get(event_id);
  if (known) {
    if (!known.iocs.includes(value)) known.iocs.push(value);
    return;
  }
  events.set(event_id, {
    ...{ event_id, date: textOrNull(date), url: `${base}/events/view/${encodeURIComponent(event_id)}` },
    ...{ level: numberOrNull(level), info: textOrNull(info), iocs: [value] },
  });
}
