import { createSign, generateKeyPairSync } from 'node:crypto';
import { Duplex } from 'node:stream';
import { connect, createSecureContext, type SecureVersion, TLSSocket } from 'node:tls';
import type { Said } from './capture-writer.ts';

const der = (tag: number, ...parts: Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts);
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
};
const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const text = (tag: number, value: string): Buffer => der(tag, Buffer.from(value));

export interface CertificateParts {
  names?: readonly (readonly [oid: string, value: string])[];
  serial?: string;
  alternative?: Buffer;
}

const RSA_SHA256 = der(0x30, hex('06092a864886f70d01010b'), hex('0500'));

/** A self-signed certificate; `oid` in the names is its DER contents in hexadecimal. */
export function makeCertificate(parts: CertificateParts = {}): { key: string; cert: string; der: Buffer } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const names = parts.names ?? [['550403', 'test.example']];
  const name = der(0x30, ...names.map(([oid, value]) => der(0x31, der(0x30, der(6, hex(oid)), text(0x0c, value)))));
  const extensions = parts.alternative
    ? [der(0xa3, der(0x30, der(0x30, hex('0603551d11'), der(4, der(0x30, parts.alternative)))))]
    : [];
  const signed = der(
    0x30,
    der(0xa0, der(2, hex('02'))),
    der(2, hex(parts.serial ?? '01')),
    RSA_SHA256,
    name,
    der(0x30, text(0x17, '200102030405Z'), text(0x18, '20500102030405Z')),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    ...extensions,
  );
  const signature = createSign('sha256').update(signed).sign(privateKey);
  const whole = der(0x30, signed, RSA_SHA256, der(3, hex('00'), signature));
  const lines = whole
    .toString('base64')
    .match(/.{1,64}/g)!
    .join('\n');
  const cert = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`;
  return { key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string, cert, der: whole };
}

/** Two ends of a connection that exists only in memory; `said` records what goes through. */
function pair(said: Said[]): [client: Duplex, server: Duplex] {
  const make = (direction: '>' | '<', other: () => Duplex) =>
    new Duplex({
      read() {},
      write(chunk: Buffer, _, done) {
        said.push([direction, Buffer.from(chunk)]);
        other().push(chunk);
        done();
      },
      final(done) {
        other().push(null);
        done();
      },
    });
  const client: Duplex = make('>', () => server);
  const server: Duplex = make('<', () => client);
  return [client, server];
}

export interface SessionOptions {
  version: SecureVersion;
  ciphers: string;
  protocols?: string[];
  serverName?: string;
  request: string;
  response: string;
}

let known: ReturnType<typeof makeCertificate> | undefined;

/** A real TLS session over memory: what was sent, and the lines that a client with SSLKEYLOGFILE writes. */
export async function tlsSession(options: SessionOptions): Promise<{ said: Said[]; keys: string }> {
  const certificate = (known ??= makeCertificate());
  const said: Said[] = [];
  const [clientEnd, serverEnd] = pair(said);
  const { version, ciphers, protocols = ['http/1.1'] } = options;
  const shared = { minVersion: version, maxVersion: version, ciphers };
  const server = new TLSSocket(serverEnd, {
    isServer: true,
    secureContext: createSecureContext({ key: certificate.key, cert: certificate.cert, ...shared }),
    ALPNProtocols: protocols,
  });
  const client = connect({
    socket: clientEnd,
    rejectUnauthorized: false,
    servername: options.serverName ?? 'test.example',
    ALPNProtocols: protocols,
    ...shared,
  });
  let keys = '';
  client.on('keylog', (line: Buffer) => {
    keys += line.toString();
  });
  server.on('data', () => server.write(options.response));
  await new Promise<void>((resolve, reject) => {
    let received = '';
    client.on('error', reject);
    server.on('error', reject);
    client.on('secureConnect', () => client.write(options.request));
    client.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      if (received.length >= options.response.length) resolve();
    });
  });
  client.destroy();
  server.destroy();
  return { said, keys };
}
