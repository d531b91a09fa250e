import type { ApiDef, CallCursor } from '../call-log/types.ts';

const OPENERS = new Set(['OpenServiceA', 'OpenServiceW', 'CreateServiceA', 'CreateServiceW']);
const USERS = new Set(['StartServiceA', 'StartServiceW', 'ControlService', 'DeleteService']);
const MAX_HANDLES = 65_536;
/** Windows allows 256. */
const MAX_NAME = 1024;

/** Which argument says what, for an API that opens or uses services. */
export interface ServiceNames {
  opens: boolean;
  /** Position of the name (openers) or of the handle (users). */
  argument: number;
}

/** Names of services by the handle that a process uses for them. */
export class Services {
  readonly #names = new Map<number, string>();

  /** Only the monitor of Cuckoo 2 uses these argument names. */
  static roleOf(def: ApiDef): ServiceNames | undefined {
    const opens = OPENERS.has(def.api);
    if (!opens && !USERS.has(def.api)) return undefined;
    const argument = def.indexOf(opens ? 'service_name' : 'service_handle');
    return argument < 0 ? undefined : { opens, argument };
  }

  /** Takes in a call; returns the name behind the handle it uses, null where that is not known. */
  see(role: ServiceNames, call: CallCursor): string | null | undefined {
    if (role.opens) {
      const handle = call.return32() >>> 0;
      const name = call.text(role.argument);
      this.#names.delete(handle);
      if (this.#names.size >= MAX_HANDLES) this.#names.delete(this.#names.keys().next().value!);
      if (name.length <= MAX_NAME) this.#names.set(handle, name);
      return undefined;
    }
    return this.#names.get(Number(call.text(role.argument)) >>> 0) ?? null;
  }
}
