import type { Json, JsonObject } from '../formats/json/types.ts';
import type { Network } from '../plugin/container.ts';
import { asList, asObject, asText } from './import-values.ts';

const LISTS = ['http', 'udp', 'hosts', 'dns', 'tcp'];

/**
 * The `network` of a report. `hosts` is a list of addresses; where CAPE writes objects, these are kept as
 * `hosts_ex`. Each answer of `dns` has the documented `hostname` and `ip` (the first address, or empty) beside the
 * later `request`, `type` and `answers`.
 */
export function importNetwork(raw: JsonObject): Network {
  const network: JsonObject = { ...raw };
  for (const name of LISTS) network[name] = asList(raw[name]);
  const hosts = asList(raw['hosts']);
  if (hosts.some((host) => asObject(host) !== undefined)) {
    network['hosts'] = hosts.map(addressOf).filter((address) => address !== undefined);
    network['hosts_ex'] = hosts;
  }
  network['dns'] = asList(raw['dns']).map((item) => dnsItem(item));
  return network as unknown as Network;
}

function addressOf(host: Json): string | undefined {
  return asText(host) ?? asText(asObject(host)?.['ip']);
}

function dnsItem(item: Json): Json {
  const query = asObject(item);
  if (query === undefined) return item;
  if (query['request'] === undefined && query['hostname'] !== undefined) {
    const ip = asText(query['ip']) ?? '';
    const answers = ip === '' ? [] : [{ type: 'A', data: ip }];
    return { ...query, request: query['hostname'], type: 'A', answers };
  }
  if (query['hostname'] !== undefined) return query;
  return { ...query, hostname: query['request'] ?? '', ip: firstAddress(query['answers']) };
}

function firstAddress(answers: Json | undefined): string {
  for (const item of asList(answers)) {
    const answer = asObject(item);
    if (answer?.['type'] === 'A' || answer?.['type'] === 'AAAA') return asText(answer['data']) ?? '';
  }
  return '';
}
