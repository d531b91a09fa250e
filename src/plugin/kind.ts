/** Marks plugin classes; survives two copies of the package, which `instanceof` does not. */
export const KIND: unique symbol = Symbol.for('ovoscope.kind') as never;

export type PluginKind = 'signature' | 'processing' | 'reporting';

/** The kind of plugin a class is, or undefined where it extends none of the base classes. */
export function kindOf(candidate: unknown): PluginKind | undefined {
  if (typeof candidate !== 'function') return undefined;
  return (candidate as { [KIND]?: PluginKind })[KIND];
}
