import { type Results, Signature } from 'ovoscope';
import { entries, entry, staticOf, text } from './_pe.ts';

const MEMORY = /\b(?:VirtualAlloc(?:Ex)?|NtAllocateVirtualMemory|RtlMoveMemory|HeapCreate)\b/;
const CALLS =
  /\b(?:GetDelegateForFunctionPointer|UnsafeNativeMethods|CreateThread|CreateRemoteThread|QueueUserAPC|CallWindowProc[AW]?|EnumSystemLocales[AW]?)\b/;
const CARRIES = /\bFromBase64String\b|-bxor\b|\[Byte\[\]\]|(?:0x[0-9a-f]{2},\s?){16}|\bMarshal\]::Copy\b/i;
const LONGEST = 1 << 20;
const MOST_STRINGS = 20_000;

/**
 * Tools of testers hold the same; scripts of administrators call functions of Windows, but not from memory that
 * they made.
 */
export default class StaticScriptLoader extends Signature {
  name = 'static_script_loader';
  description = 'The script holds what it takes to run machine code in its own process';
  severity = 4;
  confidence = 85;
  categories = ['static', 'script'];
  ttps = ['T1059.001', 'T1620', 'T1027.009'];
  references = ['https://attack.mitre.org/techniques/T1059/001/', 'https://attack.mitre.org/techniques/T1620/'];
  run(results: Results) {
    const found = staticOf(results);
    // Programs name these functions because they import them.
    const isProgram = ['pe_sections', 'pe_imports', 'elf', 'macho'].some((key) => found[key] !== undefined);
    const texts = entries(results.extracted).map(({ content, program }) => ({
      where: text(program) || 'extracted',
      script: text(content),
    }));
    if (!isProgram) {
      const strings = Array.isArray(results.strings) ? results.strings.slice(0, MOST_STRINGS).map(text) : [];
      texts.push(
        { where: 'sample', script: text(entry(results.file)['data']) },
        { where: 'sample', script: strings.join('\n') },
      );
    }
    for (const { where, script } of texts) {
      const words = [MEMORY, CALLS, CARRIES].map((pattern) => pattern.exec(script.slice(0, LONGEST))?.[0]);
      if (words.includes(undefined)) continue;
      this.data.push({ where, words });
      return true;
    }
    return false;
  }
}
