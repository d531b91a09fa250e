/** Sets a key that data chose: `__proto__` becomes an own key like others. */
export function setOwn<T>(target: { [name: string]: T }, key: string, value: T): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    target[key] = value;
  }
}
