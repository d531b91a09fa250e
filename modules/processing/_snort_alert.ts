import type { SnortAlert } from 'ovoscope';

const LEAST_SEVERITY = 3;
const MARK = '[**]';

/**
 * Reads `MM/DD/YY-HH:MM:SS.ffffff [**] [gid:sid:rev] message [**] [Classification: c] [Priority: n] {PROTO} a -> b`.
 * The year, the classification and the priority may be absent. Gives what is wrong with any other line.
 */
export function readAlert(line: string, year: number | undefined): SnortAlert | string {
  const first = line.indexOf(MARK);
  const second = line.lastIndexOf(MARK);
  if (first < 0 || second === first) return 'it has one mark [**] only';
  const time = timeOf(line.slice(0, first).trim(), year);
  if (time === undefined) return 'its time is none';
  const said = line.slice(first + MARK.length, second).trim();
  const [whole, sid, revision] = /^\[\d{1,9}:(\d{1,10}):(\d{1,9})\]/.exec(said) ?? [];
  if (whole === undefined) return 'it has no number of a rule';
  const rest = line.slice(second + MARK.length);
  const ends = endsOf(rest);
  if (!ends) return 'it does not say from where to where';
  const priority = bracketed(rest, '[Priority:');
  const severity = priority !== null && /^\d{1,9}$/.test(priority) ? Number(priority) : null;
  return {
    timestamp: time,
    sid: Number(sid),
    revision: Number(revision),
    priority: severity,
    severity: severity ?? LEAST_SEVERITY,
    message: unquoted(said.slice(whole.length).trim()),
    ...ends,
    classtype: bracketed(rest, '[Classification:'),
  };
}

function timeOf(text: string, year: number | undefined): number | null | undefined {
  const match = /^(\d\d)\/(\d\d)(?:\/(\d\d|\d{4}))?-(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?$/.exec(text);
  if (!match) return undefined;
  const [month, day, hours, minutes, seconds] = [1, 2, 4, 5, 6].map((i) => Number(match[i]));
  if (month! < 1 || month! > 12 || day! < 1 || day! > 31 || hours! > 23 || minutes! > 59 || seconds! > 60)
    return undefined;
  const own = match[3] === undefined ? year : match[3].length === 2 ? 2000 + Number(match[3]) : Number(match[3]);
  if (own === undefined) return null;
  return Date.UTC(own, month! - 1, day, hours, minutes, seconds) / 1000 + Number(`0.${match[7] ?? 0}`);
}

function endsOf(
  text: string,
): Pick<SnortAlert, 'protocol' | 'src_ip' | 'src_port' | 'dst_ip' | 'dst_port'> | undefined {
  const open = text.indexOf('{');
  const close = text.indexOf('}', open);
  const arrow = text.indexOf(' -> ', close);
  if (open < 0 || close < 0 || arrow < 0) return undefined;
  const protocol = text.slice(open + 1, close);
  const [src_ip, src_port] = endOf(text.slice(close + 1, arrow).trim(), protocol);
  const [dst_ip, dst_port] = endOf(text.slice(arrow + ' -> '.length).trim(), protocol);
  return src_ip === '' || dst_ip === '' ? undefined : { protocol, src_ip, src_port, dst_ip, dst_port };
}

/** An address with its port, which only TCP and UDP have: in IPv6 a colon alone does not tell. */
function endOf(text: string, protocol: string): [ip: string, port: number | null] {
  const colon = text.lastIndexOf(':');
  const port = text.slice(colon + 1);
  const isIpv4 = colon === text.indexOf(':');
  if (colon < 0 || !/^\d{1,5}$/.test(port) || !(isIpv4 || protocol === 'TCP' || protocol === 'UDP'))
    return [text, null];
  return [text.slice(0, colon).replace(/^\[|\]$/g, ''), Number(port)];
}

function bracketed(text: string, name: string): string | null {
  const start = text.indexOf(name);
  const end = text.indexOf(']', start);
  return start < 0 || end < 0 ? null : text.slice(start + name.length, end).trim();
}

/** Snort 3 has messages in quotes. */
function unquoted(text: string): string {
  return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}
