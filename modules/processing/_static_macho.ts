import { bitNames, hex, isMachO, type MachFile, readMachO, machWords as words } from 'ovoscope/formats';
import type { StaticFormat } from './_static_format.ts';

/** Programs for macOS and iOS, one entry for each processor they are made for. */
export const machoFormat: StaticFormat = {
  name: 'Mach-O',
  applies: ({ head }) => isMachO(head),
  async read({ source }, { problem }) {
    const file = await readMachO(source, problem);
    if (file === undefined) return {};
    return { macho: { universal: file.isUniversal, architectures: file.images.map(describe) } };
  },
};

type Image = MachFile['images'][number];

function describe(image: Image) {
  const address = (value: bigint) => hex(value, image.is64 ? 16 : 8);
  return {
    cpu: words.CPU_TYPES.get(image.cpuType) ?? hex(image.cpuType),
    cpu_subtype: image.cpuSubtype,
    bits: image.is64 ? 64 : 32,
    endianness: image.isLittleEndian ? 'little' : 'big',
    offset: image.offset,
    size: image.size,
    type: words.FILE_TYPES.get(image.fileType) ?? hex(image.fileType),
    flags: bitNames(image.flags, words.HEADER_FLAGS),
    uuid: image.uuid ?? null,
    platform: image.platform ?? null,
    minimum_version: image.minimumVersion ?? null,
    sdk_version: image.sdkVersion ?? null,
    source_version: image.sourceVersion ?? null,
    entry: entryOf(image),
    linker: image.linker ?? null,
    id: image.id?.name ?? null,
    libraries: image.libraries.map(({ name, command, version, compatibility }) => ({
      name,
      command,
      version,
      compatibility,
    })),
    rpaths: image.rpaths,
    environment: image.environment,
    encrypted: image.isEncrypted,
    segments: image.segments.map((segment) => ({
      name: segment.name,
      address: address(segment.address),
      memory_size: segment.memorySize,
      offset: segment.offset,
      file_size: segment.fileSize,
      protection: words.protection(segment.protection),
      maximum_protection: words.protection(segment.maximumProtection),
      sections: segment.sections.map((section) => ({
        name: section.name,
        segment: section.segment,
        address: address(section.address),
        offset: section.offset,
        size: section.size,
        entropy: section.entropy,
        md5: section.md5,
      })),
    })),
    imports: image.symbols
      .filter(({ kind }) => kind === 'import')
      .map(({ name, library, isWeak }) => ({ name, library: library ?? null, ...(isWeak ? { weak: true } : {}) })),
    exports: image.symbols
      .filter(({ kind }) => kind === 'export')
      .map(({ name, value }) => ({ name, address: address(value) })),
    local_symbols: image.symbols.filter(({ kind }) => kind === 'local').length,
    commands: image.commands.map(({ name }) => name),
    signature: signatureOf(image),
  };
}

/** Where it starts: an address, whichever way the file says it. */
function entryOf(image: Image): string | null {
  const text = image.segments.find(({ name }) => name === '__TEXT');
  const { entryAddress, entryOffset } = image;
  if (entryAddress !== undefined) return hex(entryAddress, image.is64 ? 16 : 8);
  if (entryOffset === undefined) return null;
  return hex((text?.address ?? 0n) + entryOffset, image.is64 ? 16 : 8);
}

function signatureOf({ signature }: Image) {
  if (signature === undefined) return null;
  return {
    identifier: signature.identifier ?? null,
    team_id: signature.teamId ?? null,
    flags: bitNames(signature.flags, words.SIGNATURE_FLAGS),
    hash_type: signature.hashType ?? null,
    cdhash: signature.cdHash ?? null,
    entitlements: signature.entitlements ?? null,
    certificates: signature.certificates.map(({ subject, issuer, serialNumber, notBefore, notAfter, sha1 }) => ({
      subject: subject.text,
      issuer: issuer.text,
      serial_number: serialNumber,
      not_before: notBefore,
      not_after: notAfter,
      sha1,
    })),
  };
}
