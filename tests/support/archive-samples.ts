import { crc32, gunzipSync } from 'node:zlib';

/**
 * Small archives with `a.txt` and `sub/invoice.pdf.exe`: made with 7-Zip 26.02, gcab 1.5 and genisoimage 1.1.11; those of
 * RAR are written here, since only RAR itself makes them.
 */
const base64 = (text: string): Buffer => Buffer.from(text, 'base64');

export const SEVEN_ZIP = base64(
  'N3q8ryccAAS+mVXziwAAAAAAAAAiAAAAAAAAAF69CmABAAZoZWxsb01aAAAAgTMHrg/Oha6S96Bt85fwn+Bzo/TAs1AwBFuyzN0Q' +
    'AUkVVt6gjN2pLlYfPXgh6G/MrmFzYCtL36SWOaNLySQCW5TVJX3YI/tMQgUcFQiI3LbKW8jSN6JiLZ3AnAQt7fFNMSpyVPvGdDio' +
    '1eyfczDjiUzPSFjMn1ZOELDGAAAAFwYLAQmAgAAHCwEAASMDAQEFXQAQAAAMgJoKAS54DwoAAA==',
);

/** Its names are encrypted. */
export const SEVEN_ZIP_SECRET = base64(
  'N3q8ryccAAQo+aXqgAAAAAAAAAAuAAAAAAAAACCxfdTKBpCG3yIDNPU9AxDOxkLlEQCYK2ojVXm42Zzn1dlRyZE6pLOSyztMpZTm' +
    'OisVcLDFZiG8bZy9MkUUBmwjtFuP2gq6MVUdcVa0mBm/omK5QQk+zOQRRsh5e8swb9KB/uu1vL+6xHxLqtFNmuArobWXZHw/huKk' +
    '9ggdQ42VXOVrTRcGEAEJcAAHCwEAASQG8QcBElMPD+5P9bR+CZmqcjOm6oAeJQxiCgESprWKAAA=',
);

export const CABINET = base64(
  'TVNDRgAAAAB1AAAAAAAAACwAAAAAAAAAAwEBAAIAAAAAAAAAZgAAAAEAAAAFAAAAAAAAAAAAQ1oAUCAAYS50eHQAAgAAAAUAAAAA' +
    'AENaAFAgAHN1YlxpbnZvaWNlLnBkZi5leGUANSgEbAcABwBoZWxsb01a',
);

export const ISO = gunzipSync(
  base64(
    'H4sIAAAAAAACA+3dW2sbRxgA0E82cUwKfSrGlMTZlBYcaOWVDDImL1WltbyxLsWSi92XkLYuLYSm0At9aX9X/107K9mE1Bf5oThB' +
      'OWe9mtmZ0a41Hvg01u4qAgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACodbp53qhFvxweHWdX65bjg2uqs/P9/f1acs1x' +
      '00+1xupqrM2K1j54VT0t+ijuz7bux2qVrMZf763dzVZi6fz5GW9UrxiW41E5aPeKLGWy3VYr39rfG2d7Zb8Yn4wnxSDrHBbtyegw' +
      '2+w8zhq7u9tZUT8ZHQ173Xa/OC/c+ayZ563saf3Lon04Hg23ntbHnf2yn0Zlb9qmqq7a7GSd7uFBOckmRXtw6y+3mTdbjUazme9s' +
      'N/NWnseFgvw/LrYwaN91gg5vjaWz+B/9KGMYR3Ec2aVLN9WP4+CK2gvx/5Ot4sbxf31WtL7+qvrDWfzfmG1tXBX/r/xtLLez9KJI' +
      'o6YaGaP0OIj2tCQ7K8liN1ppyeNZ7MdeKsvSY5nGWpHyJ2mdpNwglXbiMOXaaXuUcllsppLHKW2kPezGdsoVUU/PGKUROkzH6Ka2' +
      '/emR5i//XyPxH/GfBfLPefwHAAAAFlZt+hl7Nf9fjgfT3PjoC90CAAAACzb/j+r8+lo1/08eRM38HwAAABZv/r9x9l+AlXg4y/0S' +
      'v8U3egYAAAAWaf4f1f11atX8P3mYcub/AAAAsGDm32N/bova5vntf7M7s/TOn0vL92bZqsXddn1yPHnS+Hh6h4GorjK4dE/LLj0A' +
      'gFuK/9fH5JvE/zwezVo8WpqlS6/H//fL4VejslM8qxfHxZOGTgeANx7/533HztwWtU/nzP/vxfOox6/xR1o3p1cZRHWmwaV7W3H6' +
      'AQDcQvy/Ph7fJP5/Pmf+vxE/xk/xe7xM6bdxmt4L/BzfxfcpPU3vCU79EQDglv1w+uLFS90AAO+Uwdf6AAAAAAAAAAAAAAAAAAAA' +
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
      'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAACAt9+/rNoSHgDABQA=',
  ),
);

const u16 = (value: number): Buffer => Buffer.from([value & 0xff, value >>> 8]);
const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
};

/** A RAR archive of version 4, with stored members; `flags` are those of each member's header. */
export function oldRar(members: { [name: string]: string }, { flags = 0, mainFlags = 0 } = {}): Buffer {
  const block = (type: number, own: number, body: Buffer): Buffer => {
    const rest = Buffer.concat([Buffer.from([type]), u16(own), u16(7 + body.length), body]);
    return Buffer.concat([u16(crc32(rest) & 0xffff), rest]);
  };
  const files = Object.entries(members).flatMap(([name, content]) => {
    const bytes = Buffer.from(content);
    const sizes = [u32(bytes.length), u32(bytes.length), Buffer.from([2]), u32(crc32(bytes)), u32(0x5a435000)];
    const rest = [Buffer.from([20, 0x30]), u16(Buffer.byteLength(name)), u32(0x20), Buffer.from(name)];
    return [block(0x74, 0x8000 | flags, Buffer.concat([...sizes, ...rest])), bytes];
  });
  const main = block(0x73, mainFlags, Buffer.alloc(6));
  return Buffer.concat([Buffer.from('Rar!\x1a\x07\0', 'latin1'), main, ...files, block(0x7b, 0x4000, Buffer.alloc(0))]);
}

/** A RAR archive of version 5, with stored members; `extra` are records behind each member's header. */
export function newRar(members: { [name: string]: string }, extra: Buffer = Buffer.alloc(0)): Buffer {
  const block = (...parts: number[] | Buffer[]): Buffer => {
    const body = Buffer.concat(parts.map((part) => (typeof part === 'number' ? Buffer.from([part]) : part)));
    const rest = Buffer.concat([Buffer.from([body.length]), body]);
    return Buffer.concat([u32(crc32(rest)), rest]);
  };
  const files = Object.entries(members).flatMap(([name, content]) => {
    const bytes = Buffer.from(content);
    const sized =
      extra.length > 0 ? [Buffer.from([2, 3, extra.length, bytes.length])] : [Buffer.from([2, 2, bytes.length])];
    const facts = Buffer.from([6, bytes.length, 0x20]);
    const rest = Buffer.from([0, 0, Buffer.byteLength(name)]);
    return [block(...sized, facts, u32(1_738_576_800), u32(crc32(bytes)), rest, Buffer.from(name), extra), bytes];
  });
  return Buffer.concat([
    Buffer.from('Rar!\x1a\x07\x01\0', 'latin1'),
    block(Buffer.from([1, 0, 0])),
    ...files,
    block(Buffer.from([5, 0, 0])),
  ]);
}

/** A tar with files, and links where the content is an object. */
export function tarOf(members: { [name: string]: string | { link: string } }): Buffer {
  const parts = Object.entries(members).flatMap(([name, content]) => {
    const bytes = Buffer.from(typeof content === 'string' ? content : '');
    const header = Buffer.alloc(512);
    header.write(name, 0, 100, 'utf8');
    header.write('0000644\0', 100, 'latin1');
    header.write(`${bytes.length.toString(8).padStart(11, '0')}\0`, 124, 'latin1');
    header.write(`${(1_738_576_800).toString(8).padStart(11, '0')}\0`, 136, 'latin1');
    header.write(typeof content === 'string' ? '0' : '2', 156, 'latin1');
    if (typeof content !== 'string') header.write(content.link, 157, 100, 'utf8');
    header.write('ustar\x0000', 257, 'latin1');
    header.fill(' ', 148, 156);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}
