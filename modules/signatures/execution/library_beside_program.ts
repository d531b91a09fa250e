import { type Call, type Process, Signature } from 'ovoscope';
import { apis, evidence, launch, textArgument } from 'ovoscope/query';
import { USER_WRITABLE } from '../_programs.ts';

const WRITES = [...apis.writesFile, ...apis.copiesFile, ...apis.movesFile, 'URLDownloadToFileW'];
/** What sets itself up lies in a folder for a short while. */
const SETUP = /\\(?:is-[0-9a-z]{5}\.tmp|ns\w{3,8}\.tmp|\{[0-9a-f-]{36}\}|7z\w{6,10})\\/i;
const MOST = 5_000;

/**
 * Installers unpack themselves the same way; a signed program with a library that is not signed is what to look
 * for.
 */
export default class LibraryBesideProgram extends Signature {
  name = 'library_beside_program';
  description = 'Writes a program and a library of its own beside it, and runs the program';
  severity = 2;
  confidence = 60;
  categories = ['evasion', 'dropper'];
  ttps = ['T1574.001'];
  references = ['https://attack.mitre.org/techniques/T1574/001/'];
  watch = { apis: [...WRITES, ...apis.launches] };
  readonly #programs = new Map<string, object>();
  readonly #libraries = new Map<string, object>();

  onCall(call: Call, process: Process) {
    if (WRITES.includes(call.api)) this.#writes(call, process);
    else if (this.#libraries.size > 0) this.#launches(call, process);
  }

  onComplete() {
    return this.data.length > 0;
  }

  #writes(call: Call, process: Process): void {
    const path = textArgument(call, 'newfilepath') || textArgument(call, 'filepath', process);
    const key = path.toLowerCase();
    if (this.#programs.size + this.#libraries.size >= MOST || !USER_WRITABLE.test(path) || SETUP.test(path)) return;
    const piece = { ...evidence(call, process), filepath: path };
    if (key.endsWith('.exe') && !this.#programs.has(key)) this.#programs.set(key, piece);
    if (key.endsWith('.dll') && !this.#libraries.has(folderOf(key))) this.#libraries.set(folderOf(key), piece);
  }

  #launches(call: Call, process: Process): void {
    const { image, command_line } = launch(call, process);
    const key = (image || command_line.replaceAll('"', '').trim()).slice(0, 1_000).toLowerCase();
    const program = this.#programs.get(key);
    const library = this.#libraries.get(folderOf(key));
    if (!program || !library) return;
    this.#programs.delete(key);
    this.data.push(program, library, { ...evidence(call, process), command_line });
  }
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('\\'));
