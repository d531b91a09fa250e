import type { SuricataAlert, SuricataLists, SuricataSeen } from 'ovoscope';
import { type Fields, fieldsOf, isFields, numberOrNull, textOrNull } from './_json_fields.ts';

export interface EveOptions {
  sids: ReadonlySet<number>;
  /** Beginnings of signatures. */
  texts: readonly string[];
}

const LEAST_SEVERITY = 3;
const MOST_ANSWERS = 256;

/** An entry for a list of the container, or undefined for the kinds of event that have none. */
export function readEvent<L extends keyof SuricataLists>(
  event: Fields,
  options: EveOptions,
): { list: L; entry: SuricataLists[L][number] } | undefined {
  const kind = event['event_type'];
  const found = (list: keyof SuricataLists, entry: unknown) => ({ list, entry }) as never;
  if (kind === 'alert' && isFields(event['alert'])) return found('alerts', alertOf(event, event['alert'], options));
  if (kind === 'tls' && isFields(event['tls'])) return found('tls', tlsOf(event, event['tls']));
  if (kind === 'http' && isFields(event['http'])) return found('http', httpOf(event, event['http']));
  if (kind === 'dns' && isFields(event['dns'])) return found('dns', dnsOf(event, event['dns']));
  if (kind === 'fileinfo' && isFields(event['fileinfo'])) return found('files', fileOf(event, event['fileinfo']));
  return undefined;
}

function seen(event: Fields): SuricataSeen {
  return {
    src_ip: textOrNull(event['src_ip']),
    src_port: numberOrNull(event['src_port']),
    dst_ip: textOrNull(event['dest_ip']),
    dst_port: numberOrNull(event['dest_port']),
    timestamp: textOrNull(event['timestamp']),
  };
}

function alertOf(event: Fields, alert: Fields, options: EveOptions): SuricataAlert {
  const sid = numberOrNull(alert['signature_id']);
  const signature = textOrNull(alert['signature']);
  const severity = numberOrNull(alert['severity']);
  const isIgnored =
    (sid !== null && options.sids.has(sid)) || options.texts.some((text) => signature?.startsWith(text) === true);
  return {
    ...seen(event),
    sid,
    protocol: textOrNull(event['proto']),
    category: textOrNull(alert['category']) || 'undefined',
    signature,
    severity: severity !== null && severity >= 1 && severity <= 255 ? severity : LEAST_SEVERITY,
    ...present({
      gid: numberOrNull(alert['gid']),
      rev: numberOrNull(alert['rev']),
      action: textOrNull(alert['action']),
    }),
    ...(isIgnored && { ignored: true as const }),
  };
}

function tlsOf(event: Fields, tls: Fields): SuricataSeen {
  return {
    ...seen(event),
    ...{
      fingerprint: textOrNull(tls['fingerprint']),
      issuer: textOrNull(tls['issuerdn']),
      version: textOrNull(tls['version']),
      subject: textOrNull(tls['subject']),
    },
    ...present({
      sni: textOrNull(tls['sni']),
      serial: textOrNull(tls['serial']),
      ja3: textOrNull(fieldsOf(tls['ja3'])['hash']),
      ja3s: textOrNull(fieldsOf(tls['ja3s'])['hash']),
      ja4: textOrNull(tls['ja4']),
    }),
  };
}

function httpOf(event: Fields, http: Fields): SuricataSeen {
  return {
    ...seen(event),
    ...{
      method: known(http['http_method']),
      hostname: known(http['hostname']),
      url: known(http['url']),
      status: known(http['status']),
      content_type: known(http['http_content_type']),
      user_agent: known(http['http_user_agent']),
      referer: known(http['http_refer']),
      length: numberOrNull(http['length']),
    },
  };
}

/** Version 1 has an event for each answer, version 2 a list of them, version 3 a list of questions too. */
function dnsOf(event: Fields, dns: Fields): SuricataSeen {
  const question = Array.isArray(dns['queries']) ? fieldsOf(dns['queries'][0]) : dns;
  const list = Array.isArray(dns['answers']) ? dns['answers'] : dns['rdata'] === undefined ? [] : [dns];
  const answers = list.slice(0, MOST_ANSWERS).map((answer: unknown) => {
    const { rrname, rrtype, rdata, ttl } = fieldsOf(answer);
    return { name: textOrNull(rrname), type: textOrNull(rrtype), data: textOrNull(rdata), ttl: numberOrNull(ttl) };
  });
  return {
    ...seen(event),
    ...{
      type: textOrNull(dns['type']),
      id: numberOrNull(dns['id']),
      rrname: textOrNull(question['rrname']),
      rrtype: textOrNull(question['rrtype']),
      rcode: textOrNull(dns['rcode']),
      answers,
      ...(list.length > MOST_ANSWERS && { more_answers: list.length - MOST_ANSWERS }),
    },
  };
}

function fileOf(event: Fields, file: Fields): { [field: string]: unknown } {
  const http = fieldsOf(event['http']);
  return {
    id: numberOrNull(file['file_id']),
    filesize: numberOrNull(file['size']),
    filename: known(file['filename']),
    hostname: known(http['hostname']),
    uri: known(http['url']),
    md5: known(file['md5']),
    sha1: known(file['sha1']),
    magic: known(file['magic']),
    referer: known(http['http_refer']),
    ...present({ sha256: textOrNull(file['sha256']), state: textOrNull(file['state']) }),
  };
}

/** A line of files-json.log, which Suricata wrote before EVE told of files. */
export function readFileLine(line: Fields): { [field: string]: unknown } | undefined {
  if (line['size'] === undefined && line['filename'] === undefined) return undefined;
  return {
    id: numberOrNull(line['id']),
    filesize: numberOrNull(line['size']),
    filename: known(line['filename']),
    hostname: known(line['http_host']),
    uri: known(line['http_uri']),
    md5: known(line['md5']),
    sha1: known(line['sha1']),
    magic: known(line['magic']),
    referer: known(line['http_referer']),
    ...present({ sha256: textOrNull(line['sha256']), state: textOrNull(line['state']) }),
  };
}

/** Suricata writes <unknown> where a request had none. */
function known(value: unknown): string | null {
  const text = textOrNull(value);
  return text === '<unknown>' ? null : text;
}

function present<T>(fields: { [name: string]: T | null }): { [name: string]: T } {
  return Object.fromEntries(Object.entries(fields).filter((field): field is [string, T] => field[1] !== null));
}
