import type { DumpOrigin, FileRecord, Payload, Processing } from 'ovoscope';
import { fileProblems } from 'ovoscope/formats';
import { fileRecord } from './_file_record.ts';
import { readUploads, type Upload } from './_uploads.ts';

const SEPARATOR = ';?';

/** What a number of CAPE's monitor says of a dump. */
const KINDS: { readonly [code: number]: string } = {
  2: 'Decompressed Data',
  3: 'Injected PE Image',
  4: 'Injected Shellcode/Data',
  8: 'Unpacked PE Image',
  9: 'Unpacked Shellcode',
  106: 'AMSI Buffer',
  107: 'AMSI Stream',
  4096: 'UPX-unpacked PE Image',
};
const INJECTED: readonly number[] = [3, 4];
const UNPACKED_SHELLCODE = 9;
const NAMED = 0x100;

/** The dumps in a folder of the analysis, with what files.json says of them; undefined where there is none. */
export async function payloadsOf(module: Processing, folder: string): Promise<Payload[] | undefined> {
  const files = module.task.list(folder);
  // Others have no such folder, and their files.json is for the module `dropped` to read.
  if (files.length === 0 && module.task.dialect !== 'cape') return undefined;
  const uploads = readUploads(module) ?? new Map<string, Upload>();
  const missing = [...uploads.keys()].filter((path) => path.startsWith(`${folder}/`) && !module.task.find(path));
  if (missing.length > 0) module.problem(fileProblems.uploadsMissing('files.json', missing.length, missing[0]!));
  const payloads: Payload[] = [];
  for (const file of files) {
    const record = await fileRecord(module, file, { uploaded: true });
    if (record) payloads.push(payloadOf(record, uploads.get(file.path)));
  }
  return payloads;
}

function payloadOf(record: FileRecord, upload: Upload | undefined): Payload {
  const metadata = [...(upload?.metadata ?? [])];
  const [pid = null] = upload?.pids ?? [];
  return { ...record, guest_paths: metadata, pid, ...readMetadata(metadata[0] ?? '', String(record['type'] ?? '')) };
}

/** `code;?process;?module;?…`, as the monitor writes it; `type` is what libmagic says of the dump. */
export function readMetadata(metadata: string, type: string): DumpOrigin {
  const [number = '', process = '', image = '', first = '', second = ''] = metadata.split(SEPARATOR);
  const code = /^\d{1,9}$/.test(number) ? Number(number) : 0;
  const kind =
    (code & NAMED) !== 0 && first !== ''
      ? first
      : (KINDS[code] ?? (code <= 1 && type.startsWith('PE32') ? 'PE image' : ''));
  return {
    process_path: process,
    process_name: nameOf(process),
    module_path: image,
    cape_type_code: code,
    cape_type: /PE image$/i.test(kind) ? `${kind}${imageKind(type)}` : kind,
    ...(INJECTED.includes(code) && { target_path: first, target_process: nameOf(first), target_pid: second }),
    ...(code === UNPACKED_SHELLCODE && { virtual_address: first }),
  };
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('\\') + 1);

function imageKind(type: string): string {
  if (!type.startsWith('PE32')) return '';
  return `: ${type.startsWith('PE32+') ? 64 : 32}-bit ${/\(DLL\)/.test(type) ? 'DLL' : 'executable'}`;
}
