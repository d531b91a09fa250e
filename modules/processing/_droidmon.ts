import type { Droidmon } from 'ovoscope';

/** One line of droidmon.log. */
export interface DroidmonEntry {
  class: string;
  method: string;
  type?: unknown;
  args?: unknown;
  this?: unknown;
  result?: unknown;
  buffer?: unknown;
  hooked_class?: unknown;
  hooked_method?: unknown;
  [field: string]: unknown;
}

type Fields = { readonly [name: string]: unknown };
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Lists that are always there, as in Cuckoo's reports. */
const LISTS = [
  ...['crypto_keys', 'crypto_data', 'mac_data', 'reflection_calls', 'SystemProperties', 'started_activities'],
  ...['started_services', 'file_accessed', 'fingerprint', 'registered_receivers', 'SharedPreferences', 'ContentValues'],
  ...['ContentResolver_queries', 'encoded_base64', 'decoded_base64', 'commands', 'commands_output', 'data_leak'],
  ...['ComponentEnabledSetting', 'events', 'handleReceiver', 'sms', 'killed_process', 'findResource', 'findLibrary'],
  ...['loadDex', 'DexFile', 'DexClassLoader', 'PathClassLoader', 'loadClass', 'dropped_dex', 'accounts'],
  ...[
    'TelephonyManager_listen',
    'registerContentObserver',
    'setMobileDataEnabled',
    'httpConnections',
    'connected_urls',
  ],
  ...['error', 'raw'],
] as const;
type List = (typeof LISTS)[number];

/** Sorts what an Android program called into lists; `limit` is for each of them. */
export class DroidmonLists {
  readonly #limit: number;
  readonly #lists = new Map<List, unknown[]>(LISTS.map((list) => [list, []]));
  /** What each list has, for those in which a value stands once. */
  readonly #known = new Map<string, Set<string>>();
  readonly #counts = {
    api: new Map<string, number>(),
    types: new Map<string, number>(),
    reflected_api: new Map<string, number>(),
  };
  /** How many values the limit kept out. */
  refused = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(entry: DroidmonEntry): void {
    const api = underscored(`${entry.class}_${entry.method}`);
    this.#count('api', api);
    if (typeof entry.type === 'string') this.#count('types', entry.type);
    this.#push('raw', entry);
    const args = Array.isArray(entry.args) ? entry.args : [];
    const handler = HANDLERS.find(([name]) => name.test(api))?.[1];
    handler?.(entry, args, (list, value, once = false) => (once ? this.#once(list, value) : this.#push(list, value)));
    if (api === 'java_lang_reflect_Method_invoke') this.#count('reflected_api', underscored(reflected(entry, '_')));
  }

  error(line: string): void {
    this.#push('error', line);
  }

  result(): Droidmon {
    const counts = Object.entries(this.#counts).map(([name, counted]) => [name, Object.fromEntries(counted)]);
    return Object.fromEntries([...this.#lists, ...counts]) as Droidmon;
  }

  #push(list: List, value: unknown): void {
    const values = this.#lists.get(list)!;
    if (values.length < this.#limit) values.push(value);
    else this.refused++;
  }

  #once(list: List, value: unknown): void {
    const key = typeof value === 'string' ? value : JSON.stringify(value);
    const known = this.#known.get(list) ?? new Set();
    this.#known.set(list, known);
    if (known.has(key)) return;
    known.add(key);
    this.#push(list, value);
  }

  #count(what: 'api' | 'types' | 'reflected_api', name: string): void {
    const counted = this.#counts[what];
    if (counted.size < this.#limit || counted.has(name)) counted.set(name, (counted.get(name) ?? 0) + 1);
    else this.refused++;
  }
}

const underscored = (name: string) => name.slice(0, 500).replace(/[.$]/g, '_');

/** An argument as text: texts as they are, other values as JSON. */
function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === undefined || value === null) return '';
  return JSON.stringify(value);
}

const reflected = (entry: DroidmonEntry, between: string) =>
  `${text(entry.hooked_class)}${between}${text(entry.hooked_method)}`;

type Add = (list: List, value: unknown, once?: boolean) => void;
type Handler = (entry: DroidmonEntry, args: unknown[], add: Add) => void;

/** A pair of the first two arguments. */
const pair =
  (list: List): Handler =>
  (_, [key, value], add) =>
    add(list, { key: text(key), value: text(value) });
const first =
  (list: List, once = true): Handler =>
  (_, [argument], add) =>
    add(list, text(argument), once);
const whole =
  (list: List): Handler =>
  (_, args, add) =>
    add(list, args.map(text), true);
const method =
  (list: List): Handler =>
  (entry, _, add) =>
    add(list, entry.method, true);
/** A URI stands alone or in an object. */
const uri =
  (list: List): Handler =>
  (_, [argument], add) =>
    add(list, isFields(argument) ? text(argument['uriString'] ?? argument) : text(argument), true);

/** What is read of each function, by its name with underscores; the first that fits counts. */
const HANDLERS: readonly (readonly [RegExp, Handler])[] = [
  [
    /^javax_crypto_spec_SecretKeySpec_/,
    (_, [key, type], add) => add('crypto_keys', { key: text(key), type: text(type) }, true),
  ],
  // Mode 2 decrypts: the plain text is what came out.
  [
    /^javax_crypto_Cipher_doFinal$/,
    (entry, [input], add) =>
      add('crypto_data', text(isFields(entry.this) && entry.this['mode'] === 1 ? input : entry.result)),
  ],
  [/^javax_crypto_Mac_doFinal$/, (_, [input], add) => add('mac_data', text(input))],
  [/^java_lang_reflect_Method_invoke$/, (entry, _, add) => add('reflection_calls', reflected(entry, '->'), true)],
  [/^android_os_SystemProperties_get$/, first('SystemProperties')],
  [/_startActivity$/, (_, [intent], add) => add('started_activities', isFields(intent) ? intent : text(intent))],
  [
    /_startService$/,
    (_, [intent], add) =>
      add('started_services', isFields(intent) ? text(intent['cmp'] ?? intent) : text(intent), true),
  ],
  [/^libcore_io_IoBridge_open$/, first('file_accessed')],
  [
    /^android_telephony_TelephonyManager_listen$/,
    (_, args, add) => add('TelephonyManager_listen', text(args[1] ?? args[0]), true),
  ],
  [
    /^android_telephony_TelephonyManager_|^android_net_wifi_WifiInfo_get|^android_bluetooth_BluetoothAdapter_get/,
    method('fingerprint'),
  ],
  [
    /_registerReceiver$/,
    (_, args, add) => {
      for (const argument of args) {
        const actions = isFields(argument) ? argument['mActions'] : undefined;
        for (const action of Array.isArray(actions) ? actions : []) add('registered_receivers', text(action), true);
      }
    },
  ],
  [/^android_app_SharedPreferencesImpl_EditorImpl_put/, pair('SharedPreferences')],
  [/^android_content_ContentValues_put$/, pair('ContentValues')],
  [/^android_content_ContentResolver_registerContentObserver$/, uri('registerContentObserver')],
  [/^android_content_ContentResolver_(?:query|insert|delete|update)$/, uri('ContentResolver_queries')],
  [/^android_util_Base64_encode/, first('encoded_base64', false)],
  [/^android_util_Base64_decode$/, (entry, _, add) => add('decoded_base64', text(entry.result))],
  [
    /^java_lang_(?:Runtime_exec|ProcessBuilder_start)$/,
    (entry, [command], add) => {
      const parts = command ?? (isFields(entry.this) ? entry.this['command'] : undefined);
      add('commands', Array.isArray(parts) ? parts.map(text).join(' ') : text(parts), true);
    },
  ],
  [/^java_io_FileOutputStream_write$/, (entry, _, add) => add('commands', text(entry.buffer), true)],
  [/^java_io_FileInputStream_read$/, (entry, _, add) => add('commands_output', `read: ${text(entry.buffer)}`, true)],
  [
    /_setComponentEnabledSetting$/,
    (_, [component, state], add) => {
      const name = isFields(component)
        ? `${text(component['mPackage'])}/${text(component['mClass'])}`
        : text(component);
      add(
        'ComponentEnabledSetting',
        { component_name: name, component_new_state: STATES[text(state)] ?? text(state) },
        true,
      );
    },
  ],
  [/_getInstalled(?:Packages|Applications|Modules)$|_getLastKnownLocation$/, method('data_leak')],
  [/^android_accounts_AccountManager_get/, method('accounts')],
  [/_abortBroadcast$|^android_media_(?:AudioRecord_startRecording|MediaRecorder_start)$/, method('events')],
  [/^android_app_ActivityThread_handleReceiver$/, first('handleReceiver', false)],
  [
    /^android_telephony_SmsManager_send(?:Multipart)?TextMessage$/,
    (_, args, add) => add('sms', { dest_number: text(args[0]), content: text(args.length > 3 ? args[2] : args[1]) }),
  ],
  [/^android_os_Process_killProcess$/, first('killed_process')],
  [
    /^dalvik_system_BaseDexClassLoader_findResources?$/,
    (entry, [name], add) => add('findResource', { libname: text(name), result: text(entry.result) }, true),
  ],
  [
    /^dalvik_system_BaseDexClassLoader_findLibrary$/,
    (entry, [name], add) => add('findLibrary', { libname: text(name), result: text(entry.result) }, true),
  ],
  [
    /^dalvik_system_DexFile_loadDex$/,
    (_, args, add) => {
      add('loadDex', text(args[0]), true);
      add('dropped_dex', text(args[0]), true);
    },
  ],
  [/^dalvik_system_DexFile_loadClass$/, first('loadClass')],
  [/^dalvik_system_DexFile_/, whole('DexFile')],
  [/^dalvik_system_DexClassLoader_/, whole('DexClassLoader')],
  [/^dalvik_system_PathClassLoader_/, whole('PathClassLoader')],
  [/_setMobileDataEnabled$/, first('setMobileDataEnabled', false)],
  [
    /HttpClient_execute$/,
    (entry, args, add) => add('httpConnections', { request: text(args[1] ?? args[0]), response: text(entry.result) }),
  ],
  [
    /HttpURLConnection\w*_connect$|^java_net_ProxySelectorImpl_select$|^java_net_URL_openConnection$/,
    (entry, [url], add) => {
      const target = text(url) || text(isFields(entry.this) ? entry.this['url'] : '');
      if (target !== '') add('connected_urls', target, true);
    },
  ],
];

const STATES: { readonly [state: string]: string } = {
  '0': 'COMPONENT_ENABLED_STATE_DEFAULT',
  '1': 'COMPONENT_ENABLED_STATE_ENABLED',
  '2': 'COMPONENT_ENABLED_STATE_DISABLED',
  '3': 'COMPONENT_ENABLED_STATE_DISABLED_USER',
};
