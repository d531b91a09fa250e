import { type Results, Signature } from 'ovoscope';
import { importedFunctions } from './_pe.ts';

const NEEDED: readonly (readonly string[])[] = [
  ['VirtualAllocEx', 'NtAllocateVirtualMemory', 'ZwAllocateVirtualMemory', 'NtMapViewOfSection', 'ZwMapViewOfSection'],
  ['WriteProcessMemory', 'NtWriteVirtualMemory', 'ZwWriteVirtualMemory', 'NtMapViewOfSection', 'ZwMapViewOfSection'],
  [
    'CreateRemoteThread',
    'CreateRemoteThreadEx',
    'NtCreateThreadEx',
    'RtlCreateUserThread',
    'QueueUserAPC',
    'NtQueueApcThread',
    'SetThreadContext',
    'NtSetContextThread',
  ],
];

/** Debuggers, profilers and protectors import the same functions. */
export default class StaticPeInjectionImports extends Signature {
  name = 'static_pe_injection_imports';
  description = 'The program imports what it takes to run code in other processes';
  severity = 2;
  confidence = 50;
  categories = ['static', 'injection'];
  ttps = ['T1055'];
  references = ['https://attack.mitre.org/techniques/T1055/'];
  run(results: Results) {
    const imported = importedFunctions(results);
    const found = NEEDED.map((names) => names.find((name) => imported.has(name)));
    if (found.includes(undefined)) return false;
    this.data.push({ functions: [...new Set(found)] });
    return true;
  }
}
