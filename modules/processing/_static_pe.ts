import type { ByteSource } from 'ovoscope';
import {
  bitNames,
  type CertificateFacts,
  describeFile,
  executableKind,
  hex,
  languageNames,
  PartSource,
  type PeFile,
  partOf,
  peNames,
  RandomAccess,
  readPe,
  staticProblems,
  utcTime,
} from 'ovoscope/formats';
import type { StaticContext, StaticFormat, StaticSample } from './_static_format.ts';
import { pemKeys } from './_static_keys.ts';

/** Windows executables: Cuckoo's `pe_*` keys with their texts, and `pe` for what Cuckoo does not look at. */
export const peFormat: StaticFormat = {
  name: 'PE',
  applies: ({ head }) => /^(?:MZ|ZM)/.test(head.toString('latin1', 0, 2)),
  async read(sample, context) {
    const pe = await readPe(sample.source, context.problem);
    if (pe === undefined) return other(sample, context);
    return {
      peid_signatures: null,
      pe_imports: pe.imports.map(library),
      pe_exports: exportsOf(pe),
      pe_sections: pe.sections.map(section),
      pe_resources: await resources(pe, sample.source, context),
      pe_versioninfo: pe.versionInfo,
      pe_imphash: pe.importHash,
      pe_timestamp: utcTime(pe.headers.timestamp * 1000),
      pdb_path: pe.debug.find(({ pdb }) => pdb !== undefined)?.pdb?.path ?? null,
      signature: signers(pe),
      imported_dll_count: pe.imports.filter(({ dll }) => dll !== '').length,
      keys: pemKeys(sample.source),
      pe: details(pe),
    };
  },
};

/** An executable for DOS, for 16-bit Windows or OS/2, or one whose header is gone. */
function other(sample: StaticSample, context: StaticContext): { [key: string]: unknown } {
  const kind = executableKind(new RandomAccess(sample.source)) ?? 'MZ';
  const words = kind === 'MZ' ? 'a DOS executable' : `a ${kind} executable`;
  context.problem(staticProblems.notWhatItSays(sample.source.name, 'a Windows program', words));
  return {};
}

function library({ dll, functions }: PeFile['imports'][number]) {
  return {
    dll,
    imports: functions.map(({ name, ordinal, address }) => ({
      address: hex(address, 1),
      name: name ?? null,
      ...(ordinal === undefined ? {} : { ordinal }),
    })),
  };
}

function exportsOf({ exports, headers }: PeFile) {
  return (exports?.functions ?? []).map(({ name, ordinal, rva, forwarder }) => ({
    address: hex(headers.imageBase + BigInt(rva), 1),
    name: name ?? null,
    ordinal,
    ...(forwarder === undefined ? {} : { forwarder }),
  }));
}

function section(one: PeFile['sections'][number]) {
  return {
    name: one.name,
    virtual_address: hex(one.virtualAddress),
    virtual_size: hex(one.virtualSize),
    size_of_data: hex(one.rawSize),
    entropy: one.entropy,
    raw_address: hex(one.rawAddress),
    characteristics: bitNames(one.characteristics, peNames.SECTION_FLAGS).join('|'),
    characteristics_raw: hex(one.characteristics),
    md5: one.md5,
  };
}

/** What is looked at of each resource. */
const TYPED_BYTES = 64 << 10;

async function resources(pe: PeFile, source: ByteSource, context: StaticContext) {
  const limit = typeof context.options['resource_types'] === 'number' ? context.options['resource_types'] : 0;
  const list: { [name: string]: unknown }[] = [];
  for (const { type, name, language, rva, size } of pe.resources) {
    const offset = pe.image.offsetOf(rva);
    let filetype: string | null = null;
    if (offset !== undefined && list.length < limit && !context.signal.aborted) {
      filetype = await describeFile(new PartSource(source, offset, Math.min(size, TYPED_BYTES)));
    }
    list.push({
      name: peNames.RESOURCE_TYPES.get(type) ?? String(type),
      id: name,
      offset: hex(rva),
      size: hex(size),
      filetype,
      ...languageNames(language),
    });
  }
  return list;
}

/** The certificates of the signers themselves, as Cuckoo words them. */
function signers({ security }: PeFile) {
  return (security?.signatures ?? []).flatMap(({ certificates, signers: positions }) =>
    positions.map((position) => {
      const { subject, serialNumber, sha1, md5 } = certificates[position]!;
      const [given, surname] = [partOf(subject, 'GN'), partOf(subject, 'SN')];
      return {
        serial_number: serialNumber.padStart(32, '0'),
        common_name: partOf(subject, 'CN'),
        country: partOf(subject, 'C'),
        locality: partOf(subject, 'L'),
        organization: partOf(subject, 'O'),
        email: partOf(subject, 'emailAddress'),
        sha1,
        md5,
        ...(given !== null && surname !== null ? { full_name: `${given} ${surname}` } : {}),
      };
    }),
  );
}

const CAPE_PARTS = {
  countryName: 'C',
  stateOrProvinceName: 'ST',
  localityName: 'L',
  organizationName: 'O',
  organizationalUnitName: 'OU',
  commonName: 'CN',
} as const;

/** A certificate as CAPE words it. */
function certificate(facts: CertificateFacts) {
  const words: { [name: string]: unknown } = {
    md5_fingerprint: facts.md5,
    sha1_fingerprint: facts.sha1,
    sha256_fingerprint: facts.sha256,
    serial_number: BigInt(`0x${facts.serialNumber || '0'}`).toString(),
    not_before: facts.notBefore?.replace(' ', 'T') ?? null,
    not_after: facts.notAfter?.replace(' ', 'T') ?? null,
  };
  for (const whose of ['subject', 'issuer'] as const) {
    for (const [name, type] of Object.entries(CAPE_PARTS)) {
      const value = partOf(facts[whose], type);
      if (value !== null) words[`${whose}_${name}`] = value;
    }
  }
  return words;
}

function details(pe: PeFile) {
  const { headers } = pe;
  const flags = (value: number, names: { readonly [name: string]: number }) => bitNames(value, names);
  return {
    machine: named(headers.machine, peNames.MACHINES, 4),
    bits: headers.is64 ? 64 : 32,
    subsystem: named(headers.subsystem, peNames.SUBSYSTEMS, 4),
    imagebase: hex(headers.imageBase),
    entrypoint: hex(headers.entryPoint),
    ep_section: pe.image.sectionOf(headers.entryPoint)?.name ?? null,
    ep_bytes: pe.entryBytes.toString('hex'),
    reported_checksum: hex(headers.checksum),
    actual_checksum: hex(pe.checksum),
    osversion: headers.osVersion,
    linker_version: headers.linkerVersion,
    characteristics: flags(headers.characteristics, peNames.FILE_FLAGS),
    dll_characteristics: flags(headers.dllCharacteristics, peNames.DLL_FLAGS),
    dirents: headers.directories.map(({ rva, size }, i) => ({
      name: peNames.DIRECTORIES[i]!,
      virtual_address: hex(rva),
      size: hex(size),
    })),
    exported_dll_name: pe.exports?.dll ?? null,
    exphash: pe.exportHash,
    overlay: pe.overlay === undefined ? null : { offset: hex(pe.overlay.offset), size: hex(pe.overlay.size) },
    delay_imports: pe.delayImports.map(library),
    bound_imports: pe.boundImports.map(({ dll, timestamp }) => ({ dll, timestamp: utcTime(timestamp * 1000) })),
    rich_header: pe.rich === undefined ? null : { key: hex(pe.rich.key), md5: pe.rich.md5, entries: pe.rich.entries },
    tls_callbacks: pe.tls === undefined ? null : pe.tls.callbacks.map((address) => hex(address)),
    load_config: loadConfig(pe),
    debug: pe.debug.map(({ type, timestamp, pdb }) => ({
      type: peNames.DEBUG_TYPES.get(type) ?? String(type),
      timestamp: utcTime(timestamp * 1000),
      ...(pdb === undefined ? {} : { pdb }),
    })),
    dotnet: dotnet(pe),
    authenticode: authenticode(pe),
    digital_signers: (pe.security?.signatures ?? []).flatMap(({ certificates }) => certificates.map(certificate)),
  };
}

function named(value: number, names: ReadonlyMap<number, string>, digits: number) {
  return { name: names.get(value) ?? null, value: hex(value, digits) };
}

function loadConfig({ loadConfig: config }: PeFile) {
  if (config === undefined) return null;
  return {
    size: config.size,
    security_cookie: hex(config.securityCookie),
    seh_handlers: config.handlers,
    guard_functions: config.guardFunctions,
    guard_flags: bitNames(config.guardFlags, peNames.GUARD_FLAGS),
  };
}

function dotnet({ clr }: PeFile) {
  if (clr === undefined) return null;
  return {
    runtime_version: clr.runtimeVersion,
    metadata_version: clr.metadataVersion ?? null,
    flags: bitNames(clr.flags, peNames.CLR_FLAGS),
    entrypoint: hex(clr.entryPoint),
    strong_named: clr.isStrongNamed,
    streams: clr.streams.map(({ name, offset, size }) => ({ name, offset: hex(offset), size: hex(size) })),
    module: clr.module ?? null,
    assembly: clr.assembly ?? null,
    references: clr.references,
    resources: clr.resources,
    type_definitions: clr.typeDefinitions,
    method_definitions: clr.methodDefinitions,
  };
}

function authenticode({ security }: PeFile) {
  if (security === undefined) return null;
  return {
    offset: hex(security.offset),
    size: hex(security.size),
    signatures: security.signatures.map((one) => ({
      digest_algorithm: one.digestAlgorithm,
      digest: one.digest,
      computed_digest: one.computed,
      digest_matches: one.computed === null ? null : one.computed === one.digest,
      program_name: one.programName ?? null,
      more_info: one.moreInfo ?? null,
      signing_time: one.signingTime,
      signers: one.signers.map((position) => ({
        subject: one.certificates[position]!.subject.text,
        issuer: one.certificates[position]!.issuer.text,
        serial_number: one.certificates[position]!.serialNumber,
      })),
    })),
  };
}
