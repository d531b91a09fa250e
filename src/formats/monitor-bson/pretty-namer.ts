/** A number in words; undefined where there are none. Numbers are unsigned, sign-extended ones cut to 32 bits. */
export type Namer = (value: number) => string | undefined;

type Names = { [name: string]: number };

/** One name for each number; a name may have several. */
export function oneOf(names: { [name: string]: number | readonly number[] }): Namer {
  const byValue = new Map(
    Object.entries(names).flatMap(([name, values]) => [values].flat().map((value) => [value, name] as const)),
  );
  return (value) => byValue.get(value);
}

/** Names of the numbers from 0 on, separated by spaces; a dot stands for a number without a name. */
export function inOrder(names: string, prefix = '', suffix = ''): Namer {
  const list = names.trim().split(/\s+/);
  return (value) => {
    const name = list[value];
    return name === undefined || name === '.' ? undefined : `${prefix}${name}${suffix}`;
  };
}

/**
 * The names of all bits, joined by `|`, in the order of the table; bits without a name follow as one number. A name
 * of several bits stands only for all of them. `exact` names come first, for just their number.
 */
export function bitsOf(names: Names, exact: Parameters<typeof oneOf>[0] = {}): Namer {
  const whole = oneOf(exact);
  const masks = Object.entries(names);
  return (value) => {
    const known = whole(value);
    if (known !== undefined) return known;
    let rest = value;
    let text = '';
    for (const [name, mask] of masks) {
      if (!has(rest, mask)) continue;
      rest -= mask;
      text += text === '' ? name : `|${name}`;
    }
    if (rest === 0) return text === '' ? undefined : text;
    const number = `0x${rest.toString(16).padStart(8, '0')}`;
    return text === '' ? number : `${text}|${number}`;
  };
}

/** Flags in the high bits, then one name for what is left: `CSIDL_FLAG_CREATE|CSIDL_APPDATA`. */
export function bitsThenOne(flags: Names, names: Namer): Namer {
  const masks = Object.entries(flags);
  return (value) => {
    let rest = value;
    const parts: string[] = [];
    for (const [name, mask] of masks) {
      if (!has(rest, mask)) continue;
      rest -= mask;
      parts.push(name);
    }
    const name = names(rest);
    return name === undefined ? undefined : [...parts, name].join('|');
  };
}

/** Masks are at most 32 bits; the value may have more, which `&` would cut. */
function has(value: number, mask: number): boolean {
  return ((value % 0x1_0000_0000) & mask) >>> 0 === mask;
}
