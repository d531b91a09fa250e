import type { Results } from '../plugin/container.ts';
import { parseIp } from '../util/ip.ts';
import { STIX_PRODUCER, stixText } from '../util/stix.ts';
import { uuidOf } from '../util/uuid.ts';
import {
  analysisDate,
  analysisKey,
  type HashKind,
  type Indicator,
  indicatorsOf,
  sampleFacts,
  techniquesOf,
} from './indicators.ts';

const STIX_HASHES: { readonly [kind in HashKind]: string } = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha512: 'SHA-512',
};

/** A layer for the ATT&CK Navigator: techniques with the signatures that show them; score is the highest severity. */
export function navigatorLayer(results: Results): object {
  const techniques = [...techniquesOf(results)].map(([techniqueID, matches]) => ({
    techniqueID,
    score: Math.max(...matches.map(({ severity }) => severity)),
    comment: matches.map(({ name }) => name).join(', '),
    enabled: true,
    showSubtechniques: techniqueID.includes('.'),
  }));
  return {
    name: sampleFacts(results).name,
    versions: { attack: '17', navigator: '5.1.0', layer: '4.5' },
    domain: 'enterprise-attack',
    description: `Techniques shown by Ovoscope${results.verdict ? `; verdict ${results.verdict.band}` : ''}`,
    sorting: 3,
    hideDisabled: false,
    techniques,
    gradient: { colors: ['#fff3b0', '#f4a259', '#bc4b51'], minValue: 1, maxValue: 5 },
  };
}

const RESULTS = new Map([
  ['malicious', 'malicious'],
  ['suspicious', 'suspicious'],
  ['no threat found', 'benign'],
]);

/** A STIX 2.1 bundle: the sample, the analysis, techniques, indicators, and a report that holds them together. */
export function stixBundle(results: Results): object {
  const key = analysisKey(results);
  const date = analysisDate(results).toISOString();
  const sample = sampleFacts(results);
  const common = { spec_version: '2.1', created_by_ref: STIX_PRODUCER.id, created: date, modified: date };
  const file = stixFile(results);
  const analysis = {
    type: 'malware-analysis',
    id: `malware-analysis--${uuidOf(`stix analysis ${key}`)}`,
    ...common,
    product: 'ovoscope',
    result: RESULTS.get(results.verdict?.band ?? '') ?? 'unknown',
    ...(file === undefined ? {} : { sample_ref: file.id }),
  };
  const techniques = [...techniquesOf(results).keys()].map((id) => ({
    type: 'attack-pattern',
    id: `attack-pattern--${uuidOf(`stix attack-pattern ${id}`)}`,
    ...common,
    // The same object in every bundle.
    created: STIX_PRODUCER.created,
    modified: STIX_PRODUCER.modified,
    name: id,
    external_references: [
      {
        source_name: 'mitre-attack',
        external_id: id,
        url: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`,
      },
    ],
  }));
  const indicators = indicatorsOf(results).flatMap((indicator) => {
    const pattern = stixPattern(indicator);
    if (pattern === undefined) return [];
    return {
      type: 'indicator',
      id: `indicator--${uuidOf(`stix indicator ${key} ${indicator.kind} ${indicator.value}`)}`,
      ...common,
      name: `${indicator.kind} ${indicator.value}`,
      description: indicator.comment,
      indicator_types: ['unknown'],
      pattern,
      pattern_type: 'stix',
      pattern_version: '2.1',
      valid_from: date,
    };
  });
  const objects = [...(file === undefined ? [] : [file]), analysis, ...techniques, ...indicators];
  const report = {
    type: 'report',
    id: `report--${uuidOf(`stix report ${key}`)}`,
    ...common,
    name: `Analysis of ${sample.name}`,
    ...(results.verdict ? { description: results.verdict.reason } : {}),
    report_types: ['malware'],
    published: date,
    object_refs: objects.map(({ id }) => id),
  };
  return {
    type: 'bundle',
    id: `bundle--${uuidOf(`stix bundle ${key}`)}`,
    objects: [STIX_PRODUCER, ...objects, report],
  };
}

function stixFile(results: Results) {
  const { hashes, name, size } = sampleFacts(results);
  const entries = Object.entries(hashes) as [HashKind, string][];
  if (entries.length === 0) return undefined;
  return {
    type: 'file',
    spec_version: '2.1',
    id: `file--${uuidOf(`stix file ${entries.map(([, value]) => value).join(' ')}`)}`,
    hashes: Object.fromEntries(entries.map(([kind, value]) => [STIX_HASHES[kind], value])),
    name,
    ...(size === undefined ? {} : { size }),
  };
}

function stixPattern({ kind, value, hash }: Indicator): string | undefined {
  const path = stixPath(kind, value, hash);
  return path && `[${path} = '${stixText(value)}']`;
}

function stixPath(kind: Indicator['kind'], value: string, hash: HashKind | undefined): string | undefined {
  switch (kind) {
    case 'hash':
      return hash === 'md5' ? 'file:hashes.MD5' : `file:hashes.'${STIX_HASHES[hash!]}'`;
    case 'ip': {
      const ip = parseIp(value);
      return ip && `ipv${ip.family}-addr:value`;
    }
    case 'domain':
      return 'domain-name:value';
    case 'url':
      return 'url:value';
    case 'email':
      return 'email-addr:value';
    case 'mutex':
      return 'mutex:name';
    default:
      return undefined;
  }
}

const MISP: { readonly [kind in Exclude<Indicator['kind'], 'hash'>]: [type: string, category: string] } = {
  url: ['url', 'Network activity'],
  domain: ['domain', 'Network activity'],
  ip: ['ip-dst', 'Network activity'],
  email: ['email-dst', 'Network activity'],
  mutex: ['mutex', 'Artifacts dropped'],
  path: ['filename', 'Artifacts dropped'],
};

/**
 * A MISP event (core format), unpublished and for the own organisation only until someone decides otherwise. Its
 * uuids follow from the analysis: importing it again updates the same event.
 */
export function mispEvent(results: Results): object {
  const key = analysisKey(results);
  const date = analysisDate(results);
  const timestamp = String(Math.floor(date.getTime() / 1000));
  const attributes = indicatorsOf(results).map(({ kind, value, hash, comment }) => {
    const [type, category] = kind === 'hash' ? [hash!, 'Payload delivery'] : MISP[kind];
    return {
      uuid: uuidOf(`misp attribute ${key} ${kind} ${value}`),
      type,
      category,
      value,
      comment,
      // Names of files and mutexes also occur on clean machines.
      to_ids: kind !== 'path' && kind !== 'mutex',
      // 5: as the event.
      distribution: '5',
      disable_correlation: kind === 'path',
      deleted: false,
      timestamp,
    };
  });
  const band = results.verdict?.band ?? 'not scored';
  return {
    Event: {
      uuid: uuidOf(`misp event ${key}`),
      info: `Ovoscope: ${sampleFacts(results).name} (${band})`,
      date: date.toISOString().slice(0, 10),
      timestamp,
      // 1: high, 2: medium, 4: undefined.
      threat_level_id: band === 'malicious' ? '1' : band === 'suspicious' ? '2' : '4',
      // 2: completed. 0: this organisation only.
      analysis: '2',
      distribution: '0',
      published: false,
      attribute_count: String(attributes.length),
      Attribute: attributes,
      Tag: [...techniquesOf(results).keys()].map((id) => ({ name: `ovoscope:attack="${id}"` })),
    },
  };
}
