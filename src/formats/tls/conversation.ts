import type { Budget } from '../tcp/growing-buffer.ts';
import type { Direction, Ends, Moment, StreamConsumer } from '../tcp/types.ts';
import { describeCertificate } from './certificate.ts';
import { protectionOf } from './cipher-suites.ts';
import { keyBlock } from './derive.ts';
import { Handshakes } from './handshakes.ts';
import { readCertificateList, readClientHello, readEncryptedProtocol, readServerHello } from './hello.ts';
import type { TlsKeys } from './keys.ts';
import { keyLengths, oldCipher, type RecordCipher, Tls13Cipher } from './record-cipher.ts';
import { RecordReader, RecordType } from './records.ts';
import type { Certificate, TlsSession } from './types.ts';

export interface TlsContext {
  keys: TlsKeys;
  /** For records and messages that are not yet whole. */
  pending: Budget;
  /** A new session, at its first hello; what is still missing of it is filled in later. */
  session(session: TlsSession): void;
  /** Remembers certificates that come again and again. */
  certificate(der: Uint8Array, describe: (der: Uint8Array) => Certificate): Certificate;
  /** Who takes what a decrypted session carries. */
  decrypted(ends: Ends, protocol: string | undefined): StreamConsumer;
}

const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const ENCRYPTED_EXTENSIONS = 8;
const CERTIFICATE = 11;
const FINISHED = 20;
const KEY_UPDATE = 24;
const TLS13 = 0x0304;
const MAX_CERTIFICATES = 20;

/** State of what one side sends. */
interface Side {
  records: RecordReader;
  handshakes: Handshakes;
  /** What comes is encrypted. */
  isSealed: boolean;
  cipher: RecordCipher | undefined;
}

/** One connection that speaks TLS. Direction 0 is the client's. */
export class TlsConversation implements StreamConsumer {
  readonly #context: TlsContext;
  readonly #ends: Ends;
  #session: TlsSession | undefined;
  readonly #sides: readonly [Side, Side];
  #moment: Moment = { time: 0, offset: 0 };
  #inner: StreamConsumer | undefined;
  #master: Buffer | undefined;
  /** Nothing more of it is of interest. */
  #isDone = false;

  constructor(context: TlsContext, ends: Ends) {
    this.#context = context;
    this.#ends = ends;
    this.#sides = [this.#side(0), this.#side(1)];
  }

  data(direction: Direction, bytes: Uint8Array, start: number, end: number, moment: Moment): void {
    if (this.#isDone) return;
    this.#moment = moment;
    this.#sides[direction].records.push(bytes, start, end);
    this.#check();
  }

  gap(direction: Direction, length: number, moment: Moment): void {
    if (this.#isDone) return;
    this.#moment = moment;
    const side = this.#sides[direction];
    side.records.gap(length);
    // Ciphers count records: what follows a lost one cannot be opened.
    if (side.records.isLost) this.#inner?.gap(direction, length, moment);
    this.#check();
  }

  end(direction: Direction): void {
    this.#inner?.end(direction);
  }

  close(): void {
    this.#inner?.close();
    this.#release();
  }

  #side(direction: Direction): Side {
    const side: Side = {
      records: new RecordReader(
        (type, version, bytes) => this.#record(direction, type, version, bytes),
        (type) => side.cipher !== undefined || (!side.isSealed && type !== RecordType.data),
        this.#context.pending,
      ),
      handshakes: new Handshakes((type, body) => this.#handshake(direction, type, body), this.#context.pending),
      isSealed: false,
      cipher: undefined,
    };
    return side;
  }

  /** Without keys a session has nothing to say once both sides have encrypted. */
  #check(): void {
    const [client, server] = this.#sides;
    const isOver = (side: Side) => side.records.isLost || (side.isSealed && !side.cipher);
    this.#isDone = isOver(client) && isOver(server);
    if (this.#isDone) this.#release();
  }

  #release(): void {
    for (const side of this.#sides) {
      side.records.lose();
      side.handshakes.lose();
    }
  }

  #record(direction: Direction, type: number, version: number, bytes: Buffer): void {
    const side = this.#sides[direction];
    if (!side.cipher) {
      if (type === RecordType.handshake && !side.isSealed) side.handshakes.push(bytes);
      else if (type === RecordType.changeCipherSpec) this.#changeCipher(direction);
      return;
    }
    // TLS 1.3 sends it only for the look of it.
    if (type === RecordType.changeCipherSpec) return;
    const opened = side.cipher.open(type, version, bytes);
    if (!opened) this.#fail(side, direction);
    else this.#opened(direction, opened.type, opened.bytes);
  }

  #fail(side: Side, direction: Direction): void {
    const isEarlyData =
      direction === 0 && this.#session?.server?.version === TLS13 && this.#session.decryption !== 'decrypted';
    if (isEarlyData) return;
    side.cipher = undefined;
    if (this.#session && this.#session.decryption !== 'decrypted') this.#trouble('the keys do not open its records');
  }

  #opened(direction: Direction, type: number, bytes: Buffer): void {
    if (this.#session && this.#session.decryption !== 'decrypted') {
      this.#session.decryption = 'decrypted';
      delete this.#session.trouble;
    }
    if (type === RecordType.handshake) this.#sides[direction].handshakes.push(bytes);
    if (type !== RecordType.data || bytes.length === 0) return;
    this.#inner ??= this.#context.decrypted(this.#ends, this.#session?.server?.protocol);
    this.#inner.data(direction, bytes, 0, bytes.length, this.#moment);
  }

  #handshake(direction: Direction, type: number, body: Buffer): void {
    const session = this.#session;
    const version = session?.server?.version;
    if (type === CLIENT_HELLO && direction === 0) this.#clientHello(body);
    else if (type === SERVER_HELLO && direction === 1) this.#serverHello(body);
    else if (type === CERTIFICATE && session) this.#certificates(direction, body, session);
    else if (version !== TLS13 || !session) return;
    else if (type === ENCRYPTED_EXTENSIONS && session.server) session.server.protocol ??= readEncryptedProtocol(body);
    else if (type === FINISHED) this.#trafficKeys(direction);
    else if (type === KEY_UPDATE) {
      const side = this.#sides[direction];
      if (side.cipher instanceof Tls13Cipher) side.cipher = side.cipher.updated();
    }
  }

  #start(): TlsSession {
    if (!this.#session) {
      const session: TlsSession = {
        ends: this.#ends,
        moment: this.#moment,
        certificates: [],
        clientCertificates: [],
        decryption: 'no keys',
      };
      this.#session = session;
      this.#context.session(session);
    }
    return this.#session;
  }

  #clientHello(body: Buffer): void {
    const hello = readClientHello(body);
    if (hello) this.#start().client ??= hello;
  }

  #serverHello(body: Buffer): void {
    const hello = readServerHello(body);
    if (!hello || hello.isRetry) return;
    const session = this.#start();
    if (session.server) return;
    session.server = hello;
    if (hello.version === TLS13) {
      for (const side of this.#sides) side.isSealed = true;
      this.#handshakeKeys(session);
    } else if (session.client) {
      this.#master = this.#context.keys.master(session.client.random, hello.sessionId || session.client.sessionId);
    }
  }

  #certificates(direction: Direction, body: Buffer, session: TlsSession): void {
    const list = direction === 0 ? session.clientCertificates : session.certificates;
    if (list.length > 0) return;
    for (const der of readCertificateList(body, session.server?.version === TLS13).slice(0, MAX_CERTIFICATES)) {
      list.push(this.#context.certificate(der, describeCertificate));
    }
  }

  #handshakeKeys(session: TlsSession): void {
    this.#secretFor(0, 'CLIENT_HANDSHAKE_TRAFFIC_SECRET', session);
    this.#secretFor(1, 'SERVER_HANDSHAKE_TRAFFIC_SECRET', session);
    // Without the keys of the handshake, those of the data open what comes after it only by luck.
  }

  #trafficKeys(direction: Direction): void {
    const label = direction === 0 ? 'CLIENT_TRAFFIC_SECRET_0' : 'SERVER_TRAFFIC_SECRET_0';
    this.#sides[direction].cipher = undefined;
    if (this.#session) this.#secretFor(direction, label, this.#session);
  }

  #secretFor(direction: Direction, label: Parameters<TlsKeys['secret']>[1], session: TlsSession): void {
    const secret = session.client && this.#context.keys.secret(session.client.random, label);
    if (!secret || !session.server) return;
    const protection = protectionOf(session.server.cipher);
    if (protection) this.#sides[direction].cipher = new Tls13Cipher(protection, secret);
    else this.#trouble(`its cipher suite is not read`);
  }

  #changeCipher(direction: Direction): void {
    const side = this.#sides[direction];
    const session = this.#session;
    if (session?.server?.version === TLS13 || side.isSealed) return;
    side.isSealed = true;
    if (!session?.client || !session.server || !this.#master) return;
    const { server, client } = session;
    const protection = protectionOf(server.cipher);
    if (!protection || server.version < 0x0301 || server.version > 0x0303) {
      this.#trouble('its version or cipher suite is not read');
      return;
    }
    const lengths = keyLengths(protection, server.version);
    const each = lengths.mac + lengths.key + lengths.iv;
    const block = keyBlock({
      version: server.version,
      hash: protection.hash,
      master: this.#master,
      clientRandom: Buffer.from(client.random, 'hex'),
      serverRandom: Buffer.from(server.random, 'hex'),
      length: each * 2,
    });
    const part = (start: number, length: number) =>
      block.subarray(start + direction * length, start + (direction + 1) * length);
    const keys = {
      mac: part(0, lengths.mac),
      key: part(2 * lengths.mac, lengths.key),
      iv: part(2 * (lengths.mac + lengths.key), lengths.iv),
    };
    side.cipher = oldCipher(protection, server.version, keys, server.encryptsThenMacs);
  }

  #trouble(what: string): void {
    if (!this.#session) return;
    this.#session.decryption = 'failed';
    this.#session.trouble = what;
  }
}
