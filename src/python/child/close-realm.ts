/** What the language itself has; nothing of Node. */
const LANGUAGE: ReadonlySet<string> = new Set([
  'AggregateError',
  'Array',
  'ArrayBuffer',
  'Atomics',
  'BigInt',
  'BigInt64Array',
  'BigUint64Array',
  'Boolean',
  'DataView',
  'Date',
  'Error',
  'EvalError',
  'FinalizationRegistry',
  'Float16Array',
  'Float32Array',
  'Float64Array',
  'Function',
  'Infinity',
  'Int16Array',
  'Int32Array',
  'Int8Array',
  'Intl',
  'Iterator',
  'JSON',
  'Map',
  'Math',
  'NaN',
  'Number',
  'Object',
  'Promise',
  'Proxy',
  'RangeError',
  'ReferenceError',
  'Reflect',
  'RegExp',
  'Set',
  'SharedArrayBuffer',
  'String',
  'Symbol',
  'SyntaxError',
  'TypeError',
  'URIError',
  'Uint16Array',
  'Uint32Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'WeakMap',
  'WeakRef',
  'WeakSet',
  'WebAssembly',
  'decodeURI',
  'decodeURIComponent',
  'encodeURI',
  'encodeURIComponent',
  'escape',
  'eval',
  'globalThis',
  'isFinite',
  'isNaN',
  'parseFloat',
  'parseInt',
  'undefined',
  'unescape',
]);

/**
 * Takes everything of Node out of the global object: `process`, `require`, `fetch`, `WebSocket`, … What the
 * interpreter's JavaScript needs is put back in a form that can do nothing else; not finding `process`, it has none
 * of its parts for Node (files of the host, programs, sockets). Throws where something cannot be taken away.
 */
export function closeRealm(): void {
  const global = globalThis as { [name: string]: unknown };
  const { TextDecoder, TextEncoder } = globalThis;
  const now = globalThis.performance.now.bind(globalThis.performance);
  const timeOrigin = globalThis.performance.timeOrigin;
  const left = Object.getOwnPropertyNames(global).filter((name) => !LANGUAGE.has(name) && !delete global[name]);
  if (left.length > 0) throw new Error(`the global object keeps ${left.join(', ')}`);
  const nothing = () => {};
  Object.assign(global, {
    TextDecoder,
    TextEncoder,
    performance: Object.freeze({ now, timeOrigin }),
    console: Object.freeze({ log: nothing, error: nothing, warn: nothing, info: nothing, debug: nothing }),
    setTimeout: () => 0,
    clearTimeout: nothing,
  });
}
